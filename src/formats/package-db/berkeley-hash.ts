import { FormatError } from '../format-error.ts';

const HASH_MAGIC = 0x00061561;
const PAGE_HEADER = 26;
const HASH_PAGES: ReadonlySet<number> = new Set([2, 13]); // P_HASH_UNSORTED, P_HASH
const OVERFLOW_PAGE = 7;
const KEYDATA = 1;
const OFFPAGE = 3;

/** One pair; keys and values of any length. Duplicates (which rpm's Packages never has) are passed over. */
export interface HashPair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * All pairs of a Berkeley DB hash file, in page order, either byte order (db 4.x and 5.x, dbinc/db_page.h, hash versions 8 to 10). Unencrypted, without
 * checksums' verification; the hash itself is not needed to read everything.
 * @throws FormatError `bdb-bad-header`, `bdb-bad-page`, `bdb-bad-item`.
 */
export function readBerkeleyHash(bytes: Uint8Array): HashPair[] {
  const file = openFile(bytes);
  const pairs: HashPair[] = [];
  for (let number = 1; number <= file.last; number += 1) {
    const page = file.page(number);
    if (!HASH_PAGES.has(page.getUint8(25))) continue;
    const items = readItems(file, page, number);
    for (let index = 0; index + 1 < items.length; index += 2) {
      const key = items[index]?.();
      const value = items[index + 1]?.();
      if (key != null && value != null) pairs.push({ key, value });
    }
  }
  return pairs;
}

interface BerkeleyFile {
  readonly little: boolean;
  readonly size: number;
  readonly last: number;
  readonly page: (number: number) => DataView;
  /** Bytes of overflow chains that may still be read: every page belongs to one chain at most. */
  readonly budget: { left: number };
}

function openFile(bytes: Uint8Array): BerkeleyFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 512) throw new FormatError('bdb-bad-header', 0, 'no Berkeley DB: shorter than a page');
  const little = view.getUint32(12, true) === HASH_MAGIC;
  if (!little && view.getUint32(12) !== HASH_MAGIC) throw new FormatError('bdb-bad-header', 12, 'no Berkeley DB hash file');
  const version = view.getUint32(16, little);
  if (version < 7 || version > 10) throw new FormatError('bdb-bad-header', 16, `Berkeley DB: hash version ${version}`);
  const size = view.getUint32(20, little);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0)
    throw new FormatError('bdb-bad-header', 20, `Berkeley DB: page size ${size}`);
  if (view.getUint8(24) !== 0) throw new FormatError('bdb-bad-header', 24, 'Berkeley DB: the file is encrypted');
  // A crash leaves the header behind the file or before it; what is there is read.
  const last = Math.min(view.getUint32(32, little), Math.floor(bytes.length / size) - 1);
  const page = (number: number): DataView => {
    if (number < 1 || number > last) throw new FormatError('bdb-bad-page', 0, `Berkeley DB: page ${number} of ${last}`);
    return new DataView(bytes.buffer, bytes.byteOffset + number * size, size);
  };
  return { little, size, last, page, budget: { left: bytes.length } };
}

/** Items of a page, read when asked for; null for kinds that are passed over. Offsets run downwards from the page's end. */
function readItems(file: BerkeleyFile, page: DataView, number: number): (() => Uint8Array | null)[] {
  const count = page.getUint16(20, file.little);
  if (PAGE_HEADER + count * 2 > file.size)
    throw new FormatError('bdb-bad-page', number * file.size, 'Berkeley DB: more items than fit into a page');
  return Array.from({ length: count }, (_, index) => {
    const start = page.getUint16(PAGE_HEADER + index * 2, file.little);
    const end = index === 0 ? file.size : page.getUint16(PAGE_HEADER + (index - 1) * 2, file.little);
    if (start < PAGE_HEADER || end <= start || end > file.size)
      throw new FormatError('bdb-bad-item', number * file.size, 'Berkeley DB: an item outside its page');
    return () => readItem(file, page, start, end);
  });
}

function readItem(file: BerkeleyFile, page: DataView, start: number, end: number): Uint8Array | null {
  const kind = page.getUint8(start);
  if (kind === KEYDATA) return slice(page, start + 1, end - start - 1);
  if (kind !== OFFPAGE || end - start < 12) return null;
  return readOverflow(file, page.getUint32(start + 4, file.little), page.getUint32(start + 8, file.little));
}

function readOverflow(file: BerkeleyFile, first: number, length: number): Uint8Array {
  file.budget.left -= length;
  if (file.budget.left < 0) throw new FormatError('bdb-bad-item', 0, 'Berkeley DB: items longer than the file');
  const value = new Uint8Array(length);
  let next = first;
  for (let filled = 0; filled < length;) {
    const page = file.page(next);
    const here = page.getUint16(22, file.little);
    if (page.getUint8(25) !== OVERFLOW_PAGE || here === 0 || here > Math.min(file.size - PAGE_HEADER, length - filled)) {
      throw new FormatError('bdb-bad-page', next * file.size, 'Berkeley DB: a broken chain of overflow pages');
    }
    value.set(slice(page, PAGE_HEADER, here), filled);
    filled += here;
    next = page.getUint32(16, file.little);
  }
  return value;
}

function slice(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}
