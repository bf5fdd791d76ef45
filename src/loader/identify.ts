import { glibcCapabilities, type GlibcCapabilities } from '../distro/libc/glibc-capabilities.ts';
import { muslCapabilities } from '../distro/libc/musl-capabilities.ts';
import type { Identity } from '../tree/tree.ts';
import { definesName } from './musl/find-symbol.ts';
import type { MuslLoader } from './musl/musl-process.ts';
import type { Machine } from './machine.ts';
import type { ObjectFacts } from './objects/object-facts.ts';
import type { World } from './world.ts';

export interface GlibcLoader {
  readonly object: ObjectFacts;
  /** `2.36` */
  readonly version: string;
  readonly capabilities: GlibcCapabilities;
  readonly machine: Machine;
  /** With trailing slash, in search order. */
  readonly systemDirectories: readonly string[];
  /** Debian and its derivatives ask for the machine before anything else in a header may be fatal (their patch to open_verify). */
  readonly machineFirst: boolean;
  /** What `$LIB` stands for. */
  readonly lib: string;
}

export type Loader =
  | { readonly family: 'musl'; readonly musl: MuslLoader }
  | { readonly family: 'glibc'; readonly glibc: GlibcLoader }
  | { readonly family: 'gcompat'; readonly object: ObjectFacts }
  /** An ELF file that is no loader known here: an ordinary program, bionic's linker, … */
  | { readonly family: 'other'; readonly why: string };

/** Tells by its bytes what the interpreter file is (loader.md 3); an image can hold several, so this is asked per program. */
export function identifyLoader(world: World, identity: Identity, path: string): Loader {
  const key = `loader ${identity}`;
  const known = world.memo.get(key) as Loader | undefined;
  if (known !== undefined) return known;
  const loader = identify(world, identity, path);
  world.memo.set(key, loader);
  return loader;
}

function identify(world: World, identity: Identity, path: string): Loader {
  const object = world.object(identity);
  if (object === null) return { family: 'other', why: 'not an ELF file' };
  if ('unknown' in object) return { family: 'other', why: object.unknown };
  const { machine } = object;
  if (machine === null) return { family: 'other', why: `no table for machine ${object.elf.machine}` };
  const marks = object.elf.libc;
  if (marks?.gcompatStub === true) return { family: 'gcompat', object };
  if (marks?.musl !== undefined) return musl(world, object, machine);
  if (marks?.glibc !== undefined && marks.glibc.systemDirectories.length > 0) return glibc(world, object, machine, path);
  return { family: 'other', why: 'the file is no dynamic loader that is known here' };
}

function musl(world: World, object: ObjectFacts, machine: Machine): Loader {
  const marks = object.elf.libc?.musl;
  const version = marks?.version ?? '';
  const { distribution, muslPackage } = world.packages();
  const capabilities = muslCapabilities({
    version,
    marks,
    symbols: { has: (name) => definesName(object, name) },
    ...(distribution === undefined ? {} : { distribution }),
    ...(muslPackage === undefined ? {} : { packageVersion: muslPackage }),
  });
  return { family: 'musl', musl: { object, version, capabilities, machine } };
}

function glibc(world: World, object: ObjectFacts, machine: Machine, path: string): Loader {
  const marks = object.elf.libc?.glibc;
  const systemDirectories = marks?.systemDirectories ?? [];
  const libc = findLibc(world, systemDirectories, path);
  const libcMarks = libc?.elf.libc?.glibc;
  const version = known(marks?.version) ?? known(libcMarks?.version) ?? fromDefinitions(libc) ?? '';
  const definitions = libc === null ? undefined : new Set(libc.elf.versionDefinitions.map((each) => each.name));
  const banner = marks?.banner ?? libcMarks?.banner ?? '';
  return {
    family: 'glibc',
    glibc: {
      object,
      version,
      capabilities: glibcCapabilities({ version, definitions }),
      machine,
      systemDirectories,
      machineFirst: /^(Debian|Ubuntu)/.test(banner),
      lib: libOf(systemDirectories, machine),
    },
  };
}

function known(version: string | undefined): string | null {
  return version === undefined || version === '' ? null : version;
}

/** The libc.so.6 that belongs to the loader: beside it, or in a system directory. The loader of 2.31 does not say its own version. */
function findLibc(world: World, directories: readonly string[], path: string): ObjectFacts | null {
  const loader = world.lookup(path, '/');
  const beside = loader.ok ? [loader.entry.path.slice(0, loader.entry.path.lastIndexOf('/') + 1)] : [];
  for (const directory of [...beside, ...directories]) {
    const found = world.lookup(`${directory}libc.so.6`, '/');
    const object = found.ok ? world.object(found.entry.identity) : null;
    if (object !== null && !('unknown' in object)) return object;
  }
  return null;
}

/** The largest GLIBC_2.x is a lower bound only (2.31 has none above 2.30), used where no banner is left. */
function fromDefinitions(libc: ObjectFacts | null): string | null {
  const minors = (libc?.elf.versionDefinitions ?? []).map((each) => Number(/^GLIBC_2\.(\d+)$/.exec(each.name)?.[1] ?? -1));
  const top = Math.max(-1, ...minors);
  return top < 0 ? null : `2.${top}`;
}

/** `/lib/x86_64-linux-gnu/` gives `lib/x86_64-linux-gnu`; upstream builds use the directory itself. */
function libOf(directories: readonly string[], machine: Machine): string {
  const multiarch = directories.map((each) => /^\/(lib\/[^/]+-[^/]+)\/$/.exec(each)?.[1]).find((each) => each !== undefined);
  if (multiarch !== undefined) return multiarch;
  return directories.some((each) => each.startsWith(`/${machine.lib}/`)) ? machine.lib : 'lib';
}
