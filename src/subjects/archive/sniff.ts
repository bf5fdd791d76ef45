import { closeSync, openSync, readSync } from 'node:fs';
import { decodeTarHeader } from '../../formats/archive/tar-header.ts';
import { FormatError } from '../../formats/format-error.ts';

export type ByteForm = 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'tar' | 'zip' | 'elf' | 'other';

/** What a file is by its first bytes, of which 512 are enough. Two blocks of zeros would be an empty tar, but also many other things: `other`. */
export function sniff(head: Uint8Array): ByteForm {
  const magic = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 6)).toString('hex');
  if (magic.startsWith('1f8b')) return 'gzip';
  // A zstd frame, or a skippable frame (0x184D2A50 to 0x184D2A5F, little-endian) before it.
  if (magic.startsWith('28b52ffd') || /^5.2a4d18/.test(magic)) return 'zstd';
  if (magic === 'fd377a585a00') return 'xz';
  if (magic.startsWith('425a68')) return 'bzip2';
  if (magic.startsWith('7f454c46')) return 'elf';
  if (magic.startsWith('504b0304')) return 'zip';
  return isTarHeader(head) ? 'tar' : 'other';
}

/** The first bytes of a file, up to `length`. */
export function readHead(path: string, length: number = 4096): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(length);
    return head.subarray(0, readSync(file, head, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

function isTarHeader(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  try {
    return decodeTarHeader(Buffer.from(head.buffer, head.byteOffset, 512), 0) !== null;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
