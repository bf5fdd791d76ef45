/** Chunks that are pushed on one side and pulled on the other. */
export interface ChunkQueue extends AsyncIterable<Uint8Array> {
  push(chunk: Uint8Array): void;
  end(): void;
  fail(cause: unknown): void;
}

/** @param onTaken called for each chunk that was pulled: the pusher keeps only a few under way */
export function chunkQueue(onTaken: () => void): ChunkQueue {
  const waiting: Uint8Array[] = [];
  let ended = false;
  let failure: unknown = null;
  let wake: (() => void) | null = null;

  function signal(): void {
    wake?.();
    wake = null;
  }

  return {
    push(chunk) {
      waiting.push(chunk);
      signal();
    },
    end() {
      ended = true;
      signal();
    },
    fail(cause) {
      failure = cause;
      signal();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (failure !== null) throw failure;
        const chunk = waiting.shift();
        if (chunk !== undefined) {
          yield chunk;
          onTaken();
        } else if (ended) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
