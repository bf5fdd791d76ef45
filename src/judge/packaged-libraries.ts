import { fromElfRecord, toElfRecord } from '../bases/profiles/elf-record.ts';
import { libraryProvider } from '../bases/profiles/package-providers.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { LiteralFile } from './literal-files.ts';
import type { Software } from './software.ts';

/** A library that a package of the distribution brings: on a rebuild the target's package takes its place (design, section 4: matched by package and soname). */
export interface PackagedLibrary {
  readonly soname: string;
  /** Where it stands for the target's own. */
  readonly path: string;
  /** The package that brings it on the subject's base; null where it is asked for and not there. */
  readonly ownPackage: string | null;
  /** The package that brings it on the target; null where that is not known. */
  readonly package: string | null;
  /** Where that stands. */
  readonly source: string;
  readonly elf: ElfFacts;
}

/**
 * The libraries that packages brought on top of the subject's base and the target lacks. Their exports are those of the subject's own copies: a soname is a
 * promise of an ABI, and no more than `likely`. Empty where the target has no package manager to install anything with.
 */
export function packagedLibraries(software: Software, target: Software): readonly PackagedLibrary[] {
  const folder = libraryFolder(target);
  if (folder === null) return [];
  return ownLibraries(software).flatMap(({ soname, ownPackage, elf }) => {
    if (hasLibrary(target, soname)) return [];
    const provider = libraryProvider(target.base, soname, software.packages.packages) ?? sameDistribution(software, target, ownPackage);
    return [{ soname, path: `${folder}${soname}`, ownPackage, package: provider?.package ?? null, source: provider?.source ?? '', elf }];
  });
}

/** Where the target's package manager would put libraries; null where it has none. */
export function libraryFolder(target: Software): string | null {
  return (target.base?.packageManagers.length ?? 0) === 0 ? null : distributionFolder(target);
}

/** The folder that a distribution keeps its libraries in, with a trailing slash; null without a C library. The loader passes over folders that are not there. */
export function distributionFolder({ base, rootfs }: Software): string | null {
  if (base?.libc == null) return null;
  if (base.libc.family === 'musl') return '/usr/lib/';
  const folders = base.libc.systemDirectories.filter((folder) => !folder.startsWith('/usr/local/') && rootfs.tree.lookup(folder).ok);
  return folders.find((folder) => folder.startsWith('/usr/')) ?? folders[0] ?? null;
}

export function hasLibrary({ base, rootfs }: Software, soname: string): boolean {
  const folders = base?.libc?.family === 'glibc' ? base.libc.systemDirectories : ['/lib/', '/usr/local/lib/', '/usr/lib/'];
  return folders.some((folder) => rootfs.tree.lookup(`${folder}${soname}`).ok);
}

export function asFiles(libraries: readonly PackagedLibrary[]): readonly LiteralFile[] {
  return libraries.map(({ path, elf }) => ({ path, elf }));
}

type OwnLibrary = Pick<PackagedLibrary, 'soname' | 'elf'> & { readonly ownPackage: string };

const known = new WeakMap<Software, readonly OwnLibrary[]>();

/** Found once a subject: it is asked on dozens of targets. */
function ownLibraries(software: Software): readonly OwnLibrary[] {
  const libraries = known.get(software) ?? findLibraries(software);
  known.set(software, libraries);
  return libraries;
}

function findLibraries({ rootfs, packages, partOf }: Software): readonly OwnLibrary[] {
  const found = new Map<string, OwnLibrary>();
  for (const entry of rootfs.tree.entries()) {
    if (entry.type !== 'file' || !/\.so(?:\.|$)/.test(entry.path) || partOf(entry) !== 'packages') continue;
    const elf = rootfs.elf(entry.identity);
    if (elf === null || 'unknown' in elf || elf.dynamic === undefined) continue;
    const soname = elf.dynamic.soname ?? entry.path.slice(entry.path.lastIndexOf('/') + 1);
    if (!found.has(soname)) found.set(soname, { soname, ownPackage: packages.ownerOf(entry.path)?.name ?? '', elf: exportsAlone(elf) });
  }
  return [...found.values()];
}

/** The library without what it needs itself: that comes with its package. */
function exportsAlone(elf: ElfFacts): ElfFacts {
  const { needs: _needs, ...record } = toElfRecord(elf);
  const { dynamic } = record;
  return fromElfRecord({ ...record, ...(dynamic === undefined ? {} : { dynamic: { ...dynamic, needed: [] } }) });
}

/** Another release of the same distribution has the package under its name, as far as anybody can tell without its index. */
function sameDistribution(
  { base }: Software,
  target: Software,
  ownPackage: string,
): { readonly package: string; readonly source: string } | null {
  if (base === null || base.distribution === null || base.distribution !== target.base?.distribution) return null;
  return { package: ownPackage, source: `its name on ${base.distribution} ${base.release ?? ''}`.trim() };
}
