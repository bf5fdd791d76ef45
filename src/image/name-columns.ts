import { encodeFileName } from '../formats/archive/file-name.ts';

/**
 * The names of a root file system, numbered, in columns: a million of them take 30 MB. Each has a directory and a row, which says what it is and how it is
 * spelled. 0 is the root's number, which no directory holds, and so also stands for "none".
 */
export interface NameColumns {
  /** The name in this directory, 0 when there is none. */
  find(directory: number, name: string): number;
  /** Adds a name, which must not be there. */
  add(directory: number, name: string, row: number): number;
  /** Takes a name away, with everything below it. */
  remove(node: number): void;
  isThere(node: number): boolean;
  /** What is in a directory, in no order; names may be removed and added meanwhile. */
  children(directory: number): Generator<number>;
  row(node: number): number;
  /** Describes a name anew; it keeps what is in it. */
  setRow(node: number, row: number): void;
}

/** `spelling` gives the name of a row as bytes. */
export function nameColumns(expected: number, spelling: (row: number) => Uint8Array): NameColumns {
  let capacity = expected + 64;
  let rows = new Int32Array(capacity);
  let parents = new Uint32Array(capacity);
  let hashes = new Uint32Array(capacity);
  /** The first name in a directory, the next one beside it. */
  let firsts = new Uint32Array(capacity);
  let nexts = new Uint32Array(capacity);
  /** Names with equal low bits of their hash, chained. */
  let chains = new Uint32Array(capacity);
  let buckets = new Uint32Array(powerOfTwo(capacity));
  let count = 1;

  function grow(): void {
    capacity *= 2;
    const [oldRows, oldParents, oldHashes, oldFirsts, oldNexts] = [rows, parents, hashes, firsts, nexts];
    (rows = new Int32Array(capacity)).set(oldRows);
    (parents = new Uint32Array(capacity)).set(oldParents);
    (hashes = new Uint32Array(capacity)).set(oldHashes);
    (firsts = new Uint32Array(capacity)).set(oldFirsts);
    (nexts = new Uint32Array(capacity)).set(oldNexts);
    chains = new Uint32Array(capacity);
    buckets = new Uint32Array(powerOfTwo(capacity));
    for (let node = 1; node < count; node++) if (rows[node] !== GONE) chain(node);
  }

  function chain(node: number): void {
    const bucket = hashes[node]! & (buckets.length - 1);
    chains[node] = buckets[bucket]!;
    buckets[bucket] = node;
  }

  return {
    find(directory, name) {
      const hash = hashOf(directory, name);
      for (let node = buckets[hash & (buckets.length - 1)]!; node !== 0; node = chains[node]!) {
        if (hashes[node] === hash && parents[node] === directory && isSpelled(spelling(rows[node]!), name)) return node;
      }
      return 0;
    },
    add(directory, name, row) {
      if (count === capacity) grow();
      const node = count++;
      rows[node] = row;
      parents[node] = directory;
      hashes[node] = hashOf(directory, name);
      chain(node);
      nexts[node] = firsts[directory]!;
      firsts[directory] = node;
      return node;
    },
    remove(node) {
      rows[node] = GONE;
      const bucket = hashes[node]! & (buckets.length - 1);
      if (buckets[bucket] === node) buckets[bucket] = chains[node]!;
      else {
        let before = buckets[bucket]!;
        while (chains[before] !== node) before = chains[before]!;
        chains[before] = chains[node]!;
      }
    },
    isThere: (node) => rows[node] !== GONE,
    *children(directory) {
      let before = 0;
      for (let node = firsts[directory]!; node !== 0;) {
        const next = nexts[node]!;
        if (rows[node] !== GONE) {
          before = node;
          yield node;
        } else if (before !== 0) nexts[before] = next;
        else if (firsts[directory] === node) firsts[directory] = next;
        node = next;
      }
    },
    row: (node) => rows[node]!,
    setRow(node, row) {
      rows[node] = row;
    },
  };
}

/** The row of a name that was taken away; it leaves its directory's list when that is walked next. */
const GONE = -(2 ** 31);

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}

/** FNV-1a over the directory's number and the characters. */
function hashOf(directory: number, name: string): number {
  let hash = Math.imul(0x811c9dc5 ^ directory, 0x01000193);
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function isSpelled(bytes: Uint8Array, name: string): boolean {
  if (bytes.length < name.length) return false;
  for (let at = 0; at < name.length; at++) {
    const character = name.charCodeAt(at);
    if (character > 0x7f) return Buffer.compare(bytes, encodeFileName(name)) === 0;
    if (bytes[at] !== character) return false;
  }
  return bytes.length === name.length;
}
