import type { ElfSegment } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import * as constant from './elf-constants.ts';
import type { DynamicTable } from './elf-dynamic.ts';
import { fileRange } from './elf-header.ts';
import type { ElfInput } from './elf-input.ts';

/** What a hash table says of the symbol table beside it. */
export interface HashReach {
  /** Symbols that the table covers, counted from symbol 0; for DT_GNU_HASH a lower bound (it leaves out trailing undefined symbols). */
  readonly count: number;
  /** 1 for each symbol that a chain reaches. */
  readonly reached: Uint8Array;
  /** The chain words of DT_GNU_HASH by symbol, as `SymbolTable.hashes`. */
  readonly hashes?: Uint32Array;
}

const CHUNK = 4096;

/** DT_GNU_HASH: buckets hold the first symbol of a chain, chain words end with bit 0 set (binutils; no gABI text). */
export function readGnuHash(input: ElfInput, segments: readonly ElfSegment[], table: DynamicTable): HashReach | null {
  const place = tablePlace(input, segments, table, constant.DT_GNU_HASH, 'DT_GNU_HASH');
  if (place === null) return null;
  const head = input.take(place.offset, 16, 'DT_GNU_HASH');
  const bucketCount = head.getUint32(0, input.little);
  const first = head.getUint32(4, input.little);
  const bloomWords = head.getUint32(8, input.little);
  const bucketsAt = place.offset + 16 + bloomWords * (input.wide ? 8 : 4);
  const buckets = input.take(bucketsAt, bucketCount * 4, 'the buckets of DT_GNU_HASH');
  let highest = 0;
  for (let at = 0; at < buckets.byteLength; at += 4) highest = Math.max(highest, buckets.getUint32(at, input.little));
  if (highest === 0) return { count: 0, reached: new Uint8Array(0) };
  if (highest < first) throw new FormatError('elf-bad-hash', bucketsAt, 'a bucket of DT_GNU_HASH lies before its first symbol');
  const chainsAt = bucketsAt + bucketCount * 4;
  const count = chainEnd(input, chainsAt, first, highest, place.offset + place.room);
  // The first symbol is any number in a hostile file, so the chains do not bound the count.
  if (count * 16 > input.size) throw new FormatError('elf-bad-hash', bucketsAt, 'DT_GNU_HASH names more symbols than the file can hold');
  const chains = input.take(chainsAt, (count - first) * 4, 'the chains of DT_GNU_HASH');
  return { count, ...gnuReached(input, buckets, chains, first, count) };
}

function chainEnd(input: ElfInput, chainsAt: number, first: number, highest: number, segmentEnd: number): number {
  const end = Math.min(input.size, segmentEnd);
  for (let index = highest; ; index += CHUNK / 4) {
    const at = chainsAt + (index - first) * 4;
    const there = Math.min(CHUNK, Math.floor((end - at) / 4) * 4);
    if (there <= 0) throw new FormatError('elf-truncated', at, 'a chain of DT_GNU_HASH has no end');
    const view = input.take(at, there, 'the chains of DT_GNU_HASH');
    for (let i = 0; i < there; i += 4) if ((view.getUint32(i, input.little) & 1) !== 0) return index + i / 4 + 1;
  }
}

function gnuReached(
  input: ElfInput,
  buckets: DataView,
  chains: DataView,
  first: number,
  count: number,
): Required<Pick<HashReach, 'reached' | 'hashes'>> {
  const reached = new Uint8Array(count);
  const hashes = new Uint32Array(count);
  for (let at = 0; at < buckets.byteLength; at += 4) {
    let index = buckets.getUint32(at, input.little);
    // A chain that runs into one already walked is marked to its end, so the walk stays linear.
    while (index >= first && index < count && reached[index] === 0) {
      const word = chains.getUint32((index - first) * 4, input.little);
      reached[index] = 1;
      hashes[index] = word | 1;
      if ((word & 1) !== 0) break;
      index++;
    }
  }
  return { reached, hashes };
}

/** DT_HASH (gABI): nbucket, nchain, buckets, chains linked by symbol index and ended by 0. Its words have 8 bytes on 64-bit s390 and Alpha. */
export function readSysvHash(input: ElfInput, machine: number, segments: readonly ElfSegment[], table: DynamicTable): HashReach | null {
  const place = tablePlace(input, segments, table, constant.DT_HASH, 'DT_HASH');
  if (place === null) return null;
  const width = input.wide && (machine === constant.EM_S390 || machine === constant.EM_ALPHA) ? 8 : 4;
  const low = width === 8 && !input.little ? 4 : 0;
  const at = (view: DataView, index: number): number => view.getUint32(index * width + low, input.little);
  const head = input.take(place.offset, 2 * width, 'DT_HASH');
  const buckets = at(head, 0);
  const count = at(head, 1);
  const body = input.take(place.offset + 2 * width, (buckets + count) * width, 'DT_HASH');
  const reached = new Uint8Array(count);
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let index = at(body, bucket); index !== 0 && index < count && reached[index] === 0; index = at(body, buckets + index))
      reached[index] = 1;
  }
  return { count, reached };
}

function tablePlace(
  input: ElfInput,
  segments: readonly ElfSegment[],
  table: DynamicTable,
  tag: bigint,
  what: string,
): { readonly offset: number; readonly room: number } | null {
  const address = table.last.get(tag);
  if (address === undefined) return null;
  const place = fileRange(segments, address);
  if (place === null) throw new FormatError('elf-bad-address', 0, `${what} is in no segment`);
  if (place.offset > input.size) throw new FormatError('elf-truncated', place.offset, `${what} is beyond the file`);
  return place;
}
