import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { evict } from './evict.ts';

/**
 * Bytes kept from one run to the next, by key. Several processes may share a folder: an entry is written beside and renamed into place, and verified whenever it is
 * read. What is damaged, of another version or not readable is a miss; what cannot be written is not kept. Nothing here throws.
 */
export interface DiskCache {
  /** The bytes stored under a key of one of the cache's kinds, null when there are none. */
  read(kind: string, key: string): Uint8Array | null;
  write(kind: string, key: string, bytes: Uint8Array): void;
  /** Brings the folder within its bound. */
  close(): void;
}

export interface DiskCacheOptions {
  readonly folder: string;
  /** The folders in it that are the cache's own: nothing else in a folder that somebody named is ever removed. */
  readonly kinds: readonly string[];
  /** Stands for all that the meaning of stored bytes depends on: entries of another version are never read. */
  readonly version: string;
  /** Of all entries, compressed, in bytes; what was not used for longest goes first. */
  readonly mostBytes: number;
}

/** Larger ones are not kept. */
export const LARGEST_ENTRY: number = 128 * 1024 * 1024;
/** How far the entries of one run may grow over the bound before it is looked after. */
const SWEEP_EVERY = 64 * 1024 * 1024;

export function openDiskCache({ folder, kinds, version, mostBytes }: DiskCacheOptions): DiskCache {
  let written = 0;
  const fileOf = (kind: string, key: string): string => join(folder, kind, sha256(`${version}\0${kind}\0${key}`).toString('hex'));
  const sweep = (): void => {
    if (written > 0) evict(folder, kinds, mostBytes);
    written = 0;
  };
  return {
    read(kind, key) {
      const file = fileOf(kind, key);
      const bytes = attempt(() => (statSync(file).size <= LARGEST_ENTRY ? unpack(readFileSync(file), key) : null));
      // The time of the last use decides what goes first.
      if (bytes !== null) attempt(() => utimesSync(file, new Date(), new Date()));
      return bytes;
    },
    write(kind, key, bytes) {
      if (bytes.length > LARGEST_ENTRY) return;
      const packed = pack(bytes, key);
      const file = fileOf(kind, key);
      const half = `${file}.${randomUUID()}.half`;
      const stored = attempt(() => {
        mkdirSync(join(folder, kind), { recursive: true, mode: 0o700 });
        writeFileSync(half, packed, { mode: 0o600, flag: 'wx' });
        renameSync(half, file);
        return true;
      });
      if (stored === null) attempt(() => rmSync(half, { force: true }));
      written += packed.length;
      if (written > SWEEP_EVERY) sweep();
    },
    close: sweep,
  };
}

const MAGIC = Buffer.from('basewise-cache/1\n');
const DIGEST = 32;

/** Magic, digest of what follows, the key's digest, the compressed bytes. */
function pack(bytes: Uint8Array, key: string): Buffer {
  const body = Buffer.concat([sha256(key), zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })]);
  return Buffer.concat([MAGIC, sha256(body), body]);
}

/** Throws what zstd throws. */
function unpack(file: Buffer, key: string): Uint8Array | null {
  if (!file.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const digest = file.subarray(MAGIC.length, MAGIC.length + DIGEST);
  const body = file.subarray(MAGIC.length + DIGEST);
  if (!sha256(body).equals(digest) || !sha256(key).equals(body.subarray(0, DIGEST))) return null;
  return zstdDecompressSync(body.subarray(DIGEST), { maxOutputLength: LARGEST_ENTRY });
}

function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** A cache that does not work makes a run slower, never wrong and never fail. */
function attempt<T>(step: () => T): T | null {
  try {
    return step();
  } catch {
    return null;
  }
}
