import type { ElfDynamic, ElfSegment } from '../../tree/elf-facts.ts';
import { FormatError } from '../format-error.ts';
import * as constant from './elf-constants.ts';
import { fileRange } from './elf-header.ts';
import { attempt, bigWord, bytesOf, type ElfInput } from './elf-input.ts';
import { openStrings, type ElfStrings } from './elf-strings.ts';

/** The dynamic section as the loaders index it: of a tag that stands twice the last one counts (glibc elf_get_dynamic_info, musl decode_vec). */
export interface DynamicTable {
  readonly tags: readonly { readonly tag: bigint; readonly value: bigint }[];
  readonly last: ReadonlyMap<bigint, bigint>;
  readonly strings: ElfStrings;
}

/** A real table has below a thousand (NEEDED being most of them). */
const MAX_TAGS = 65_536;

/** Null when there is no PT_DYNAMIC, or none with content (separate debug files keep an empty one). */
export function readDynamicTable(input: ElfInput, segments: readonly ElfSegment[]): DynamicTable | null {
  const segment = segments.find((each) => each.type === constant.PT_DYNAMIC);
  if (segment === undefined || segment.fileSize === 0) return null;
  // The loaders reach the table through its address; p_offset only where no PT_LOAD maps it.
  const offset = fileRange(segments, segment.vaddr)?.offset ?? segment.offset;
  const tags = attempt(input, [], () => readTags(input, offset, segment.fileSize));
  const last = new Map(tags.map(({ tag, value }) => [tag, value]));
  return { tags, last, strings: attempt(input, openStrings(new Uint8Array(0), 0), () => dynamicStrings(input, segments, last)) };
}

function readTags(input: ElfInput, offset: number, length: number): { tag: bigint; value: bigint }[] {
  const entry = input.wide ? 16 : 8;
  const view = input.upTo(offset, Math.min(length, MAX_TAGS * entry), 'the dynamic section');
  const tags: { tag: bigint; value: bigint }[] = [];
  for (let at = 0; at + entry <= view.byteLength; at += entry) {
    const tag = bigWord(view, at, input);
    if (tag === constant.DT_NULL) return tags;
    tags.push({ tag, value: bigWord(view, at + entry / 2, input) });
  }
  // glibc and musl both walk until DT_NULL, whatever p_filesz says.
  input.defect('elf-dynamic-unterminated', offset, 'the dynamic section has no DT_NULL');
  return tags;
}

function dynamicStrings(input: ElfInput, segments: readonly ElfSegment[], last: ReadonlyMap<bigint, bigint>): ElfStrings {
  const address = last.get(constant.DT_STRTAB);
  if (address === undefined) return openStrings(new Uint8Array(0), 0);
  const place = fileRange(segments, address);
  if (place === null) throw new FormatError('elf-bad-address', 0, 'DT_STRTAB is in no segment');
  const size = Number(last.get(constant.DT_STRSZ) ?? BigInt(place.room));
  if (size > place.room) input.defect('elf-truncated', place.offset, 'the dynamic string table ends beyond its segment');
  return openStrings(bytesOf(input.upTo(place.offset, Math.min(size, place.room), 'the dynamic string table')), place.offset);
}

export function dynamicFacts(input: ElfInput, table: DynamicTable): ElfDynamic {
  const last = (tag: bigint): bigint | undefined => table.last.get(tag);
  const string = (value: bigint): string | undefined => attempt(input, undefined, () => table.strings.at(Number(value)));
  const all = (tag: bigint): string[] =>
    table.tags.flatMap((each) => (each.tag === tag ? [string(each.value)].filter((text) => text !== undefined) : []));
  const one = (tag: bigint): string | undefined => {
    const value = last(tag);
    return value === undefined ? undefined : string(value);
  };
  const soname = one(constant.DT_SONAME);
  const rpath = one(constant.DT_RPATH);
  const runpath = one(constant.DT_RUNPATH);
  const flags = low(last(constant.DT_FLAGS));
  const flags1 = low(last(constant.DT_FLAGS_1));
  return {
    needed: all(constant.DT_NEEDED),
    ...(soname === undefined ? {} : { soname }),
    ...(rpath === undefined ? {} : { rpath }),
    ...(runpath === undefined ? {} : { runpath }),
    flags,
    flags1,
    bindNow: last(constant.DT_BIND_NOW) !== undefined || (flags & constant.DF_BIND_NOW) !== 0 || (flags1 & constant.DF_1_NOW) !== 0,
    symbolic: last(constant.DT_SYMBOLIC) !== undefined || (flags & constant.DF_SYMBOLIC) !== 0,
    textRelocations: last(constant.DT_TEXTREL) !== undefined || (flags & constant.DF_TEXTREL) !== 0,
    auxiliary: all(constant.DT_AUXILIARY),
    filter: all(constant.DT_FILTER),
    hash: last(constant.DT_HASH) !== undefined,
    gnuHash: last(constant.DT_GNU_HASH) !== undefined,
    versym: last(constant.DT_VERSYM) !== undefined,
    tags: table.tags,
  };
}

function low(value: bigint | undefined): number {
  return value === undefined ? 0 : Number(value & 0xffffffffn);
}
