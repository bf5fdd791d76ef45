import { FormatError } from '../format-error.ts';
import type { Transform } from 'node:stream';

/** One decoder of node:zlib as a stage that is written to and drained with bounded buffers, and that always settles. */
export interface ZlibStage {
  /** Resolves when another chunk may come. */
  write(chunk: Uint8Array): Promise<void>;
  /** No more input: resolves after the last output, rejects with the decoder's FormatError when the data is incomplete. */
  end(): Promise<void>;
  destroy(): void;
}

/**
 * Output goes to `sink` from a microtask: node:zlib has by then handed the next piece to its thread, so decoding and what the sink does
 * run side by side. Two writes are kept in flight for the same reason.
 *
 * @param where bytes of input before this stage, for the error's offset
 */
export function createZlibStage(
  decoder: Transform & { readonly bytesWritten: number },
  where: () => number,
  sink: (chunk: Buffer) => void,
): ZlibStage {
  let failure: unknown = null;
  let finished = false;
  let inFlight = 0;
  let output: Buffer[] = [];
  let wake: (() => void) | null = null;

  function signal(): void {
    wake?.();
    wake = null;
  }

  function fail(cause: unknown): void {
    failure ??= cause;
    output = [];
    decoder.destroy();
    signal();
  }

  function drain(): void {
    const ready = output;
    output = [];
    try {
      for (const chunk of ready) sink(chunk);
    } catch (cause) {
      fail(cause);
    }
  }

  decoder.on('data', (chunk: Buffer) => {
    if (failure !== null) return;
    if (output.push(chunk) === 1) queueMicrotask(drain);
  });
  decoder.on('error', (cause: Error) => fail(decodingError(cause, where())));
  decoder.on('end', () => {
    finished = true;
    signal();
  });
  decoder.on('close', signal);

  async function until(done: () => boolean): Promise<void> {
    while (failure === null && !done() && !decoder.destroyed) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure !== null) throw failure;
  }

  return {
    async write(chunk) {
      inFlight++;
      decoder.write(chunk, () => {
        inFlight--;
        signal();
      });
      await until(() => inFlight < 2);
    },
    async end() {
      decoder.end();
      await until(() => finished);
      drain();
      if (failure !== null) throw failure;
      decoder.destroy();
    },
    destroy: () => decoder.destroy(),
  };
}

function decodingError(cause: Error & { code?: string }, offset: number): FormatError {
  const truncated = cause.code === 'Z_BUF_ERROR';
  const message = truncated ? 'the compressed data ends too early' : `the compressed data is damaged: ${cause.message}`;
  return new FormatError(truncated ? 'compressed-truncated' : 'compressed-damaged', offset, message, cause);
}
