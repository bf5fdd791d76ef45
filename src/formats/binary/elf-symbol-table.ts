import { SYMBOL_HASHED, SYMBOL_HIDDEN, SYMBOL_VALUE, type ElfSegment, type Relocations, type SymbolTable } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import * as constant from './elf-constants.ts';
import type { DynamicTable } from './elf-dynamic.ts';
import { readGnuHash, readSysvHash, type HashReach } from './elf-hash.ts';
import { fileRange } from './elf-header.ts';
import { attempt, type ElfInput } from './elf-input.ts';
import type { DynamicSymbolSection } from './elf-sections.ts';

export function emptySymbols(): SymbolTable {
  return {
    count: 0,
    strings: new Uint8Array(0),
    name: new Uint32Array(0),
    info: new Uint8Array(0),
    other: new Uint8Array(0),
    section: new Uint16Array(0),
    version: new Uint16Array(0),
    marks: new Uint8Array(0),
  };
}

export interface SymbolSources {
  readonly machine: number;
  readonly segments: readonly ElfSegment[];
  readonly table: DynamicTable;
  readonly relocations: Relocations;
  /** The SHT_DYNSYM section, where section headers exist. */
  readonly section: DynamicSymbolSection | undefined;
}

/**
 * The dynamic symbol table. Nothing in the file states its length: DT_HASH does, DT_GNU_HASH gives the end of what is exported, relocations
 * name the highest import, the section header (if any) has it; the largest of them is taken.
 */
export function readSymbols(input: ElfInput, sources: SymbolSources): SymbolTable {
  const address = sources.table.last.get(constant.DT_SYMTAB);
  if (address === undefined) return emptySymbols();
  const place = fileRange(sources.segments, address);
  if (place === null) throw new FormatError('elf-bad-address', 0, 'DT_SYMTAB is in no segment');
  const gnu = attempt(input, null, () => readGnuHash(input, sources.segments, sources.table));
  const sysv = attempt(input, null, () => readSysvHash(input, sources.machine, sources.segments, sources.table));
  const entry = input.wide ? 24 : 16;
  const wanted = countSymbols(input, sources, place.offset, gnu, sysv) * entry;
  if (wanted > place.room) input.defect('elf-truncated', place.offset, 'the dynamic symbol table ends beyond its segment');
  const view = input.upTo(place.offset, Math.min(wanted, place.room), 'the dynamic symbol table');
  const symbols = decode(input, view, sources.table.strings.bytes);
  const hash = sources.table.last.has(constant.DT_GNU_HASH) ? gnu : sysv;
  mark(symbols, hash);
  attempt(input, undefined, () => readVersym(input, sources, symbols));
  return hash?.hashes === undefined ? symbols : { ...symbols, hashes: fitted(hash.hashes, symbols.count) };
}

function countSymbols(input: ElfInput, sources: SymbolSources, offset: number, gnu: HashReach | null, sysv: HashReach | null): number {
  const { last } = sources.table;
  let count = Math.max(gnu?.count ?? 0, sysv?.count ?? 0, Number(last.get(constant.DT_MIPS_SYMTABNO) ?? 0n));
  if (sources.section?.offset === offset) count = Math.max(count, sources.section.count);
  const { jmprel, rel, rela } = sources.relocations;
  for (const pairs of [jmprel, rel, rela]) {
    for (let i = 1; i < pairs.length; i += 2) count = Math.max(count, (pairs[i] ?? 0) + 1);
  }
  // Without any table that counts exports there may be imports that no relocation names; the next table bounds them.
  if (sysv === null && (gnu === null || gnu.count === 0) && sources.section === undefined)
    count = Math.max(count, countToNext(input, sources));
  return count;
}

