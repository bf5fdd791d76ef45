import { readSync } from 'node:fs';
import type { ReadRange } from '../../formats/archive/zip-directory.ts';

/** Ranges of an open file. */
export function fileReader(file: number, size: number): ReadRange {
  return (offset, length) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
    let at = 0;
    while (at < bytes.length) {
      const got = readSync(file, bytes, at, bytes.length - at, offset + at);
      if (got === 0) break;
      at += got;
    }
    return bytes.subarray(0, at);
  };
}
