import { zstdDecompressSync } from 'node:zlib';
import { recentlyUsed } from './recently-used.ts';

/**
 * ELF facts of the files of one layer as bytes in a few chunks: plain data that crosses threads without being copied and goes to a cache as it is. Files of which the same
 * is known share a record.
 */
export interface PackedFacts {
  /** Where the record of each entry begins: the number of its chunk times `CHUNK`, and the offset in it. */
  readonly places: Map<number, number>;
  readonly chunks: FactsChunk[];
}

/** Records one after the other, each at a multiple of 8; one that is larger than `CHUNK` has a chunk of its own. */
export interface FactsChunk {
  bytes: Uint8Array<ArrayBuffer>;
  /** Bytes that are written, before they were compressed. */
  used: number;
  compressed: boolean;
}

export const CHUNK: number = 1 << 18;

export function packedFacts(): PackedFacts {
  return { places: new Map(), chunks: [] };
}

/** The chunk at `place`, decompressed where it is compressed. */
export function plainChunk({ chunks }: PackedFacts, place: number): Uint8Array<ArrayBuffer> {
  const chunk = chunks[Math.floor(place / CHUNK)];
  if (chunk === undefined) return new Uint8Array();
  if (chunk.compressed) return decompressed(chunk);
  // What a cache gives stands anywhere in a larger buffer.
  if (chunk.bytes.byteOffset % 8 !== 0) chunk.bytes = chunk.bytes.slice();
  return chunk.bytes;
}

function decompressed(chunk: FactsChunk): Uint8Array<ArrayBuffer> {
  const known = recent.get(chunk);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(zstdDecompressSync(chunk.bytes, { maxOutputLength: chunk.used }));
  recent.set(chunk, bytes);
  return bytes;
}

/** Whoever goes through the files in order, or from a program to its libraries, stays within a few chunks. */
const recent = recentlyUsed<FactsChunk, Uint8Array<ArrayBuffer>>(8 * 1024 * 1024, ({ length }) => length);
