import type { ElfFacts, ElfSegment } from '../../tree/elf-facts.ts';
import type { FileRange } from '../../image/extractor.ts';
import * as constant from './elf-constants.ts';
import { fileRange } from './elf-header.ts';

/** How much of a file is kept while it streams past, in bytes. */
export interface ElfStreamLimits {
  /** A file up to this size is kept whole. */
  readonly whole: number;
  /** The first bytes of a larger one: headers and, in most layouts, the dynamic tables. */
  readonly head: number;
  /** The last bytes: section headers and their names. */
  readonly tail: number;
  /** The first read-only segment, where linkers put the dynamic tables. */
  readonly tables: number;
  /** Start of the first writable segment (dynamic section, Go build information); also the room for every other small part. */
  readonly part: number;
  /** All ranges that are asked for in later passes. */
  readonly ranges: number;
}

export const ELF_STREAM_LIMITS: ElfStreamLimits = {
  whole: 48 * 1024 * 1024,
  head: 1024 * 1024,
  tail: 256 * 1024,
  tables: 32 * 1024 * 1024,
  part: 1024 * 1024,
  ranges: 48 * 1024 * 1024,
};

/** What of a large file will be wanted, as far as its program headers tell; the first windows come first when they exceed `limits.whole`. */
export function windowsBySegments(
  segments: readonly ElfSegment[],
  size: number,
  limits: ElfStreamLimits,
  headers: readonly FileRange[] = [],
): FileRange[] {
  const windows: FileRange[] = [
    { offset: 0, length: limits.head },
    { offset: Math.max(0, size - limits.tail), length: limits.tail },
    ...headers,
  ];
  const loads = segments.filter((each) => each.type === constant.PT_LOAD);
  const first = loads[0];
  if (first !== undefined) windows.push({ offset: first.offset, length: Math.min(first.fileSize, limits.tables) });
  for (const { type, offset, fileSize } of segments) {
    const small = type === constant.PT_DYNAMIC || type === constant.PT_INTERP || type === constant.PT_NOTE;
    if (small) windows.push({ offset, length: Math.min(fileSize, limits.part) });
  }
  const data = loads.find((each) => (each.flags & constant.PF_W) !== 0);
  if (data !== undefined) windows.push({ offset: data.offset, length: Math.min(data.fileSize, limits.part) });
  // patchelf moves tables into a further segment, of the size that they need.
  const others = loads.filter((each) => each !== first && (each.flags & constant.PF_X) === 0 && each.fileSize <= limits.tables / 4);
  return withinBudget([...windows, ...others.map(({ offset, fileSize }) => ({ offset, length: fileSize }))], size, limits.whole);
}

function withinBudget(windows: readonly FileRange[], size: number, budget: number): FileRange[] {
  let left = budget;
  const chosen = windows.filter(({ length }) => {
    if (length > left) return false;
    left -= length;
    return true;
  });
  return mergeRanges(chosen, size);
}

const SIZED: ReadonlyMap<bigint, bigint> = new Map([
  [constant.DT_STRTAB, constant.DT_STRSZ],
  [constant.DT_RELA, constant.DT_RELASZ],
  [constant.DT_REL, constant.DT_RELSZ],
  [constant.DT_JMPREL, constant.DT_PLTRELSZ],
]);
const UNSIZED = [constant.DT_HASH, constant.DT_GNU_HASH, constant.DT_SYMTAB, constant.DT_VERSYM, constant.DT_VERNEED, constant.DT_VERDEF];

/** Every table that the dynamic section names; one whose length stands nowhere reaches to the next by address or to the end of its segment. */
export function windowsByDynamic(facts: ElfFacts, limits: ElfStreamLimits): FileRange[] {
  const last = new Map((facts.dynamic?.tags ?? []).map(({ tag, value }) => [tag, value]));
  const addresses = [...SIZED.keys(), ...UNSIZED].flatMap((tag) => last.get(tag) ?? []);
  const windows: FileRange[] = [];
  for (const tag of [...SIZED.keys(), ...UNSIZED]) {
    const address = last.get(tag);
    const place = address === undefined ? null : fileRange(facts.segments, address);
    if (address === undefined || place === null) continue;
    const sizeTag = SIZED.get(tag);
    const next = addresses.reduce(
      (lowest, each) => (each > address && each - address < lowest ? each - address : lowest),
      BigInt(place.room),
    );
    const length = sizeTag === undefined ? Number(next) : Number(last.get(sizeTag) ?? 0n);
    windows.push({ offset: place.offset, length: Math.min(length, place.room, limits.ranges) });
  }
  return mergeRanges(windows, facts.size);
}

/** Sorted, disjoint, inside the file. */
export function mergeRanges(ranges: readonly FileRange[], size: number): FileRange[] {
  const merged: { offset: number; length: number }[] = [];
  for (const { offset, length } of ranges.toSorted((a, b) => a.offset - b.offset)) {
    const end = Math.min(size, offset + length);
    const before = merged.at(-1);
    if (!(offset < end)) continue;
    if (before !== undefined && offset <= before.offset + before.length) before.length = Math.max(before.length, end - before.offset);
    else merged.push({ offset, length: end - offset });
  }
  return merged;
}

/** The parts of `wanted` (sorted, disjoint) that no piece of `kept` (likewise) covers. */
export function subtractRanges(wanted: readonly FileRange[], kept: readonly FileRange[]): FileRange[] {
  return wanted.flatMap(({ offset, length }) => {
    const rest: FileRange[] = [];
    let from = offset;
    for (const piece of kept) {
      const end = piece.offset + piece.length;
      if (end <= from || piece.offset >= offset + length) continue;
      if (piece.offset > from) rest.push({ offset: from, length: piece.offset - from });
      from = Math.max(from, end);
    }
    if (from < offset + length) rest.push({ offset: from, length: offset + length - from });
    return rest;
  });
}
