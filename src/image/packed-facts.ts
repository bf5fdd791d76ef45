import { constants, zstdCompressSync } from 'node:zlib';
import type { ElfFacts } from '../tree/elf-facts.ts';
import { packElf, recordAt } from '../tree/packed-elf.ts';
import { PLAIN_FACTS, returnBudget, takeBudget, takenBudget, type FactsBudget } from './facts-budget.ts';
import { CHUNK, plainChunk, type FactsChunk, type PackedFacts } from './facts-chunks.ts';

/** Keeps what is known of entry `index`. False where it does not fit. */
export function addFacts(packed: PackedFacts, index: number, facts: ElfFacts, budget: FactsBudget): boolean {
  const record = packElf(facts);
  const hash = sampleHash(record);
  if (!takeBudget(budget, PLACE)) return false;
  const place = equalRecord(packed, record, hash) ?? write(packed, record, budget);
  if (place === null) {
    returnBudget(budget, PLACE);
    return false;
  }
  packed.places.set(index, place);
  samplesOf(packed).set(hash, place);
  return true;
}

/** To be called when nothing is added for some time: gives back what was set aside for more. */
export function settleFacts(packed: PackedFacts, budget: FactsBudget): void {
  closeChunk(packed.chunks.at(-1), budget);
  samples.delete(packed);
}

/** Bytes of memory, as they count against a budget. */
export function packedWeight({ places, chunks }: PackedFacts): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes.length, places.size * PLACE);
}

/** What a thread hands over with them. */
export function chunkBuffers({ chunks }: PackedFacts): ArrayBuffer[] {
  return chunks.map(({ bytes }) => bytes.buffer);
}

/** Entries of hash tables, and the object that stands for the file. */
const PLACE = 160;

function write({ chunks }: PackedFacts, record: Uint8Array, budget: FactsBudget): number | null {
  const size = Math.ceil(record.length / 8) * 8;
  if (!takeBudget(budget, size)) return null;
  let chunk = chunks.at(-1);
  if (chunk === undefined || chunk.compressed || chunk.used + size > chunk.bytes.length) {
    closeChunk(chunk, budget);
    chunk = { bytes: new Uint8Array(Math.max(size, CHUNK)), used: 0, compressed: false };
    chunks.push(chunk);
  }
  chunk.bytes.set(record, chunk.used);
  const place = (chunks.length - 1) * CHUNK + chunk.used;
  chunk.used += size;
  return place;
}

/** Level 1 brings tables to a quarter at 300 MB/s, and no other level to much less. */
function closeChunk(chunk: FactsChunk | undefined, budget: FactsBudget): void {
  if (chunk === undefined || chunk.compressed) return;
  const { bytes, used } = chunk;
  if (takenBudget(budget) <= PLAIN_FACTS) {
    if (used < bytes.length) chunk.bytes = bytes.slice(0, used);
    return;
  }
  chunk.bytes = new Uint8Array(zstdCompressSync(bytes.subarray(0, used), { params: { [constants.ZSTD_c_compressionLevel]: 1 } }));
  chunk.compressed = true;
  returnBudget(budget, used - chunk.bytes.length);
}

/** The last record with each hash, while a layer is walked. */
const samples = new WeakMap<PackedFacts, Map<number, number>>();

function samplesOf(packed: PackedFacts): Map<number, number> {
  const known = samples.get(packed) ?? new Map<number, number>();
  samples.set(packed, known);
  return known;
}

function equalRecord(packed: PackedFacts, record: Uint8Array, hash: number): number | null {
  const place = samplesOf(packed).get(hash);
  if (place === undefined) return null;
  const other = recordAt(plainChunk(packed, place), place % CHUNK);
  return Buffer.compare(other, record) === 0 ? place : null;
}

/** Of all words of a small record and of some all over a large one: what is equal in these is compared. */
function sampleHash(record: Uint8Array): number {
  const words = new Uint32Array(record.buffer, record.byteOffset, record.length >>> 2);
  const step = Math.max(1, words.length >>> 10);
  let hash = record.length;
  for (let i = 0; i < words.length; i += step) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193);
  return hash;
}
