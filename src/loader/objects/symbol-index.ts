import { SYMBOL_HASHED, type SymbolTable } from '../../tree/elf-facts.ts';
import { isShared } from '../../tree/elf-symbols.ts';

/**
 * What an object exports, found by the bytes of a name: an open-addressing table over the symbols that its hash section reaches, so that no string
 * is made for the million names of a root. Symbols of one name keep the order of the table, as chains of DT_GNU_HASH do.
 */
export interface SymbolIndex {
  /** Index + 1 of a symbol, 0 for an empty slot. */
  readonly slots: Int32Array;
  /** With bit 0 set: DT_GNU_HASH keeps something else there. */
  readonly hashes: Uint32Array;
  readonly mask: number;
}

/** dl_new_hash of glibc (Bernstein's hash with 33), over the bytes up to the NUL, with bit 0 set as in `SymbolTable.hashes`. */
export function hashName(strings: Uint8Array, offset: number): number {
  let hash = 5381;
  for (let at = offset; at < strings.length; at++) {
    const byte = strings[at];
    if (byte === 0 || byte === undefined) break;
    hash = (Math.imul(hash, 33) + byte) >>> 0;
  }
  return (hash | 1) >>> 0;
}

const kept = new WeakMap<SymbolTable, SymbolIndex>();

/** The index of a table; kept beside tables that many worlds share, built anew for others, which are too many to keep all. */
export function symbolIndexOf(symbols: SymbolTable): SymbolIndex {
  if (!isShared(symbols)) return buildSymbolIndex(symbols);
  const index = kept.get(symbols) ?? buildSymbolIndex(symbols);
  kept.set(symbols, index);
  return index;
}

function buildSymbolIndex(symbols: SymbolTable): SymbolIndex {
  let exported = 0;
  for (let i = 1; i < symbols.count; i++) if (((symbols.marks[i] ?? 0) & SYMBOL_HASHED) !== 0) exported++;
  let size = 8;
  while (size < exported * 2) size *= 2;
  const index = { slots: new Int32Array(size), hashes: new Uint32Array(size), mask: size - 1 };
  for (let i = 1; i < symbols.count; i++)
    if (((symbols.marks[i] ?? 0) & SYMBOL_HASHED) !== 0)
      insert(index, symbols.hashes?.[i] ?? hashName(symbols.strings, symbols.name[i] ?? 0), i);
  return index;
}

function insert({ slots, hashes, mask }: SymbolIndex, hash: number, symbol: number): void {
  let at = firstSlot(hash) & mask;
  while (slots[at] !== 0) at = (at + 1) & mask;
  slots[at] = symbol + 1;
  hashes[at] = hash;
}

/** Where the search for a hash begins, before the mask. */
export function firstSlot(hash: number): number {
  return hash >>> 1;
}

/** Slot of the first symbol with this name at or behind `from`, or -1; begin at `firstSlot` and go on at `slot + 1` for the next one of the name. */
export function findSlot({ slots, hashes, mask }: SymbolIndex, symbols: SymbolTable, hash: number, name: NameBytes, from: number): number {
  for (let at = from & mask; slots[at] !== 0; at = (at + 1) & mask) {
    if (hashes[at] === hash && sameName(symbols.strings, symbols.name[(slots[at] ?? 0) - 1] ?? 0, name.strings, name.offset)) return at;
  }
  return -1;
}

/** The first symbol with this name for which `accept` says true, or -1. */
export function findSymbol(
  index: SymbolIndex,
  symbols: SymbolTable,
  hash: number,
  name: NameBytes,
  accept: (symbol: number) => boolean,
): number {
  for (let slot = findSlot(index, symbols, hash, name, firstSlot(hash)); slot >= 0; slot = findSlot(index, symbols, hash, name, slot + 1)) {
    const symbol = (index.slots[slot] ?? 0) - 1;
    if (accept(symbol)) return symbol;
  }
  return -1;
}

/** A name where it stands: in some string table, ended by a NUL. */
export interface NameBytes {
  readonly strings: Uint8Array;
  readonly offset: number;
}

export function nameBytes(text: string): NameBytes {
  return { strings: new TextEncoder().encode(text), offset: 0 };
}

function sameName(a: Uint8Array, i: number, b: Uint8Array, j: number): boolean {
  for (; ; i++, j++) {
    const byte = a[i] ?? 0;
    if (byte !== (b[j] ?? 0)) return false;
    if (byte === 0) return true;
  }
}
