import { FormatError } from '../format-error.ts';
import { decodeFileName } from './file-name.ts';

/** Up to `length` bytes from `offset` (fewer only at the end of the file), or null when that range is not at hand. */
export type ReadRange = (offset: number, length: number) => Uint8Array | null;

export interface ZipMember {
  readonly name: string;
  /** 0 stored, 8 deflated; others exist. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressed: number;
  readonly size: number;
  /** Where its local header stands in the file. */
  readonly offset: number;
  /** Bytes of name and extra field in the central directory, which the local header nearly always repeats. */
  readonly extra: number;
}

/**
 * The central directory of a zip of `size` bytes (APPNOTE 6.3.10), with zip64 and with foreign bytes in front (executable JARs).
 * Null when a range is not at hand.
 * @throws FormatError `zip-no-directory`, `zip-bad-directory`, `zip-too-large`
 */
export function readZipDirectory(read: ReadRange, size: number): ZipMember[] | null {
  const end = findEnd(read, size);
  if (end === null) return null;
  if (end.length > LARGEST_DIRECTORY) throw new FormatError('zip-too-large', end.at, `a central directory of ${end.length} bytes`);
  const start = end.at - end.length;
  if (start < 0) throw new FormatError('zip-bad-directory', end.at, 'the central directory is larger than the file');
  const bytes = read(start, end.length);
  if (bytes === null) return null;
  // What stands in front of the first member moves every offset.
  return members(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), start, start - end.offset);
}

/** A JAR of 100,000 classes has 10 MB. */
const LARGEST_DIRECTORY = 32 * 1024 * 1024;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const LOCATOR_LENGTH = 20;
const ZIP64_END_LENGTH = 56;
const NONE = 0xffffffff;

interface DirectoryEnd {
  /** Where the directory ends. */
  readonly at: number;
  readonly length: number;
  /** Where it begins, as the archive says. */
  readonly offset: number;
}

function findEnd(read: ReadRange, size: number): DirectoryEnd | null {
  const start = Math.max(0, size - END_LENGTH - LONGEST_COMMENT - LOCATOR_LENGTH);
  const bytes = read(start, size - start);
  if (bytes === null) return null;
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== 0x06054b50) continue;
    const end = { at: start + at, length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    const large = end.length === NONE || end.offset === NONE || tail.readUInt16LE(at + 10) === 0xffff;
    return large && at >= LOCATOR_LENGTH ? (zip64End(read, tail.subarray(at - LOCATOR_LENGTH, at), end.at - LOCATOR_LENGTH) ?? end) : end;
  }
  throw new FormatError('zip-no-directory', size, 'no end of a central directory');
}

/** Where the locator says, or right before it: with bytes in front of the archive the former is wrong. */
function zip64End(read: ReadRange, locator: Buffer, locatorAt: number): DirectoryEnd | null {
  if (locator.readUInt32LE(0) !== 0x07064b50) return null;
  for (const at of [Number(locator.readBigUInt64LE(8)), locatorAt - ZIP64_END_LENGTH]) {
    const bytes = at >= 0 ? read(at, ZIP64_END_LENGTH) : null;
    if (bytes === null || bytes.length < ZIP64_END_LENGTH) continue;
    const record = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (record.readUInt32LE(0) !== 0x06064b50) continue;
    return { at, length: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) };
  }
  return null;
}

function members(directory: Buffer, start: number, shift: number): ZipMember[] {
  const result: ZipMember[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50)
      throw new FormatError('zip-bad-directory', start + at, 'no entry of a central directory');
    const name = directory.readUInt16LE(at + 28);
    const extra = directory.readUInt16LE(at + 30);
    const next = at + 46 + name + extra + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw new FormatError('zip-bad-directory', start + at, 'an entry leaves the central directory');
    const large = zip64Sizes(directory.subarray(at + 46 + name, at + 46 + name + extra), [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ]);
    result.push({
      name: decodeFileName(directory.subarray(at + 46, at + 46 + name)),
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
      size: large[0],
      compressed: large[1],
      offset: large[2] + shift,
      extra: name + extra,
    });
    at = next;
  }
  return result;
}

/** Fields that do not fit are all ones and follow in the zip64 extra field, in this order. */
function zip64Sizes(extra: Buffer, fields: readonly [number, number, number]): [number, number, number] {
  const result: [number, number, number] = [...fields];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let value = at + 4;
    for (let field = 0; field < 3 && value + 8 <= extra.length; field++) {
      if (result[field] !== NONE) continue;
      result[field] = Number(extra.readBigUInt64LE(value));
      value += 8;
    }
    break;
  }
  return result;
}
