import { fromElfRecord, toElfRecord } from '../bases/profiles/elf-record.ts';
import { gccLibrary } from '../bases/profiles/gcc-library.ts';
import { isIndexed, libraryProvider } from '../bases/profiles/package-providers.ts';
import { compareVersions } from '../bases/releases.ts';
import type { Base } from '../distro/base.ts';
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
  /** The package has at least the exports that stand for it; else what needs it is not decided. */
  readonly sure: boolean;
  readonly elf: ElfFacts;
}

/**
 * The libraries that packages brought on top of the subject's base and the target lacks. Empty where the target has no package manager to install anything with. A
 * library that no package of the target's release has is left out: it is missing there.
 */
export function packagedLibraries(software: Software, target: Software): readonly PackagedLibrary[] {
  const folder = libraryFolder(target);
  if (folder === null) return [];
  return ownLibraries(software).flatMap((own) => {
    if (hasLibrary(target, own.soname)) return [];
    const found = providerOn(software, target, own);
    return found === null ? [] : [{ ...own, ...found, path: `${folder}${own.soname}` }];
  });
}

type Provided = Pick<PackagedLibrary, 'package' | 'source' | 'sure' | 'elf'>;

/** A soname promises that what was there stays there: the own copy stands for one that is not older, and is no more than `likely`. */
function providerOn(software: Software, { base }: Software, { soname, ownPackage, elf }: OwnLibrary): Provided | null {
  const gcc = gccLibrary(base, soname);
  if (gcc !== null) return { ...gcc, sure: true };
  const age = ageOf(base, software.base);
  if (age === 'same') return { package: ownPackage, source: 'as it is installed today', sure: true, elf };
  const indexed = libraryProvider(base, soname);
  if (indexed !== null) return { ...indexed, sure: age === 'newer', elf };
  return isIndexed(base) ? null : { package: null, source: '', sure: false, elf };
}

/** How a base's release stands to another's; null between distributions, whose versions say nothing of each other. */
function ageOf(base: Base | null, other: Base | null): 'same' | 'newer' | 'older' | null {
  if (base === null || other === null || base.distribution === null || base.distribution !== other.distribution) return null;
  const [a, b] = [branchOf(base), branchOf(other)];
  if (a === b) return 'same';
  // What has no number is still being made, and newer than all that have one.
  return a === null || (b !== null && compareVersions(a, b) > 0) ? 'newer' : 'older';
}

/** Alpine's third number and Red Hat's second are patches. */
function branchOf({ distribution, release }: Base): string | null {
  if (release === null) return null;
  const parts = release.split('.');
  return distribution === 'alpine' || distribution === 'ubuntu' ? parts.slice(0, 2).join('.') : (parts[0] ?? release);
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

/**
 * The library that a package brought on top of the subject's base, with what it needs itself, where the target is of the same release: that is what a copy of it would be
 * there. Null where the subject has none.
 */
export function packagedCopy(
  software: Software,
  target: Software,
  soname: string,
): { readonly package: string; readonly source: string; readonly elf: ElfFacts } | null {
  if (ageOf(target.base, software.base) !== 'same') return null;
  const own = ownLibraries(software).find((library) => library.soname === soname);
  return own === undefined ? null : { package: own.ownPackage, source: 'as it is installed today', elf: own.whole };
}

interface OwnLibrary extends Pick<PackagedLibrary, 'soname' | 'elf'> {
  readonly ownPackage: string;
  /** With what it needs itself. */
  readonly whole: ElfFacts;
}

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
    if (!found.has(soname))
      found.set(soname, { soname, ownPackage: packages.ownerOf(entry.path)?.name ?? '', elf: exportsAlone(elf), whole: elf });
  }
  return [...found.values()];
}

/** The library without what it needs itself: that comes with its package. */
function exportsAlone(elf: ElfFacts): ElfFacts {
  const { needs: _needs, ...record } = toElfRecord(elf);
  const { dynamic } = record;
  return fromElfRecord({ ...record, ...(dynamic === undefined ? {} : { dynamic: { ...dynamic, needed: [] } }) });
}
