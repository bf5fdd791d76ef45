import type { Base } from '../../distro/base.ts';
import { installCommand } from '../../judge/package-installs.ts';
import { distributionFolder } from '../../judge/packaged-libraries.ts';
import type { PackagedLibrary } from '../../judge/packaged-libraries.ts';
import { judgeRebuilt } from '../../judge/judge-target.ts';
import type { Software } from '../../judge/software.ts';
import type { Change } from '../../report/recommendation.ts';
import type { Target } from '../../report/report.ts';
import { librarySource } from './library-source.ts';

export interface Installed {
  readonly target: Target;
  readonly changes: readonly Change[];
}

/**
 * The rebuild with the packages that bring what the loader misses, as long as nothing else is wrong: every error is about a library whose package and exports are
 * known. Each round shows what comes behind, as glibc stops at the first. Null where packages are no way out.
 */
export function withMissingPackages(software: Software, target: Software, rebuilt: Target): Installed | null {
  const folder = distributionFolder(target);
  if (folder === null) return null;
  const libraries: PackagedLibrary[] = [];
  let judged = rebuilt;
  for (let round = 0; round < mostRounds; round++) {
    const found = missingLibraries(software, target, judged, folder);
    if (found === null) return null;
    libraries.push(...found);
    judged = judgeRebuilt(software, target, { usedOnly: true, installed: libraries });
    if (judged.verdict !== 'breaks') return { target: judged, changes: changesFor(libraries, target.base) };
  }
  return null;
}

const mostRounds = 20;

function missingLibraries(software: Software, target: Software, { findings }: Target, folder: string): readonly PackagedLibrary[] | null {
  const errors = findings.filter(({ severity, certainty }) => severity === 'error' && certainty !== 'possible');
  const libraries: PackagedLibrary[] = [];
  for (const { rule, evidence } of errors) {
    const soname = rule === 'missing-library' && evidence['builtFor'] === null ? String(evidence['library']) : null;
    const found = soname === null ? null : librarySource(software, target, soname);
    if (soname === null || found === null) return null;
    libraries.push({ ...found, soname, path: `${folder}${soname}`, ownPackage: null, sure: true });
  }
  return libraries.length === 0 ? null : libraries;
}

/** Installed where the base can; a slice of a chiselled one; copied file by file from a stage of the same release where it cannot. */
function changesFor(libraries: readonly PackagedLibrary[], base: Base | null): readonly Change[] {
  const manager = base?.packageManagers[0]?.name ?? null;
  const packages = Map.groupBy(libraries, (library) => library.package ?? '');
  if (base?.flavour === 'chiselled')
    return [...packages].map(([name, own]) => ({ kind: 'add-slice', what: name, how: null, certainty: 'likely', source: own.map(({ soname }) => soname).join(', ') })); // prettier-ignore
  return [...packages].map(([name, own]) => ({
    kind: manager === null ? 'copy-libraries' : 'install-packages',
    what: name,
    how:
      manager === null
        ? `COPY --from=BUILDER ${own.map(({ path }) => path).join(' ')} ${folderOf(own[0]?.path ?? '/')}`
        : installCommand(manager, [name]),
    certainty: 'likely',
    source: own[0]?.source ?? '',
  }));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
