import { closeSync, constants, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;
let buffer: Buffer | null = null;

/** A link is not followed even if it was put there after the folder was listed, and a fifo does not make us wait. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export function openFile(path: Buffer): number {
  return openSync(path, FLAGS);
}

/** Gives an open file to `use` and closes it. Throws the system's error. */
export function withFile<Result>(path: Buffer, use: (file: number) => Result): Result {
  const file = openFile(path);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** Passes the file's bytes on in pieces whose buffer is used again, until `take` returns false. Throws the system's error. */
export function passFile(file: number, take: (chunk: Uint8Array) => boolean): void {
  buffer ??= Buffer.allocUnsafeSlow(CHUNK);
  for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
    if (!take(buffer.subarray(0, count))) return;
  }
}

/** Up to `length` bytes from `offset`, fewer at the end of the file or when it cannot be read any more. */
export function readFileRange(path: Buffer, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  try {
    return withFile(path, (file) => bytes.subarray(0, readSync(file, bytes, 0, length, offset)));
  } catch {
    return bytes.subarray(0, 0);
  }
}
