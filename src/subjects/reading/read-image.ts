import { availableParallelism } from 'node:os';
import { BasewiseError } from '../../errors.ts';
import { factsBudget, type FactsBudget } from '../../image/facts-budget.ts';
import { imageRootfs, type ImageRootfs, type WalkedLayer } from '../../image/image-rootfs.ts';
import type { ImageSource, LayerSource } from '../../image/source.ts';
import { MOST_ENTRIES, MOST_NAME_BYTES, namesTooLong, tooManyEntries, walkLayer, type LayerWalk } from '../../image/walk-layer.ts';
import { interests, keepsFor, wantedOf } from '../interests.ts';
import type { Wanted } from '../interests.ts';
import type { StreamedArchive } from '../streamed-archive/streamed-archive.ts';
import { layerError, verifyLayer } from './layer-errors.ts';
import type { FilePart } from '../../image/read-ranges.ts';
import { contentKey, knownWalks } from './known-walks.ts';
import type { LayerStore } from './layer-store.ts';
import { counted, createLayerPool, thisThread, type LayerPool, type ReadableContent } from './layer-pool.ts';

export interface ReadOptions extends Wanted {
  /** Layers that were walked before for all that checks want are not walked again. */
  readonly layers?: LayerStore;
  /** Lanes of whoever asks, who also closes them. */
  readonly pool?: LayerPool;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
}

export interface ReadProgress {
  /** Stored bytes read so far. */
  readonly read: number;
  /** Stored bytes of all layers, where they are known. */
  readonly total?: number;
}

/**
 * Reads an image once: every layer is decompressed, verified, walked for the declared interests and merged.
 *
 * Throws BasewiseError: `layer-damaged` (with layer and offset), `layer-mismatch`, `decompression-bomb`, `compression-unsupported`,
 * `too-many-entries`, `reading-stopped`; and what opening a layer's stream throws.
 */
export async function readImage(source: ImageSource, options: ReadOptions = {}): Promise<ImageRootfs> {
  const budget = factsBudget();
  const known = await knownWalks(source.layers, storeFor(options), budget);
  const pool = poolFor(
    source.layers.filter((_, index) => known[index] === null),
    options.pool,
  );
  const stop = (): void => void pool.close();
  options.signal?.addEventListener('abort', stop);
  try {
    const walked = await walkLayers(source, pool, { ...options, budget }, known);
    return await rootfsOf(source, walked, { ...options, budget }, true);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    if (pool !== options.pool) await pool.close();
  }
}

/** Reads an image whose layers pass by before it is known which of them it uses. Throws as `readImage`. */
export async function readStreamedImage(
  archive: StreamedArchive,
  options: ReadOptions = {},
): Promise<{ readonly source: ImageSource; readonly rootfs: ImageRootfs }> {
  let read = 0;
  const budget = factsBudget();
  const onBytes = (bytes: number): void => {
    stopIfAsked(options);
    options.onProgress?.({ read: (read += bytes) });
  };
  const { source, walked } = await archive.read(async (member, content) => {
    try {
      return await walkLayer(counted(content, onBytes), interests(options), algorithmOf(member.digest), budget);
    } catch (cause) {
      throw layerError(cause, member.name, archive.name);
    }
  });
  const layers = source.layers.map((layer, index): WalkedLayer => {
    const walk = walked[index];
    if (walk === undefined) return { absent: layer.content.kind === 'absent' ? layer.content.why : 'the archive does not hold it' };
    verifyLayer(layer, walk, index, source.name);
    return walk;
  });
  boundEntries(layers);
  return { source, rootfs: await rootfsOf(source, layers, { ...options, budget }, true) };
}

/** Reads the tar of one root file system, whose `.wh.` names mean nothing special. Throws as `readImage`. */
export async function readRootfsTar(name: string, content: ReadableContent, options: ReadOptions = {}): Promise<ImageRootfs> {
  const layer: LayerSource = { content };
  const source = { name, layers: [layer] };
  const reading = { ...options, budget: factsBudget() };
  return rootfsOf(source, await walkLayers(source, thisThread, reading), reading, false);
}

/** One subject on its way. */
interface Reading extends ReadOptions {
  readonly budget: FactsBudget;
}

type Layered = Pick<ImageSource, 'name' | 'layers'>;

/** Below this many bytes a worker costs more than it gains. */
const WORTH_WORKERS = 16 * 1024 * 1024;

function poolFor(layers: readonly LayerSource[], shared: LayerPool | undefined): LayerPool {
  const present = layers.filter(({ content }) => content.kind !== 'absent');
  if (availableParallelism() === 1) return thisThread;
  const known = present.reduce((sum, layer) => sum + (sizeOf(layer) ?? WORTH_WORKERS), 0);
  return present.length < 2 || known < WORTH_WORKERS ? thisThread : (shared ?? createLayerPool());
}