/** Entries between DT_SYMTAB and the next table by address, as far as they look like symbols. */
function countToNext(input: ElfInput, { table, segments }: SymbolSources): number {
  const start = table.last.get(constant.DT_SYMTAB) ?? 0n;
  const place = fileRange(segments, start);
  if (place === null) return 0;
  const next = ADDRESSES.map((tag) => table.last.get(tag)).filter((at) => at !== undefined && at > start);
  if (next.length === 0) return 0;
  const end = next.reduce((lowest, at) => (at !== undefined && lowest !== undefined && at < lowest ? at : lowest)) ?? start;
  const entry = input.wide ? 24 : 16;
  const length = Math.min(Number(end - start), place.room, Math.max(0, input.size - place.offset));
  const view = input.take(place.offset, length, 'the dynamic symbol table');
  let count = 0;
  for (let at = 0; at + entry <= length; at += entry, count++) {
    if (view.getUint32(at, input.little) >= table.strings.bytes.length) break;
  }
  return count;
}

const ADDRESSES = [
  constant.DT_STRTAB,
  constant.DT_HASH,
  constant.DT_GNU_HASH,
  constant.DT_VERSYM,
  constant.DT_VERNEED,
  constant.DT_VERDEF,
  constant.DT_RELA,
  constant.DT_REL,
  constant.DT_JMPREL,
  constant.DT_RELR,
];

function decode(input: ElfInput, view: DataView, strings: Uint8Array): SymbolTable {
  const { wide, little } = input;
  const entry = wide ? 24 : 16;
  const [infoAt, sectionAt, valueAt] = wide ? [4, 6, 8] : [12, 14, 4];
  const count = Math.floor(view.byteLength / entry);
  const name = new Uint32Array(count);
  const info = new Uint8Array(count);
  const other = new Uint8Array(count);
  const section = new Uint16Array(count);
  const marks = new Uint8Array(count);
  let highest = 0;
  for (let i = 0, at = 0; i < count; i++, at += entry) {
    const nameAt = view.getUint32(at, little);
    name[i] = nameAt;
    if (nameAt > highest) highest = nameAt;
    info[i] = view.getUint8(at + infoAt);
    other[i] = view.getUint8(at + infoAt + 1);
    section[i] = view.getUint16(at + sectionAt, little);
    if (view.getUint32(at + valueAt, little) !== 0 || (wide && view.getUint32(at + valueAt + 4, little) !== 0)) marks[i] = SYMBOL_VALUE;
  }
  if (highest >= strings.length && count > 0) input.defect('elf-bad-string', 0, 'a symbol name is outside the string table');
  const version = new Uint16Array(count).fill(1);
  return { count, strings: trimmed(strings, name), name, info, other, section, version, marks };
}

/** A copy, so that the file's buffer can go; only as far as the last name reaches (the rest holds sonames and version names). */
function trimmed(strings: Uint8Array, name: Uint32Array): Uint8Array {
  let last = 0;
  for (const at of name) if (at > last && at < strings.length) last = at;
  const end = name.length === 0 ? -1 : strings.indexOf(0, last);
  return strings.slice(0, end < 0 ? (name.length === 0 ? 0 : strings.length) : end + 1);
}

function fitted(hashes: Uint32Array, count: number): Uint32Array {
  if (hashes.length === count) return hashes;
  const fitting = new Uint32Array(count);
  fitting.set(hashes.subarray(0, count));
  return fitting;
}

function mark(symbols: SymbolTable, hash: HashReach | null): void {
  if (hash === null) return;
  const end = Math.min(symbols.count, hash.count);
  for (let i = 0; i < end; i++) if (hash.reached[i] === 1) symbols.marks[i] = (symbols.marks[i] ?? 0) | SYMBOL_HASHED;
}

function readVersym(input: ElfInput, { table, segments }: SymbolSources, symbols: SymbolTable): void {
  const address = table.last.get(constant.DT_VERSYM);
  if (address === undefined) return;
  const place = fileRange(segments, address);
  if (place === null) throw new FormatError('elf-bad-address', 0, 'DT_VERSYM is in no segment');
  const view = input.upTo(place.offset, symbols.count * 2, 'DT_VERSYM');
  for (let i = 0; i * 2 + 2 <= view.byteLength; i++) {
    const raw = view.getUint16(i * 2, input.little);
    symbols.version[i] = raw & 0x7fff;
    if ((raw & 0x8000) !== 0) symbols.marks[i] = (symbols.marks[i] ?? 0) | SYMBOL_HIDDEN;
  }
}
