import { FormatError } from '../format-error.ts';
import { openStrings, type ElfStrings } from './elf-strings.ts';

/** `/etc/ld.so.cache` (glibc sysdeps/generic/dl-cache.h; loader.md 5.4). */
export interface LdSoCache {
  /** `new` has only the glibc 2.2 table, `compat` an older one before it (skipped here, as the loader does), `old` only that one. */
  readonly layout: 'new' | 'compat' | 'old';
  readonly endian: 'little' | 'big';
  /** In file order, which is the order that the loader's binary search relies on. */
  readonly entries: readonly LdSoCacheEntry[];
  /** Names of the glibc-hwcaps levels in the file, by the index that entries give. */
  readonly hwcaps: readonly string[];
  /** `ldconfig (Debian GLIBC 2.36-9) stable release version 2.36` */
  readonly generator?: string;
  /** Entries whose strings lie outside the file: the loader passes over them. */
  readonly damaged: number;
}

export interface LdSoCacheEntry {
  readonly soname: string;
  readonly path: string;
  /** Library kind in the low byte (3 is libc6), ABI in the next: 0x303 x86-64, 0xa03 aarch64. */
  readonly flags: number;
  /** Oldest kernel (glibc before 2.36), else 0. */
  readonly osVersion: number;
  /** Legacy hardware capability bits; 0 for most. */
  readonly hwcap: bigint;
  /** `x86-64-v3` for a file from a glibc-hwcaps directory. */
  readonly hwcapsLevel?: string;
}

const OLD_MAGIC = 'ld.so-1.7.0';
const NEW_MAGIC = 'glibc-ld.so.cache1.1';
const OLD_HEADER = 16;
const OLD_ENTRY = 12;
const NEW_HEADER = 48;
const NEW_ENTRY = 24;
const EXTENSION_MAGIC = 0xeaa42174;
/** Bit 62: the low half of hwcap is an index into the hwcaps names. */
const HWCAP_EXTENSION = 1n << 30n;

/** Throws a FormatError for anything but a cache; single damaged entries are counted. */
export function readLdSoCache(file: Uint8Array): LdSoCache {
  if (startsWith(file, 0, NEW_MAGIC)) return readNew(file, 0, 'new');
  if (!startsWith(file, 0, OLD_MAGIC)) throw new FormatError('ldcache-bad-magic', 0, 'not an ld.so.cache');
  if (file.length < OLD_HEADER) throw new FormatError('ldcache-truncated', file.length, 'the cache header ends beyond the file');
  const view = viewOf(file);
  for (const little of [true, false]) {
    const end = OLD_HEADER + view.getUint32(12, little) * OLD_ENTRY;
    // The new table is aligned like its 64-bit fields: to 8, on i386 and m68k less.
    for (const at of [Math.ceil(end / 8) * 8, end]) if (startsWith(file, at, NEW_MAGIC)) return readNew(file, at, 'compat');
  }
  return readOld(file, view);
}

function readNew(file: Uint8Array, base: number, layout: 'new' | 'compat'): LdSoCache {
  if (file.length < base + NEW_HEADER) throw new FormatError('ldcache-truncated', file.length, 'the cache header ends beyond the file');
  const view = viewOf(file);
  const order = view.getUint8(base + 28) & 3;
  const fits = (little: boolean): boolean => base + NEW_HEADER + view.getUint32(base + 20, little) * NEW_ENTRY <= file.length;
  // Caches before glibc 2.33 do not state their order (0): the count then fits one way only.
  const little = order === 2 || (order !== 3 && fits(true));
  if (order === 1 || !fits(little))
    throw new FormatError('ldcache-truncated', base + 20, 'the cache has more entries than the file can hold');
  const strings = openStrings(file.subarray(base), base);
  const extensions = readExtensions(view, view.getUint32(base + 32, little), little, openStrings(file, 0));
  const count = view.getUint32(base + 20, little);
  const entries: LdSoCacheEntry[] = [];
  for (let i = 0, at = base + NEW_HEADER; i < count; i++, at += NEW_ENTRY) {
    const entry = entryOf(strings, view.getInt32(at, little), view.getUint32(at + 4, little), view.getUint32(at + 8, little));
    if (entry === null) continue;
    const hwcap = view.getBigUint64(at + 16, little);
    const level = hwcap >> 32n === HWCAP_EXTENSION ? extensions.hwcaps[Number(hwcap & 0xffffffffn)] : undefined;
    entries.push({ ...entry, osVersion: view.getUint32(at + 12, little), hwcap, ...(level === undefined ? {} : { hwcapsLevel: level }) });
  }
  return { layout, endian: little ? 'little' : 'big', entries, ...extensions, damaged: count - entries.length };
}

