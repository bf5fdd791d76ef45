import { gccOfAlpine, knownLibrary } from '../../bases/profiles/known-library.ts';
import { libraryProvider } from '../../bases/profiles/package-providers.ts';
import type { LibraryProvider } from '../../bases/profiles/package-providers.ts';
import type { Base } from '../../distro/base.ts';
import { installCommand } from '../../judge/package-installs.ts';
import { distributionFolder } from '../../judge/packaged-libraries.ts';
import type { PackagedLibrary } from '../../judge/packaged-libraries.ts';
import { judgeRebuilt } from '../../judge/judge-target.ts';
import type { Software } from '../../judge/software.ts';
import type { Change } from '../../report/recommendation.ts';
import type { Target } from '../../report/report.ts';

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

function missingLibraries(software: Software, { base }: Software, { findings }: Target, folder: string): readonly PackagedLibrary[] | null {
  if (base?.libc == null) return null;
  const gcc = base.distribution === 'alpine' ? gccOfAlpine(base.release) : undefined;
  const build = { family: base.libc.family, machine: base.libc.machine, ...(gcc === undefined ? {} : { gcc }) };
  const errors = findings.filter(({ severity, certainty }) => severity === 'error' && certainty !== 'possible');
  const libraries: PackagedLibrary[] = [];
  for (const { rule, evidence } of errors) {
    const soname = rule === 'missing-library' && evidence['builtFor'] === null ? String(evidence['library']) : null;
    const provider =
      soname === null ? null : (libraryProvider(base, soname, software.packages.packages) ?? usualPackage(base.distribution, soname));
    const elf = soname === null ? null : knownLibrary(soname, build);
    if (soname === null || provider === null || elf === null) return null;
    libraries.push({ soname, path: `${folder}${soname}`, ownPackage: null, package: provider.package, source: provider.source, elf });
  }
  return libraries.length === 0 ? null : libraries;
}

/** Installed where the base can; copied file by file from a stage of the same release where it cannot. */
function changesFor(libraries: readonly PackagedLibrary[], base: Base | null): readonly Change[] {
  const manager = base?.packageManagers[0]?.name ?? null;
  const packages = Map.groupBy(libraries, (library) => library.package ?? '');
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

/** GCC's own libraries have one name each in every distribution of a family; others are not guessed. */
function usualPackage(distribution: string | null, soname: string): LibraryProvider | null {
  const names = distribution === null ? undefined : (usual[distribution] ?? usual[like[distribution] ?? '']);
  const found = names?.[soname];
  return found === undefined ? null : { package: found, source: `the usual name of ${soname} in ${distribution ?? ''}` };
}

const like: Readonly<Record<string, string | undefined>> = { ubuntu: 'debian', chainguard: 'wolfi', centos: 'rhel', rocky: 'rhel', almalinux: 'rhel', ol: 'rhel', fedora: 'rhel', amzn: 'rhel' }; // prettier-ignore

const usual: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = {
  debian: { 'libstdc++.so.6': 'libstdc++6', 'libgcc_s.so.1': 'libgcc-s1', 'libgomp.so.1': 'libgomp1', 'libz.so.1': 'zlib1g' },
  rhel: { 'libstdc++.so.6': 'libstdc++', 'libgcc_s.so.1': 'libgcc', 'libgomp.so.1': 'libgomp' },
  wolfi: { 'libstdc++.so.6': 'libstdc++', 'libgcc_s.so.1': 'libgcc' },
  alpine: { 'libstdc++.so.6': 'libstdc++', 'libgcc_s.so.1': 'libgcc', 'libgomp.so.1': 'libgomp' },
};
