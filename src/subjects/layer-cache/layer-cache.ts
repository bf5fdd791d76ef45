import { deserialize, serialize } from 'node:v8';
import type { FilePart } from '../../image/read-ranges.ts';
import { recentlyUsed } from '../../image/recently-used.ts';
import type { LayerWalk } from '../../image/walk-layer.ts';
import type { DiskCache } from '../../net/cache/disk-cache.ts';
import type { LayerStore, WantedRanges } from '../reading/layer-store.ts';
import type { StoredDigests } from './stored-digest.ts';

export interface LayerCacheOptions {
  /** Keeps layers from one run to the next; null for this run alone. */
  readonly disk: Pick<DiskCache, 'read' | 'write'> | null;
  readonly digests: StoredDigests;
  /** Of the layers used last, expanded, in bytes. */
  readonly memory: number;
}

/**
 * A layer's facts by the digest of its stored bytes, which is verified each time: of a local file by hashing it (a twentieth of the work of walking it), of a registry's
 * layer by the manifest that names it. Facts are kept as the bytes of a structured clone: their weight is known, and whoever asks gets a copy.
 */
export function layerCache({ disk, digests, memory }: LayerCacheOptions): LayerStore {
  const recent = recentlyUsed<string, Uint8Array>(memory, ({ length }) => length);

  function find<T>(kind: Kind, key: string): T | null {
    const name = `${kind} ${key}`;
    const bytes = recent.get(name) ?? disk?.read(kind, key) ?? null;
    if (bytes === null) return null;
    recent.set(name, bytes);
    try {
      // What the disk gives was verified to be what this very version of the program wrote.
      const value: T = deserialize(bytes);
      return value;
    } catch {
      return null;
    }
  }

  function keep(kind: Kind, key: string, value: unknown): void {
    const bytes = serialize(value);
    recent.set(`${kind} ${key}`, bytes);
    disk?.write(kind, key, bytes);
  }

  return {
    async walk(layer) {
      const digest = await digests.of(layer);
      return digest === null ? null : find<LayerWalk>('layers', digest);
    },
    keepWalk: (walk) => keep('layers', walk.digest, walk),
    async ranges(layer, wanted, read) {
      const digest = await digests.of(layer);
      if (digest === null) return read();
      const key = rangesKey(digest, wanted);
      const known = find<ReadonlyMap<number, readonly FilePart[]>>('ranges', key);
      if (known !== null) return known;
      const parts = await read();
      // A file that changed while it was read gives bytes that belong to no digest.
      if ((await digests.of(layer)) === digest) keep('ranges', key, parts);
      return parts;
    },
  };
}

/** The folders of a layer cache on disk. */
export const layerKinds = ['layers', 'ranges'] as const;
type Kind = (typeof layerKinds)[number];

function rangesKey(digest: string, wanted: WantedRanges): string {
  return `${digest} ${JSON.stringify([...wanted].toSorted(([a], [b]) => a - b))}`;
}
