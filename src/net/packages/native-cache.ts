import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { NativeContents } from '../../ecosystems/lockfiles/native-contents.ts';
import type { Environment } from '../http/proxy.ts';

/** Facts of artifacts by the digest that a lock or an index gives them: the same file is read once. */
export interface NativeCache {
  readonly get: (hash: string) => NativeContents | null;
  readonly put: (hash: string, contents: NativeContents) => void;
}

/** Changes with the shape of what is kept. */
const generation = 'natives-1';
const mostBytes = 512 * 1024 * 1024;
const largest = 256 * 1024 * 1024;

/** Below BASEWISE_CACHE_DIR, else the user's cache folder. A cache that cannot be read or written is none. */
export function nativeCache({ BASEWISE_CACHE_DIR: chosen, XDG_CACHE_HOME: shared }: Environment): NativeCache {
  const root =
    chosen !== undefined && chosen !== ''
      ? chosen
      : join(shared !== undefined && shared.startsWith('/') ? shared : join(homedir(), '.cache'), 'basewise');
  const folder = join(root, generation);
  const place = (hash: string): string | null => {
    const hex = /^sha256:([0-9a-f]{64})$/.exec(hash)?.[1];
    return hex === undefined ? null : join(folder, hex);
  };
  return {
    get(hash) {
      const file = place(hash);
      try {
        return file === null ? null : readKept(readFileSync(file));
      } catch {
        return null;
      }
    },
    put(hash, contents) {
      const file = place(hash);
      if (file === null) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const half = `${file}.${process.pid}`;
        writeFileSync(half, gzipSync(serialize(contents), { level: 4 }), { mode: 0o600 });
        renameSync(half, file);
        shrink(folder);
      } catch {
        // A full or read-only disk: the next run fetches again.
      }
    },
  };
}

function readKept(bytes: Uint8Array): NativeContents | null {
  const kept: unknown = deserialize(gunzipSync(bytes, { maxOutputLength: largest }));
  return isContents(kept) ? kept : null;
}

function isContents(value: unknown): value is NativeContents {
  return typeof value === 'object' && value !== null && 'natives' in value && Array.isArray(value.natives);
}

/** The oldest go first. */
function shrink(folder: string): void {
  const files = readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return { name, size, mtimeMs };
  });
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= mostBytes) return;
    rmSync(join(folder, name), { force: true });
    total -= size;
  }
}
