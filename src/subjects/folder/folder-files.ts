import { closeSync, fstatSync, readSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { encodeFileName } from '../../formats/archive/file-name.ts';
import { openFile, passFile, withFile } from './open-file.ts';

/** The files of a folder that was read as a root: still at hand, so that only those are read again that a question is about. */
export interface FolderFiles {
  /** Where the file of the tree at this real path lies. */
  placeOf(path: string): Buffer;
  /** Hex sha256 as it is now, null when it cannot be read. */
  digestOf(path: string): string | null;
}

export function folderFiles(root: string): FolderFiles {
  const placeOf = (path: string): Buffer => Buffer.concat([Buffer.from(root), encodeFileName(path)]);
  return { placeOf, digestOf: (path) => digestFile(placeOf(path)) };
}

function digestFile(place: Buffer): string | null {
  const hash = createHash('sha256');
  try {
    withFile(place, (file) =>
      passFile(file, (chunk) => {
        hash.update(chunk);
        return true;
      }),
    );
    return hash.digest('hex');
  } catch {
    return null;
  }
}

const CHUNK = 1 << 18;
/** Most files that differ do so near their beginning. */
const FIRST = 1 << 13;
let buffers: readonly [Buffer, Buffer] | null = null;

/** Whether two files hold the same bytes, read no further than to their first difference; null when one cannot be read. Links of one file are not read at all. */
export function sameFile(a: Buffer, b: Buffer): boolean | null {
  const opened: number[] = [];
  try {
    const [first, second] = [openFile(a), openFile(b)];
    opened.push(first, second);
    const [left, right] = [fstatSync(first), fstatSync(second)];
    if (left.dev === right.dev && left.ino === right.ino) return true;
    return left.size === right.size && sameBytes(first, second, left.size);
  } catch {
    return null;
  } finally {
    for (const file of opened) closeSync(file);
  }
}

function sameBytes(a: number, b: number, size: number): boolean {
  buffers ??= [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)];
  for (let at = 0; at < size;) {
    const room = at === 0 ? FIRST : CHUNK;
    const [left, right] = [readSync(a, buffers[0], 0, room, at), readSync(b, buffers[1], 0, room, at)];
    if (left === 0 && right === 0) return true;
    const length = Math.min(left, right);
    if (length === 0 || buffers[0].compare(buffers[1], 0, length, 0, length) !== 0) return false;
    at += length;
  }
  return true;
}
