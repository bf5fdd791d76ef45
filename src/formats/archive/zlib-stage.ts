import { FormatError } from '../format-error.ts';
import type { Transform } from 'node:stream';

/** Size of the decoders' output buffers. */
export const OUTPUT_CHUNK: number = 1 << 20;

/** One decoder of node:zlib as a stage that is written to and drained with bounded buffers, and that always settles. */
export interface ZlibStage {
  /** Resolves when another chunk may come. */
  write(chunk: Uint8Array): Promise<void>;
  /** No more input: resolves after the last output, rejects with the decoder's FormatError when the data is incomplete. */
  end(): Promise<void>;
  destroy(): void;
}

/** Where a stage's output goes. */
export interface Outlet {
  /** Bytes of input before this stage, for the error's offset. */
  readonly where: () => number;
  readonly sink: (chunk: Buffer) => void;
  /** The sink needs a chunk during the call only. */
  readonly transient: boolean;
  /** Asked after output: a promise holds the decoder, also in the middle of a chunk. */
  readonly room?: () => Promise<void> | undefined;
}

/**
 * Output goes to `sink` from a microtask: node:zlib has by then handed the next piece to its thread, so decoding and what the sink does
 * run side by side. Two writes are kept in flight for the same reason.
 */
export function createZlibStage(
  decoder: Transform & { readonly bytesWritten: number },
  { where, sink, transient, room }: Outlet,
): ZlibStage {
  let failure: unknown = null;
  let finished = false;
  const inFlight = new Set<{ readonly chunk: Uint8Array; readonly start: number }>();
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
      for (const chunk of ready) {
        sink(chunk);
        if (transient) release(chunk);
      }
    } catch (cause) {
      fail(cause);
    }
    const held = room?.();
    if (held === undefined) return;
    decoder.pause();
    void held.then(() => decoder.resume());
  }

  decoder.on('data', (chunk: Buffer) => {
    if (failure !== null) return;
    if (output.push(chunk) === 1) queueMicrotask(drain);
  });
  decoder.on('error', (cause: Error) => fail(decodingError(cause, where())));
  // Before `end` was called this means that the decoder met bytes that do not belong to its format and takes no more.
  decoder.on('end', () => {
    finished = true;
    for (const { chunk, start } of inFlight) onlyZeros(chunk.subarray(Math.max(0, decoder.bytesWritten - start)));
    signal();
  });
  decoder.on('close', signal);

  /** Zero bytes may pad a file to a block (tapes, and what is read back from block devices); anything else is damage. */
  function onlyZeros(rest: Uint8Array): void {
    if (rest.some((byte) => byte !== 0))
      fail(new FormatError('compressed-trailing', where(), 'bytes that are no compressed data follow the compressed data'));
  }

  async function until(done: () => boolean): Promise<void> {
    for (;;) {
      if (failure !== null) throw failure;
      if (done() || finished || decoder.destroyed) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  let fed = 0;
  return {
    async write(chunk) {
      if (finished) {
        onlyZeros(chunk);
      } else {
        const written = { chunk, start: fed };
        fed += chunk.length;
        inFlight.add(written);
        decoder.write(chunk, () => {
          inFlight.delete(written);
          signal();
        });
      }
      await until(() => inFlight.size < 2);
    },
    async end() {
      if (!finished) decoder.end();
      await until(() => finished);
      drain();
      if (failure !== null) throw failure;
      if (!finished) throw new FormatError('compressed-truncated', where(), 'the compressed data ends too early');
      decoder.destroy();
    },
    destroy: () => decoder.destroy(),
  };
}

/**
 * Gives the memory back at once: left to the garbage collector, 64 MiB of used buffers would pile up in every thread. node:zlib goes on writing
 * to a buffer that is not full yet; smaller ones are shared by all of Node.
 */
function release(chunk: Buffer): void {
  const { buffer } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= OUTPUT_CHUNK && chunk.byteOffset + chunk.length === buffer.byteLength)
    buffer.transfer(0);
}

function decodingError(cause: Error & { code?: string }, offset: number): FormatError {
  const truncated = cause.code === 'Z_BUF_ERROR';
  const message = truncated ? 'the compressed data ends too early' : `the compressed data is damaged: ${cause.message}`;
  return new FormatError(truncated ? 'compressed-truncated' : 'compressed-damaged', offset, message, cause);
}
