import type { ElfFacts } from '../tree/elf-facts.ts';
import { areShared } from '../tree/elf-symbols.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { atHand } from '../tree/stored-elf.ts';
import type { Entry, Identity, Lookup } from '../tree/tree.ts';
import { objectFacts, type ObjectFacts } from './objects/object-facts.ts';
import { mayExecute, mayRead } from './kernel/permission.ts';
import type { Errno } from './loader-fact.ts';

/** What the simulation may ask of a root file system. */
export type LoaderFiles = Pick<Rootfs, 'tree' | 'elf' | 'script' | 'bytes'>;

/** What only the package database knows: decides backports in musl (loader.md 3). */
export interface LibcPackages {
  /** ID of os-release. */
  readonly distribution?: string | null;
  /** Version with revision of the package that owns the musl loader: `1.2.5-r0`. */
  readonly muslPackage?: string;
}

/** One root with everything that was derived from it; every request on it shares the memo tables. */
export interface World {
  readonly packages: () => LibcPackages;
  readonly lookup: (path: string, cwd: string) => Lookup;
  /** As open(path, O_RDONLY) of user `uid`. */
  readonly open: (path: string, cwd: string, uid: number) => { readonly entry: Entry } | { readonly errno: Errno };
  readonly object: (identity: Identity) => ObjectFacts | { readonly unknown: string } | null;
  readonly elf: (identity: Identity) => ElfFacts | { readonly unknown: string } | null;
  readonly script: LoaderFiles['script'];
  /** A kept file whole; null when its bytes were not kept. */
  readonly content: (entry: Entry) => Uint8Array | null;
  readonly mayExecute: (entry: Entry, uid: number) => boolean;
  /** Memo of the families: parsed caches, started hosts. */
  readonly memo: Map<string, unknown>;
}

/** `packages` may be a function, asked only when a musl loader is met. */
export function openWorld(files: LoaderFiles, packages: LibcPackages | (() => LibcPackages) = {}): World {
  const lookups = new Map<string, Lookup>();
  const lookup = (path: string, cwd: string): Lookup => {
    const full = path.startsWith('/') ? path : `${cwd}/${path}`;
    let result = lookups.get(full);
    if (result === undefined) {
      result = files.tree.lookup(path, { cwd });
      // Whoever asks about a whole machine asks for each program once, and for the same libraries again and again.
      if (lookups.size >= MOST_LOOKUPS) lookups.clear();
      lookups.set(full, result);
    }
    return result;
  };
  const object = objectStore(files);
  return {
    packages: typeof packages === 'function' ? packages : () => packages,
    lookup,
    open(path, cwd, uid) {
      const found = lookup(path, cwd);
      if (!found.ok) return { errno: found.errno };
      return mayRead(files.tree, found.entry, uid) ? { entry: found.entry } : { errno: 'EACCES' };
    },
    object,
    elf: (identity) => {
      const known = object(identity);
      return known === null || 'unknown' in known ? known : known.elf;
    },
    script: (identity) => files.script(identity),
    content: (entry) => files.bytes.read(entry.identity, 0, entry.size),
    mayExecute: (entry, uid) => mayExecute(files.tree, entry, uid),
    memo: new Map(),
  };
}

/**
 * Derived facts of objects, the most recently used ones up to a budget: of the thousands of programs of a root each is asked about once, while libraries
 * stay. Object facts themselves are the source's to keep.
 */
function objectStore(files: LoaderFiles): World['object'] {
  const kept = new Map<Identity, ObjectFacts | { readonly unknown: string } | null>();
  let weight = 0;
  return (identity) => {
    let known = kept.get(identity);
    if (known !== undefined) {
      kept.delete(identity);
    } else {
      const elf = files.elf(identity);
      known = elf === null || 'unknown' in elf ? elf : objectFacts(identity, atHand(elf));
      weight += weightOf(known);
    }
    kept.set(identity, known);
    for (const [oldest, value] of kept) {
      if (weight <= OBJECT_BUDGET || oldest === identity) break;
      kept.delete(oldest);
      weight -= weightOf(value);
    }
    return known;
  };
}

/** Some 400 bytes each. */
const MOST_LOOKUPS = 50_000;
/** Bytes, roughly. */
const OBJECT_BUDGET = 32 * 1024 * 1024;
/** What is derived of a file without symbols: a dozen small tables. */
const OBJECT = 8192;

function weightOf(object: ObjectFacts | { readonly unknown: string } | null): number {
  if (object === null || 'unknown' in object) return 200;
  if (areShared(object.elf)) return OBJECT;
  const { symbols, relocations } = object.elf;
  const { jmprel, rel, rela } = relocations;
  return OBJECT + symbols.strings.length + symbols.count * 40 + (jmprel.length + rel.length + rela.length) * 8;
}
