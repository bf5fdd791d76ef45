import { decodeFileName } from '../archive/file-name.ts';
import { FormatError } from '../format-error.ts';

/** Tags of one rpm header; asking for a tag of another type gives null or nothing. */
export interface RpmHeader {
  readonly string: (tag: number) => string | null;
  readonly strings: (tag: number) => string[];
  /** 8, 16 and 32-bit values. */
  readonly numbers: (tag: number) => number[];
}

/** Values that may still be read, shared by the headers of one database. */
export interface ValueBudget {
  left: number;
}

interface IndexEntry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const ENTRY = 16;
/** rpm's own limits for headers: 64 K tags, 256 MB of data (lib/header.c). */
const MAX_TAGS = 0xffff;
const MAX_DATA = 0x0fff_ffff;
/** Values of all tags that are asked for: a kernel's or TeX's largest package has 100,000 files. */
const MAX_VALUES = 4_000_000;

const CHAR = 1;
const INT8 = 2;
const INT16 = 3;
const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const I18N = 9;

/**
 * A header as a package database stores it: number of index entries and bytes of data (both big-endian), the entries, the data
 * (docs/manual/format_header.md of rpm; the eight bytes of magic that package files have are not there).
 * @throws FormatError `rpm-bad-header`, and `rpm-bad-tag` from the accessors.
 */
export function parseRpmHeader(bytes: Uint8Array, budget: ValueBudget = { left: MAX_VALUES }): RpmHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw new FormatError('rpm-bad-header', 0, 'rpm header: shorter than its two lengths');
  const count = view.getUint32(0);
  const length = view.getUint32(4);
  const data = 8 + count * ENTRY;
  if (count > MAX_TAGS || length > MAX_DATA || data + length > bytes.length) {
    throw new FormatError('rpm-bad-header', 0, 'rpm header: longer than its blob');
  }
  const index = new Map<number, IndexEntry>();
  for (let at = 8; at < data; at += ENTRY) {
    const tag = view.getInt32(at);
    if (!index.has(tag)) index.set(tag, { type: view.getUint32(at + 4), offset: view.getInt32(at + 8), count: view.getUint32(at + 12) });
  }
  const store = bytes.subarray(data, data + length);
  return {
    string: (tag) => {
      const entry = index.get(tag);
      if (entry === undefined || ![STRING, I18N].includes(entry.type)) return null;
      return readStrings(store, { ...entry, count: 1 }, budget)[0] ?? null;
    },
    strings: (tag) => {
      const entry = index.get(tag);
      return entry === undefined || ![STRING, STRING_ARRAY, I18N].includes(entry.type) ? [] : readStrings(store, entry, budget);
    },
    numbers: (tag) => {
      const entry = index.get(tag);
      return entry === undefined ? [] : readNumbers(store, entry, budget);
    },
  };
}

function readStrings(store: Uint8Array, { offset, count }: IndexEntry, budget: ValueBudget): string[] {
  spend(budget, count, offset);
  if (offset < 0 || count > store.length) throw new FormatError('rpm-bad-tag', offset, 'rpm header: a tag outside its data');
  const strings: string[] = [];
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    const end = at < store.length ? store.indexOf(0, at) : -1;
    if (end === -1) throw new FormatError('rpm-bad-tag', offset, 'rpm header: a string without its end');
    strings.push(decodeFileName(store.subarray(at, end)));
    at = end + 1;
  }
  return strings;
}

function readNumbers(store: Uint8Array, { type, offset, count }: IndexEntry, budget: ValueBudget): number[] {
  const width = type === CHAR || type === INT8 ? 1 : type === INT16 ? 2 : type === INT32 ? 4 : 0;
  if (width === 0) return [];
  spend(budget, count, offset);
  if (offset < 0 || offset + count * width > store.length)
    throw new FormatError('rpm-bad-tag', offset, 'rpm header: a tag outside its data');
  const buffer = Buffer.from(store.buffer, store.byteOffset, store.byteLength);
  return Array.from({ length: count }, (_, index) => buffer.readUIntBE(offset + index * width, width));
}

function spend(budget: ValueBudget, count: number, offset: number): void {
  budget.left -= count;
  if (budget.left < 0) throw new FormatError('rpm-bad-tag', offset, 'rpm header: more values than a package has');
}
