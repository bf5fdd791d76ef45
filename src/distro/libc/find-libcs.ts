import { definitions } from '../../tree/elf-symbols.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Packages } from '../packages/read-packages.ts';
import { glibcCapabilities } from './glibc-capabilities.ts';
import type { Glibc, Libc, Musl } from './libc.ts';
import { libcCandidates } from './libc-candidates.ts';
import type { Candidate } from './libc-candidates.ts';
import { muslCapabilities } from './musl-capabilities.ts';

export interface Libcs {
  readonly libcs: readonly Libc[];
  /** Paths of gcompat's loader stubs: programs that name them start under musl with libgcompat preloaded. */
  readonly gcompatStubs: readonly string[];
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

/**
 * The C libraries of a tree, from their files; a package database only adds the revision. Which of them a program uses is decided by its
 * own interpreter, see `libcOf`. `entries` are the names of the tree that `looksLikeLibc`.
 */
export function findLibcs(rootfs: Rootfs, packages: Packages, distribution: string | null, entries: readonly Entry[]): Libcs {
  const { found, unknown } = libcCandidates(rootfs, entries);
  const loaders = found.filter((each) => each.role === 'glibc-loader');
  const libraries = found.filter((each) => each.role === 'glibc-library');
  const paired = loaders.map((loader) => ({ loader, library: libraryOf(rootfs, loader, libraries) }));
  const used = new Set(paired.map((pair) => pair.library));
  const alone = libraries.filter((library) => !used.has(library) && !paired.some((pair) => sameMachine(pair.loader, library)));
  return {
    libcs: [
      ...found.filter((each) => each.role === 'musl').map((each) => describeMusl(each, packages, distribution)),
      ...paired.map(({ loader, library }) => describeGlibc(loader, library, packages)),
      ...alone.map((library) => describeGlibc(undefined, library, packages)),
    ],
    gcompatStubs: found.filter((each) => each.role === 'gcompat-stub').flatMap((each) => each.names),
    unknown,
  };
}

/** The libc that a program with this PT_INTERP starts under: undefined when nothing is there, or something that is no known loader. */
export function libcOf(rootfs: Rootfs, libcs: readonly Libc[], interpreter: string): Libc | undefined {
  const target = rootfs.tree.lookup(interpreter);
  if (!target.ok) return undefined;
  return libcs.find((libc) => libc.loaders.length > 0 && libc.path === target.entry.path);
}

/** A loader finds its libc.so.6 beside itself or in its built-in directories. */
function libraryOf(rootfs: Rootfs, loader: Candidate, libraries: readonly Candidate[]): Candidate | undefined {
  const fitting = libraries.filter((library) => sameMachine(loader, library));
  const beside = loader.entry.path.replace(/[^/]*$/, '');
  for (const directory of [beside, ...(loader.facts.libc?.glibc?.systemDirectories ?? [])]) {
    const target = rootfs.tree.lookup(`${directory}libc.so.6`);
    const library = target.ok ? fitting.find((each) => each.entry.identity === target.entry.identity) : undefined;
    if (library !== undefined) return library;
  }
  return fitting.length === 1 ? fitting[0] : undefined;
}

function sameMachine(a: Candidate, b: Candidate): boolean {
  return a.facts.machine === b.facts.machine && a.facts.class === b.facts.class;
}

function describeMusl(candidate: Candidate, packages: Packages, distribution: string | null): Musl {
  const marks = candidate.facts.libc?.musl;
  const owner = packages.ownerOf(candidate.entry.path);
  const symbols = definitions(candidate.facts.symbols);
  const packageVersion = owner?.name === 'musl' ? owner.version : undefined;
  return {
    family: 'musl',
    version: marks?.version ?? null,
    path: candidate.entry.path,
    loaders: sortNames(candidate.names, /\/ld-musl-/).filter((name) => /\/ld/.test(name)),
    class: candidate.facts.class,
    machine: candidate.facts.machine,
    ...(owner === null ? {} : { package: { name: owner.name, version: owner.version } }),
    capabilities: muslCapabilities({ version: marks?.version ?? '', packageVersion, distribution, marks, symbols }),
  };
}

function describeGlibc(loader: Candidate | undefined, library: Candidate | undefined, packages: Packages): Glibc {
  const main = loader ?? library;
  if (main === undefined) throw new TypeError('a glibc is a loader, a library or both');
  // The loader's own banner is what its behaviour follows; before 2.33 only the library has one.
  const marks = loader?.facts.libc?.glibc?.version === undefined ? library?.facts.libc?.glibc : loader.facts.libc.glibc;
  const banner = marks?.banner ?? library?.facts.libc?.glibc?.banner;
  // Wolfi has the loader in a package of its own; the library's is the one that is meant.
  const owner = (library === undefined ? null : packages.ownerOf(library.entry.path)) ?? packages.ownerOf(main.entry.path);
  const versions = library === undefined ? undefined : new Set(library.facts.versionDefinitions.map((each) => each.name));
  return {
    family: 'glibc',
    version: marks?.version ?? null,
    path: main.entry.path,
    loaders: loader === undefined ? [] : sortNames(loader.names, /\/ld-linux|\/ld64|\/ld\.so/),
    class: main.facts.class,
    machine: main.facts.machine,
    ...(owner === null ? {} : { package: { name: owner.name, version: owner.version } }),
    ...(banner === undefined ? {} : { banner }),
    ...(library === undefined ? {} : { library: library.entry.path }),
    systemDirectories: loader?.facts.libc?.glibc?.systemDirectories ?? [],
    capabilities: glibcCapabilities({ version: marks?.version ?? '', definitions: versions }),
  };
}

/** Names that fit the family first, in the order found (standard interpreter names come before paths). */
function sortNames(names: readonly string[], fitting: RegExp): string[] {
  return [...names.filter((name) => fitting.test(name)), ...names.filter((name) => !fitting.test(name))];
}