function sizeOf({ size, content }: LayerSource): number | undefined {
  return content.kind === 'file' ? content.length : size;
}

async function walkLayers(
  source: Layered,
  pool: LayerPool,
  options: Reading,
  known: readonly (LayerWalk | null)[] = [],
): Promise<WalkedLayer[]> {
  let read = 0;
  const sizes = source.layers.map(sizeOf);
  const total = sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
  let failed = false;
  const onBytes = (bytes: number): void => {
    read += bytes;
    stopIfAsked(options);
    // One bad layer ends it all: what goes on beside it would be work for nothing.
    if (failed) throw new BasewiseError('reading-stopped', 'reading was stopped');
    options.onProgress?.({ read, ...(total !== undefined && { total }) });
  };
  const walked: WalkedLayer[] = source.layers.map(() => ({ absent: 'not read' }));
  const byContent = new Map<string, Promise<LayerWalk>>();
  const walkOne = async (index: number): Promise<void> => {
    const layer = source.layers[index]!;
    if (layer.content.kind === 'absent') {
      walked[index] = { absent: layer.content.why };
      return;
    }
    const key = contentKey(layer, layer.content) ?? String(index);
    const stored = known[index] ?? null;
    const walk =
      byContent.get(key) ?? (stored !== null ? Promise.resolve(stored) : walkContent(source, index, layer.content, pool, options, onBytes));
    byContent.set(key, walk);
    walked[index] = await walk;
    verifyLayer(layer, await walk, index, source.name);
    boundEntries(walked);
  };
  // The largest first, so that no core waits for it at the end.
  const order = [...source.layers.keys()].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
  try {
    if (pool === thisThread) for (const index of order) await walkOne(index);
    else await Promise.all(order.map(walkOne));
  } catch (cause) {
    failed = true;
    throw cause;
  }
  return walked;
}

async function walkContent(
  source: Layered,
  index: number,
  content: ReadableContent,
  pool: LayerPool,
  options: Reading,
  onBytes: (bytes: number) => void,
): Promise<LayerWalk> {
  const layer = source.layers[index]!;
  try {
    const task = { kind: 'walk', facts: wantedOf(options), algorithm: algorithmOf(layer.digest), budget: options.budget } as const;
    const answer = await pool.run(task, content, onBytes);
    if (answer.kind !== 'walk') throw new Error('a walk was answered with ranges');
    // Before anything is answered into it; what other layers left no room for is no fact of this one.
    if (!answer.walk.unknown.some((each) => each.overBudget === true)) storeFor(options)?.keepWalk(answer.walk);
    return answer.walk;
  } catch (cause) {
    throw layerError(cause, layerName(layer, index), source.name);
  }
}

async function rootfsOf(source: Layered, walked: readonly WalkedLayer[], options: Reading, layered: boolean): Promise<ImageRootfs> {
  return imageRootfs(walked, {
    extractors: interests(options),
    keeps: keepsFor(options),
    layered,
    budget: options.budget,
    async pass(index, wanted) {
      const layer = source.layers[index]!;
      const { content } = layer;
      if (content.kind === 'absent') throw new Error('a layer that is not here was asked for its bytes');
      const read = async (): Promise<ReadonlyMap<number, readonly FilePart[]>> => {
        const answer = await thisThread.run({ kind: 'ranges', wanted }, content, () => {});
        return answer.kind === 'ranges' ? answer.parts : new Map();
      };
      try {
        return await (storeFor(options)?.ranges(layer, wanted, read) ?? read());
      } catch (cause) {
        throw layerError(cause, layerName(layer, index), source.name);
      }
    },
  });
}

function stopIfAsked({ signal }: ReadOptions): void {
  if (signal?.aborted === true) throw new BasewiseError('reading-stopped', 'reading was stopped');
}

/** What is kept of layers answers the interests of every check, no more and no less. */
function storeFor({ digests, baseOnly, namesOnly, layers }: ReadOptions): LayerStore | undefined {
  return digests === true || baseOnly === true || namesOnly === true ? undefined : layers;
}

function boundEntries(layers: readonly WalkedLayer[]): void {
  const entries = layers.reduce((sum, layer) => sum + ('absent' in layer ? 0 : layer.table.count), 0);
  if (entries > MOST_ENTRIES) throw tooManyEntries();
  const bytes = layers.reduce((sum, layer) => sum + ('absent' in layer ? 0 : layer.table.bytes.length), 0);
  if (bytes > MOST_NAME_BYTES) throw namesTooLong();
}

function algorithmOf(digest: string | undefined): string {
  return digest?.split(':')[0] ?? 'sha256';
}

export function layerName(layer: LayerSource, index: number): string {
  return `${index + 1} (${layer.digest ?? layer.diffId ?? 'unnamed'})`;
}
