import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BasewiseError } from '../../errors.ts';
import type { LayerContent } from '../../image/source.ts';
import { fileChunks } from './file-chunks.ts';
import { runLayerTask, type LayerAnswer, type LayerTask } from './layer-job.ts';
import { errorFrom, type FromWorker, type ToWorker } from './worker-messages.ts';

export type ReadableContent = Exclude<LayerContent, { readonly kind: 'absent' }>;

/** Does layer tasks side by side. */
export interface LayerPool {
  /** Rejects with what the task threw. `onBytes` hears of stored bytes as they are read. */
  run(task: LayerTask, content: ReadableContent, onBytes: (bytes: number) => void): Promise<LayerAnswer>;
  close(): Promise<void>;
}

/** Chunks of a stream that are on their way to a worker. */
const UNDER_WAY = 8;
const WORKER_HEAP_MIB = 512;
/** Most of what a walk makes is short-lived and in buffers outside the heap: a small nursery is enough. */
const WORKER_NURSERY_MIB = 8;

/** Does every task in this thread: for few or small layers, where starting workers costs more than it gains. */
export const thisThread: LayerPool = {
  async run(task, content, onBytes) {
    return runLayerTask(
      task,
      counted(content.kind === 'file' ? fileChunks(content.path, content.offset, content.length) : await content.open(), onBytes),
    );
  },
  async close() {},
};

/**
 * Two lanes: a worker and this thread. Each has the decompressing thread of its zlib besides, which keeps several cores busy; more workers
 * would cost 60 MiB each.
 */
export function createLayerPool(): LayerPool {
  const worker = startWorker();
  const idle: Lane[] = [(task, content, onBytes) => runInWorker(worker, task, content, onBytes), thisThread.run];
  const waiting: ((lane: Lane) => void)[] = [];

  function release(lane: Lane): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(lane);
    else next(lane);
  }

  return {
    async run(task, content, onBytes) {
      const lane = idle.shift() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
      try {
        return await lane(task, content, onBytes);
      } finally {
        release(lane);
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}

type Lane = LayerPool['run'];

declare const BASEWISE_EMBEDDED_WORKERS: Readonly<Record<string, string>> | undefined;

function startWorker(): Worker {
  // The single-file bundle has no files beside it and carries the worker as text.
  const embedded = typeof BASEWISE_EMBEDDED_WORKERS === 'undefined' ? undefined : BASEWISE_EMBEDDED_WORKERS['layer-worker'];
  const url =
    embedded === undefined
      ? new URL(`./layer-worker${extname(import.meta.url)}`, import.meta.url)
      : new URL(`data:text/javascript,${encodeURIComponent(embedded)}`);
  const worker = new Worker(url, {
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MIB, maxYoungGenerationSizeMb: WORKER_NURSERY_MIB },
  });
  worker.unref();
  return worker;
}

async function runInWorker(
  worker: Worker,
  task: LayerTask,
  content: ReadableContent,
  onBytes: (bytes: number) => void,
): Promise<LayerAnswer> {
  const post = (message: ToWorker, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer);
  const flow = { underWay: 0, wake: (): void => {}, done: false };
  const answer = new Promise<LayerAnswer>((resolve, reject) => {
    const finish = (settle: () => void): void => {
      flow.done = true;
      flow.wake();
      worker.off('message', hear).off('error', crash).off('exit', quit);
      worker.unref();
      settle();
    };
    const hear = (message: FromWorker): void => {
      if (message.kind === 'progress') {
        try {
          onBytes(message.bytes);
        } catch (cause) {
          // Whoever listens wants no more: nobody else would catch it here.
          finish(() => reject(cause));
        }
      } else if (message.kind === 'answer') finish(() => resolve(message.answer));
      else if (message.kind === 'failed') finish(() => reject(errorFrom(message.error)));
      else {
        flow.underWay--;
        flow.wake();
      }
    };
    const crash = (cause: Error & { code?: string }): void =>
      finish(() => reject(cause.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory() : cause));
    const quit = (): void => finish(() => reject(new BasewiseError('reading-stopped', 'reading was stopped')));
    worker.on('message', hear).on('error', crash).on('exit', quit).ref();
  });
  if (content.kind === 'file') {
    const { path, offset, length } = content;
    post({ kind: 'task', task, source: { kind: 'file', path, offset, length } });
    return answer;
  }
  post({ kind: 'task', task, source: { kind: 'stream' } });
  // A failure of the source is the cause, what the worker then says only its echo.
  const [walked, pumped] = await Promise.allSettled([answer, pump(await content.open(), post, flow)]);
  if (pumped.status === 'rejected') throw pumped.reason;
  if (walked.status === 'rejected') throw walked.reason;
  return walked.value;
}

interface Flow {
  underWay: number;
  wake: () => void;
  done: boolean;
}

async function pump(
  chunks: AsyncIterable<Uint8Array>,
  post: (message: ToWorker, transfer?: ArrayBuffer[]) => void,
  flow: Flow,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      const copy = new Uint8Array(chunk);
      flow.underWay++;
      post({ kind: 'chunk', chunk: copy }, [copy.buffer]);
      while (flow.underWay >= UNDER_WAY && !flow.done) await new Promise<void>((resolve) => (flow.wake = resolve));
      if (flow.done) return;
    }
    post({ kind: 'end' });
  } catch (cause) {
    post({ kind: 'abort' });
    throw cause;
  }
}

/** Reports the bytes of each chunk once it was taken. */
export async function* counted(chunks: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    onBytes(chunk.length);
  }
}

function outOfMemory(): BasewiseError {
  return new BasewiseError('layer-too-large', 'a layer needs more memory than is given to reading it', {
    hint: 'it has very many entries or very large tables',
  });
}
