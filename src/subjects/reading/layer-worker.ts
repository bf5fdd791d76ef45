import { parentPort } from 'node:worker_threads';
import { tableBuffers } from '../../image/layer-table.ts';
import { chunkBuffers } from '../../image/packed-facts.ts';
import { runLayerTask } from './layer-job.ts';
import { chunkQueue, type ChunkQueue } from './chunk-queue.ts';
import { errorMessage, type ToWorker } from './worker-messages.ts';
import { fileChunks } from './file-chunks.ts';

/** A thread that works on one layer after the other: reads a local file by itself, or gets its chunks from the main thread. */
let queue: ChunkQueue | null = null;

async function work(message: Extract<ToWorker, { kind: 'task' }>): Promise<void> {
  const { source, task } = message;
  const counted = counting(
    source.kind === 'file'
      ? fileChunks(source.path, source.offset, source.length)
      : (queue = chunkQueue(() => parentPort?.postMessage({ kind: 'taken' }))),
  );
  try {
    const answer = await runLayerTask(task, counted);
    parentPort?.postMessage(
      { kind: 'answer', answer },
      answer.kind === 'walk' ? [...tableBuffers(answer.walk.table), ...chunkBuffers(answer.walk.found.elf)] : [],
    );
  } catch (cause) {
    parentPort?.postMessage({ kind: 'failed', error: errorMessage(cause) });
  } finally {
    queue = null;
  }
}

async function* counting(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    if (bytes < REPORT_EVERY) continue;
    parentPort?.postMessage({ kind: 'progress', bytes });
    bytes = 0;
  }
  parentPort?.postMessage({ kind: 'progress', bytes });
}

const REPORT_EVERY = 4 << 20;

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'task') void work(message);
  else if (message.kind === 'chunk') queue?.push(message.chunk);
  else if (message.kind === 'end') queue?.end();
  else queue?.fail(new Error('the source of the layer failed'));
});