/**
 * The directory that glibc 2.33 and newer add; a broken one is as good as none to the loader. Names of levels are looked up from the start of the
 * file, as the loader and `ldconfig -p` do, although ldconfig writes them relative to the new table: in the compatible layout they come out as
 * other words and no level is ever used (seen with glibc 2.36).
 */
function readExtensions(view: DataView, offset: number, little: boolean, strings: ElfStrings): Pick<LdSoCache, 'hwcaps' | 'generator'> {
  if (offset === 0 || offset + 8 > view.byteLength || view.getUint32(offset, little) !== EXTENSION_MAGIC) return { hwcaps: [] };
  const count = Math.min(view.getUint32(offset + 4, little), 64);
  const hwcaps: string[] = [];
  let generator: string | undefined;
  for (let i = 0; i < count && offset + 24 + 16 * i <= view.byteLength; i++) {
    const [tag, , at = 0, size = 0] = [0, 4, 8, 12].map((field) => view.getUint32(offset + 8 + 16 * i + field, little));
    if (at + size > view.byteLength) continue;
    if (tag === 0)
      generator = Buffer.from(view.buffer, view.byteOffset + at, Math.min(size, 1024))
        .toString('latin1')
        .replace(/\0.*$/su, '');
    // A machine has a handful of levels; glibc bounds them by the file only.
    else if (tag === 1)
      for (let each = 0; each + 4 <= Math.min(size, 4096); each += 4) hwcaps.push(text(strings, view.getUint32(at + each, little)) ?? '');
  }
  return { hwcaps, ...(generator === undefined ? {} : { generator }) };
}

function readOld(file: Uint8Array, view: DataView): LdSoCache {
  const fits = (little: boolean): boolean => OLD_HEADER + view.getUint32(12, little) * OLD_ENTRY <= file.length;
  const little = fits(true);
  if (!little && !fits(false)) throw new FormatError('ldcache-truncated', 12, 'the cache has more entries than the file can hold');
  const count = view.getUint32(12, little);
  const base = OLD_HEADER + count * OLD_ENTRY;
  const strings = openStrings(file.subarray(base), base);
  const entries: LdSoCacheEntry[] = [];
  for (let i = 0, at = OLD_HEADER; i < count; i++, at += OLD_ENTRY) {
    const entry = entryOf(strings, view.getInt32(at, little), view.getUint32(at + 4, little), view.getUint32(at + 8, little));
    if (entry !== null) entries.push({ ...entry, osVersion: 0, hwcap: 0n });
  }
  return { layout: 'old', endian: little ? 'little' : 'big', entries, hwcaps: [], damaged: count - entries.length };
}

function entryOf(strings: ElfStrings, flags: number, key: number, value: number): Pick<LdSoCacheEntry, 'soname' | 'path' | 'flags'> | null {
  const soname = text(strings, key);
  const path = text(strings, value);
  return soname === undefined || path === undefined ? null : { soname, path, flags };
}

function text(strings: ElfStrings, offset: number): string | undefined {
  try {
    return strings.at(offset);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function startsWith(file: Uint8Array, at: number, magic: string): boolean {
  return Buffer.from(file.subarray(at, at + magic.length)).toString('latin1') === magic;
}

function viewOf(file: Uint8Array): DataView {
  return new DataView(file.buffer, file.byteOffset, file.byteLength);
}
