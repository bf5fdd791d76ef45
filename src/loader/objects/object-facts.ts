import type { ElfFacts } from '../../tree/elf-facts.ts';
import { areShared } from '../../tree/elf-symbols.ts';
import type { Identity } from '../../tree/tree.ts';
import { machineOf, type Machine } from '../machine.ts';
import { symbolIndexOf, type SymbolIndex } from './symbol-index.ts';

/** One ELF file as the simulation keeps it: its facts, and what was derived from them once. */
export interface ObjectFacts {
  readonly identity: Identity;
  /** Small number of these facts, for keys of memo tables: of no other ones, in no other world. */
  readonly serial: number;
  readonly elf: ElfFacts;
  readonly machine: Machine | null;
  /** Built when the object first provides a symbol. */
  readonly index: () => SymbolIndex;
  /** Version names by index of DT_VERSYM; undefined for 0, 1 and the base definition. */
  readonly versions: () => readonly (ObjectVersion | undefined)[];
  /** Memo tables of the two families, by what they depend on. */
  readonly memo: Map<string, unknown>;
}

export interface ObjectVersion {
  readonly name: string;
  /** The file that must have it (DT_VERNEED); undefined for a definition of the object itself. */
  readonly file?: string;
  /** The version bit that makes only an exact match good (vna_other's high bit). */
  readonly hidden: boolean;
}

/** What is derived of facts that several worlds share is derived once for all of them: it says nothing of the place where the file lies. */
export function objectFacts(identity: Identity, elf: ElfFacts): ObjectFacts {
  if (!areShared(elf)) return { identity, ...derive(elf) };
  const derived = derivedOf.get(elf) ?? derive(elf);
  derivedOf.set(elf, derived);
  return { identity, ...derived };
}

type Derived = Omit<ObjectFacts, 'identity'>;

const derivedOf = new WeakMap<ElfFacts, Derived>();
let serials = 0;

function derive(elf: ElfFacts): Derived {
  let index: SymbolIndex | undefined;
  let versions: readonly (ObjectVersion | undefined)[] | undefined;
  return {
    serial: serials++,
    elf,
    machine: machineOf(elf),
    index: () => (index ??= symbolIndexOf(elf.symbols)),
    versions: () => (versions ??= versionTable(elf)),
    memo: new Map(),
  };
}

/** Why a file's tables are not to be trusted: what its reader could not read. Empty for a sound one. */
export function doubtsOf(path: string, { defects }: ElfFacts): string[] {
  const [first] = defects;
  return first === undefined ? [] : [`${path}: ${first.message}`];
}

/** l_versions of glibc (elf/dl-version.c): requirements first, definitions over them; the base definition has no name to match. */
function versionTable(elf: ElfFacts): readonly (ObjectVersion | undefined)[] {
  const table: (ObjectVersion | undefined)[] = [];
  for (const need of elf.versionNeeds) {
    for (const version of need.versions)
      table[version.index & 0x7fff] = { name: version.name, file: need.file, hidden: (version.index & 0x8000) !== 0 };
  }
  for (const definition of elf.versionDefinitions) {
    if (!definition.base) table[definition.index & 0x7fff] = { name: definition.name, hidden: false };
  }
  return table;
}

/** The value of `key` in the object's memo table, made on first use. */
export function memoised<Value>(object: ObjectFacts, key: string, make: () => Value): Value {
  // The key names the maker, so the stored value has its type.
  const known = object.memo.get(key) as Value | undefined;
  if (known !== undefined) return known;
  const value = make();
  object.memo.set(key, value);
  return value;
}
