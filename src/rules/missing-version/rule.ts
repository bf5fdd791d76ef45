import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import type { JudgedArtifact } from '../../judge/judged-artifact.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';
import { highestVersion } from './highest-version.ts';

interface Evidence {
  readonly library: string;
  readonly versions: readonly string[];
  readonly highest: string;
  readonly requiredBy: readonly string[];
  readonly baseLibc: string | null;
  readonly message: string;
}

/** glibc refuses a file that asks for a version node which the library found here does not define, whatever functions it really uses (loader.md, section 5.6). */
export const missingVersion: RunnableRule = defineRule<Evidence>({
  id: 'missing-version',
  title: 'A library here is too old for the software',
  find({ artifacts, base }) {
    const groups = groupByCause(artifacts, versionsMissing);
    return groups.map(({ artifacts, details }) => {
      const versions = [...new Set(details.map(({ version }) => version))].toSorted();
      const evidence = {
        library: details[0]?.library ?? '',
        versions,
        highest: highestVersion(versions),
        requiredBy: artifacts.map(({ path }) => path),
        baseLibc: base?.libc === null || base === null ? null : `${base.libc.family} ${base.libc.version ?? ''}`.trim(),
        message: details[0]?.message ?? '',
      };
      return {
        key: `${evidence.library}:${evidence.highest}`,
        severity: 'error',
        certainty: 'proven',
        where: placesOf(artifacts),
        evidence,
      };
    });
  },
  describe({ evidence: { library, versions, highest, requiredBy, baseLibc, message } }) {
    const libc = /^GLIBC_(\d+\.\d+)/.exec(highest)?.[1];
    const need = libc === undefined ? `${library} with ${highest}` : `glibc ${libc} or newer`;
    const has = libc === undefined || baseLibc === null ? '' : `; this base has ${baseLibc}`;
    return {
      message: `${listed(requiredBy, 3)} ${requiredBy.length === 1 ? 'needs' : 'need'} ${need} (${listed(versions)} not found in ${library})${has}.\nThe loader says: ${message}`,
      fix:
        libc === undefined
          ? `use a base whose ${library} defines ${highest}, or build on this one`
          : `use a base with glibc ${libc} or newer, or build on this one`,
    };
  },
});

interface Missing {
  readonly library: string;
  readonly version: string;
  readonly message: string;
}

/** Grouped by library and by the highest version that the artifact asks of it: that is the base it needs. */
function* versionsMissing(artifact: JudgedArtifact): Generator<readonly [string, Missing]> {
  const missing = factsOf(artifact, 'glibc-version')
    .filter(({ weak }) => !weak)
    .map(({ object, version }) => ({
      library: object.slice(object.lastIndexOf('/') + 1),
      version,
      message: artifact.messages.find((line) => line.includes(`\`${version}'`)) ?? '',
    }));
  for (const library of new Set(missing.map((each) => each.library))) {
    const ofLibrary = missing.filter((each) => each.library === library);
    const highest = highestVersion(ofLibrary.map(({ version }) => version));
    for (const each of ofLibrary) yield [`${library}:${highest}`, each];
  }
}
