// Reads a whole archive into a list, for tests.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { FormatError } from '../format-error.ts';
import type { TarEntry } from './tar-entry.ts';
import { createTarReader } from './tar-reader.ts';

export interface CollectedEntry extends TarEntry {
  /** The expanded content of a file. */
  readonly content: Buffer;
}

/** @param piece the archive is pushed in pieces of this many bytes */
export function collectTar(archive: Uint8Array, piece: number = archive.length): CollectedEntry[] {
  const entries: CollectedEntry[] = [];
  let chunks: Buffer[] = [];
  let current: TarEntry | null = null;
  const reader = createTarReader({
    entry(entry) {
      if (entry.type !== 'file') entries.push({ ...entry, content: Buffer.alloc(0) });
      else current = entry;
      return entry.type === 'file';
    },
    data(chunk) {
      chunks.push(Buffer.from(chunk));
      return true;
    },
    hole(length) {
      chunks.push(Buffer.alloc(length));
      return true;
    },
    end() {
      if (current !== null) entries.push({ ...current, content: Buffer.concat(chunks) });
      chunks = [];
      current = null;
    },
  });
  for (let at = 0; at < archive.length; at += piece) reader.push(archive.subarray(at, at + piece));
  reader.finish();
  return entries;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** For `assert.throws`: exactly this error. */
export function isFormatError(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof FormatError);
    assert.equal(error.code, code);
    return true;
  };
}
