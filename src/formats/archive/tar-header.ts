import { FormatError } from '../format-error.ts';
import { decodeFileName } from './file-name.ts';

export const BLOCK = 512;

/** One 512-byte header as it stands, without the extensions that other headers add to it. */
export interface TarHeader {
  readonly name: string;
  readonly linkName: string;
  /** The type flag as a character; `\0` is the regular file of the seventh edition. */
  readonly flag: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly dialect: 'v7' | 'ustar' | 'star' | 'gnu';
}

/**
 * Decodes a header block; null for a block of zeros. `offset` is where the block stands in the archive, for errors.
 * @throws FormatError `tar-bad-checksum`, `tar-bad-number`
 */
export function decodeTarHeader(block: Buffer, offset: number): TarHeader | null {
  const [unsigned, signed] = checksums(block);
  if (unsigned === EMPTY_CHECKSUM && block[0] === 0 && isZero(block)) return null;
  const stored = Number.parseInt(block.toString('latin1', 148, 156).replaceAll('\0', ' '), 8);
  // Some old writers summed signed characters; both are accepted, as GNU tar does.
  if (stored !== unsigned && stored !== signed) throw new FormatError('tar-bad-checksum', offset, 'no tar header: its checksum is wrong');
  const dialect = dialectOf(block);
  const name = text(block, 0, 100);
  const prefix = dialect === 'ustar' ? text(block, 345, 155) : dialect === 'star' ? text(block, 345, 131) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    linkName: text(block, 157, 100),
    flag: String.fromCharCode(block[156]!),
    mode: number(block, 100, 8, offset) & 0o7777,
    uid: number(block, 108, 8, offset),
    gid: number(block, 116, 8, offset),
    size: number(block, 124, 12, offset),
    dialect,
  };
}

/** A numeric field: octal text, or base-256 when the top bit of its first byte is set (GNU, star). */
export function number(block: Buffer, at: number, length: number, offset: number): number {
  if (block[at]! < 0x80) return octal(block, at, length, offset);
  if (block[at] !== 0x80) throw new FormatError('tar-bad-number', offset + at, 'a tar header holds a negative or odd binary number');
  let value = 0;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + block[i]!;
  if (!Number.isSafeInteger(value)) throw new FormatError('tar-bad-number', offset + at, 'a number in a tar header is too large');
  return value;
}

const EMPTY_CHECKSUM = 8 * 0x20;
const SPACE = 0x20;

function octal(block: Buffer, at: number, length: number, offset: number): number {
  const end = at + length;
  let i = at;
  while (i < end && (block[i] === SPACE || block[i] === 0)) i++;
  let value = 0;
  for (; i < end && block[i] !== SPACE && block[i] !== 0; i++) {
    const digit = block[i]! - 0x30;
    if (digit < 0 || digit > 7) throw new FormatError('tar-bad-number', offset + i, 'a numeric field of a tar header holds something else');
    value = value * 8 + digit;
  }
  return value;
}

/** Both sums over the block, with the checksum field itself counted as spaces. */
function checksums(block: Buffer): [unsigned: number, signed: number] {
  let unsigned = EMPTY_CHECKSUM;
  let high = 0;
  for (let i = 0; i < BLOCK; i++) {
    if (i === 148) i = 156;
    const byte = block[i]!;
    unsigned += byte;
    high += byte >> 7;
  }
  return [unsigned, unsigned - high * 256];
}

function isZero(block: Buffer): boolean {
  for (let i = 148; i < 156; i++) if (block[i] !== 0) return false;
  return true;
}

function dialectOf(block: Buffer): TarHeader['dialect'] {
  const magic = block.toString('latin1', 257, 265);
  if (magic === 'ustar  \0') return 'gnu';
  if (!magic.startsWith('ustar\0')) return 'v7';
  return block.toString('latin1', 508, 512) === 'tar\0' ? 'star' : 'ustar';
}

function text(block: Buffer, at: number, length: number): string {
  if (block[at] === 0) return '';
  const end = block.indexOf(0, at);
  return decodeFileName(block.subarray(at, end === -1 || end > at + length ? at + length : end));
}
