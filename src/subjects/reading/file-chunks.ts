import { open } from 'node:fs/promises';
import { BasewiseError } from '../../errors.ts';

const CHUNK = 1 << 20;
/** The consumer may hold on to the two chunks before the one it just got. */
const BUFFERS = 4;

/** A range of a local file in chunks of 1 MiB whose buffers are used again. Throws BasewiseError `file-truncated`. */
export async function* fileChunks(path: string, offset: number, length: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffers = Array.from({ length: BUFFERS }, () => Buffer.allocUnsafeSlow(Math.min(CHUNK, Math.max(length, 1))));
    for (let done = 0, turn = 0; done < length; turn = (turn + 1) % BUFFERS) {
      const buffer = buffers[turn]!;
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, length - done), offset + done);
      if (bytesRead === 0) throw new BasewiseError('file-truncated', `the file ends ${length - done} bytes too early`, { path });
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
