import { libcOfLoaderName } from '../../distro/libc/interpreter-family.ts';
import { factsOf, groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import type { JudgedArtifact } from '../../judge/judged-artifact.ts';
import { installCommand } from '../../judge/package-installs.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly library: string;
  /** `ld-linux-x86-64.so.2` marks a glibc build, `libc.musl-x86_64.so.1` a musl build. */
  readonly builtFor: 'musl' | 'glibc' | null;
  readonly baseFamily: 'musl' | 'glibc' | null;
  readonly neededBy: readonly string[];
  readonly message: string;
  /** The package that brings it on this base, null where it is not known (then `packageSource` is null too). */
  readonly package: string | null;
  readonly packageSource: string | null;
  readonly packageManager: string | null;
}

/** A library that no rule of the loader's search finds (loader.md, sections 4.2 and 5.3). */
export const missingLibrary: RunnableRule = defineRule<Evidence>({
  id: 'missing-library',
  title: 'A library is not on this base',
  find({ artifacts, base, providerOf }) {
    return groupByCause(artifacts, missingLibraries).map(({ key, artifacts, details }) => {
      const neededBy = artifacts.map(({ path }) => path);
      const provider = providerOf?.(key) ?? null;
      const evidence = {
        library: key,
        builtFor: libcOfLoaderName(key),
        baseFamily: base?.libc?.family ?? null,
        neededBy,
        message: details[0] ?? '',
        package: provider?.package ?? null,
        packageSource: provider?.source ?? null,
        packageManager: base?.packageManagers[0]?.name ?? null,
      };
      return { key, severity: 'error', certainty: 'proven', where: placesOf(artifacts), evidence };
    });
  },
  describe({ evidence }) {
    const { library, builtFor, baseFamily, neededBy, message } = evidence;
    const who = `${listed(neededBy, 3)} ${neededBy.length === 1 ? 'needs' : 'need'} ${library}, which the loader of this base does not find.`;
    const said = `\nThe loader says: ${message}`;
    if (builtFor !== null && builtFor !== baseFamily) {
      const there = baseFamily === null ? 'there is no C library here' : `this base has ${baseFamily}`;
      return {
        message: `${who} That name is ${builtFor}'s own: built for ${builtFor}, and ${there}.${said}`,
        fix: `use a build for ${baseFamily ?? 'this base'}, or a base with ${builtFor}`,
      };
    }
    return { message: `${who}${said}`, fix: installFix(evidence) };
  },
});

function installFix({ library, package: name, packageSource, packageManager }: Evidence): string {
  if (name === null) return `install the package that provides ${library} on this base (package unknown)`;
  const from = ` (${packageSource ?? ''})`;
  if (packageManager === null)
    return `${library} is in the package ${name}${from}; take it from a stage of the same release, this base has no package manager`;
  return `${installCommand(packageManager, [name])}, which has ${library}${from}`;
}

function* missingLibraries(artifact: JudgedArtifact): Generator<readonly [string, string]> {
  const messages = artifact.messages;
  for (const fact of [...factsOf(artifact, 'musl-library'), ...factsOf(artifact, 'glibc-open')]) {
    if (fact.kind === 'musl-library' && ['ENOEXEC', 'EISDIR', 'EINVAL'].includes(fact.errno)) continue;
    // The file that was asked for itself is no dependency.
    if (fact.name === artifact.path) continue;
    yield [fact.name, messages.find((line) => line.includes(fact.name)) ?? ''];
  }
}
