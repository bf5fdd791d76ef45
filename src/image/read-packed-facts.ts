import type { ElfFacts } from '../tree/elf-facts.ts';
import { elfHead, elfTables, recordAt, type ElfHead, type ElfTables } from '../tree/packed-elf.ts';
import { storedElf, type ElfStore } from '../tree/stored-elf.ts';
import { CHUNK, plainChunk, type PackedFacts } from './facts-chunks.ts';
import { recentlyUsed } from './recently-used.ts';

/** What is known of entry `index`: one object for all files of which the same is known. */
export function factsOf(packed: PackedFacts, index: number): ElfFacts | undefined {
  const place = packed.places.get(index);
  if (place === undefined) return undefined;
  const open = opened.get(packed) ?? { store: openStore(packed), handed: new Map() };
  opened.set(packed, open);
  const facts = open.handed.get(place) ?? storedElf(open.store, place);
  open.handed.set(place, facts);
  return facts;
}

interface Opened {
  readonly store: ElfStore;
  readonly handed: Map<number, ElfFacts>;
}

const opened = new WeakMap<PackedFacts, Opened>();

function openStore(packed: PackedFacts): ElfStore {
  const heads = recentlyUsed<number, ElfHead>(MOST_HEADS, () => 1);
  let last: { readonly place: number; readonly tables: ElfTables } | null = null;
  return {
    head(place) {
      const known = heads.get(place);
      if (known !== undefined) return known;
      const head = elfHead(recordAt(plainChunk(packed, place), place % CHUNK));
      heads.set(place, head);
      return head;
    },
    tables(place) {
      if (last?.place !== place) last = { place, tables: elfTables(lastingRecord(packed, place)) };
      return last.tables;
    },
  };
}

/** Heads of files, 1 KB each: whoever goes through all files does so more than once. */
const MOST_HEADS = 8192;

/** A chunk stays as long as the layer does, but not what it was decompressed to. */
function lastingRecord(packed: PackedFacts, place: number): Uint8Array<ArrayBuffer> {
  const record = recordAt(plainChunk(packed, place), place % CHUNK);
  return packed.chunks[Math.floor(place / CHUNK)]?.compressed === true ? record.slice() : record;
}
