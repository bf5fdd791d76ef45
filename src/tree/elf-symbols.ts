import { decodeFileName } from '../formats/archive/file-name.ts';
import { keptAtHand } from './stored-elf.ts';
import { SYMBOL_VALUE, type ElfFacts, type SymbolTable } from './elf-facts.ts';

/** The binding of a reference that may stay unresolved (gABI). */
export const STB_WEAK = 2;

/** The name of symbol `index`: '' for none, decoded like the names of files. */
export function symbolName(table: SymbolTable, index: number): string {
  const start = table.name[index];
  if (start === undefined || start >= table.strings.length) return '';
  const end = table.strings.indexOf(0, start);
  return decodeFileName(table.strings.subarray(start, end < 0 ? table.strings.length : end));
}

export function symbolBinding(table: SymbolTable, index: number): number {
  return (table.info[index] ?? 0) >> 4;
}

export function symbolType(table: SymbolTable, index: number): number {
  return (table.info[index] ?? 0) & 0xf;
}

/** 0 default, 1 internal, 2 hidden, 3 protected. */
export function symbolVisibility(table: SymbolTable, index: number): number {
  return (table.other[index] ?? 0) & 3;
}

export function isUndefined(table: SymbolTable, index: number): boolean {
  return table.section[index] === 0;
}

const shared = new WeakSet<SymbolTable>();

/** Marks a table that several root file systems have in common (of a profile, of a stand-in host): what is derived from it is worth keeping. */
export function shareTable(table: SymbolTable): SymbolTable {
  shared.add(table);
  return table;
}

export function isShared(table: SymbolTable): boolean {
  return shared.has(table);
}

const sharedFacts = new WeakSet<ElfFacts>();

/** Marks facts that are kept for all root file systems that hold the file, and returns them at hand. */
export function shareFacts(facts: ElfFacts): ElfFacts {
  const kept = keptAtHand(facts);
  sharedFacts.add(facts);
  sharedFacts.add(kept);
  return kept;
}

export function areShared(facts: ElfFacts): boolean {
  return sharedFacts.has(facts);
}

/** One index, or several where a name stands more than once (with different versions). */
export type SymbolIndexes = number | readonly number[];

const definitionsOf = new WeakMap<SymbolTable, ReadonlyMap<string, SymbolIndexes>>();

/**
 * Every name that could satisfy a reference: symbols with a section, and undefined ones with a value (musl accepts those outside PLT and TLS).
 * Bindings, types, versions and hash marks are for the loader to judge. In table order; built once a table.
 */
export function definitions(table: SymbolTable): ReadonlyMap<string, SymbolIndexes> {
  const known = definitionsOf.get(table);
  if (known !== undefined) return known;
  const names = new Map<string, number | number[]>();
  for (let i = 1; i < table.count; i++) {
    if (!isDefinition(table, i)) continue;
    const name = symbolName(table, i);
    if (name === '') continue;
    const before = names.get(name);
    if (typeof before === 'object') before.push(i);
    else names.set(name, before === undefined ? i : [before, i]);
  }
  definitionsOf.set(table, names);
  return names;
}

/** The indexes of one name's definitions, in table order. */
export function definitionsNamed(table: SymbolTable, name: string): readonly number[] {
  const found = definitions(table).get(name);
  return found === undefined ? [] : typeof found === 'number' ? [found] : found;
}

/** Whether `definitions` has this ASCII name, or one that begins so: found by its bytes, so that no names are made of files that are asked nothing else. */
export function defines(table: SymbolTable, name: string): boolean {
  return definesAt(table, `${name}\0`) ?? definitions(table).has(name);
}

export function definesPrefix(table: SymbolTable, prefix: string): boolean {
  return definesAt(table, prefix) ?? [...definitions(table).keys()].some((name) => name.startsWith(prefix));
}

/** Null where the bytes stand in too many places for a look at each. Linkers merge a string into the tail of a longer one, so any of them may be where a name begins. */
function definesAt(table: SymbolTable, bytes: string): boolean | null {
  const strings = Buffer.from(table.strings.buffer, table.strings.byteOffset, table.strings.length);
  let left = MOST_PLACES;
  for (let at = strings.indexOf(bytes, 0, 'latin1'); at >= 0; at = strings.indexOf(bytes, at + 1, 'latin1')) {
    if (left-- === 0) return null;
    for (let i = table.name.indexOf(at, 1); i >= 0; i = table.name.indexOf(at, i + 1)) if (isDefinition(table, i)) return true;
  }
  return false;
}

const MOST_PLACES = 16;

function isDefinition(table: SymbolTable, index: number): boolean {
  return table.section[index] !== 0 || ((table.marks[index] ?? 0) & SYMBOL_VALUE) !== 0;
}

/** Indexes of the named symbols that this file wants from elsewhere, in table order. */
export function undefinedSymbols(table: SymbolTable): number[] {
  const wanted: number[] = [];
  for (let i = 1; i < table.count; i++) if (table.section[i] === 0 && table.name[i] !== 0) wanted.push(i);
  return wanted;
}

const versionsOf = new WeakMap<ElfFacts, ReadonlyMap<number, { readonly name: string; readonly file?: string }>>();

/**
 * The version that symbol `index` is bound to: of an import with the file it must come from, of an export its own. Undefined for local (0),
 * global (1) and indexes that no table names.
 */
export function symbolVersion(facts: ElfFacts, index: number): { readonly name: string; readonly file?: string } | undefined {
  const version = facts.symbols.version[index] ?? 0;
  return version < 2 ? undefined : versionNames(facts).get(version);
}

function versionNames(facts: ElfFacts): ReadonlyMap<number, { readonly name: string; readonly file?: string }> {
  const known = versionsOf.get(facts);
  if (known !== undefined) return known;
  const names = new Map<number, { name: string; file?: string }>();
  for (const { name, index } of facts.versionDefinitions) names.set(index, { name });
  for (const { file, versions } of facts.versionNeeds) for (const { name, index } of versions) names.set(index, { name, file });
  versionsOf.set(facts, names);
  return names;
}
