import { deserialize, serialize } from 'node:v8';
import type { NativeContents } from '../../ecosystems/lockfiles/native-contents.ts';
import { openDiskCache } from '../cache/disk-cache.ts';

/** Facts of artifacts by the digest that a lock or an index gives them: the same file is read once. */
export interface NativeCache {
  readonly get: (hash: string) => NativeContents | null;
  readonly put: (hash: string, contents: NativeContents) => void;
  /** Brings the folder within its bound. */
  readonly close: () => void;
}

const kind = 'natives';
/** Changes with the shape of what is kept; a new version of the program alone does not fetch gigabytes again. */
const version = 'natives-2';
const mostBytes = 512 * 1024 * 1024;

/** In a cache folder; with null nothing is kept. */
export function nativeCache(folder: string | null): NativeCache {
  const cache = folder === null ? null : openDiskCache({ folder, kinds: [kind], version, mostBytes });
  const isDigest = (hash: string): boolean => /^sha256:[0-9a-f]{64}$/.test(hash);
  return {
    get(hash) {
      const bytes = isDigest(hash) ? (cache?.read(kind, hash) ?? null) : null;
      return bytes === null ? null : readKept(bytes);
    },
    put(hash, contents) {
      if (isDigest(hash)) cache?.write(kind, hash, serialize(contents));
    },
    close: () => cache?.close(),
  };
}

/** The disk cache vouches for the bytes being those that were written. */
function readKept(bytes: Uint8Array): NativeContents | null {
  const kept: unknown = deserialize(bytes);
  return isContents(kept) ? kept : null;
}

function isContents(value: unknown): value is NativeContents {
  return typeof value === 'object' && value !== null && 'natives' in value && Array.isArray(value.natives);
}
