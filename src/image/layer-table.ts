import type { TarEntryType } from '../formats/archive/tar-entry.ts';

/**
 * The entries of one layer in archive order, in columns: it crosses threads at the cost of copying some strings and arrays, and a million
 * entries stay small. An entry's number here is its number everywhere.
 */
export interface LayerTable {
  readonly count: number;
  /** For each block of 1,024 entries: absolute clean paths (`entry-path.ts`) joined by NUL. */
  readonly paths: readonly string[];
  /** The same for link targets, empty for what is no link; of hard links the clean path. A block without links is an empty string. */
  readonly targets: readonly string[];
  readonly sizes: Float64Array;
  /** Three numbers an entry: mode with type and marks above it, uid, gid (Linux has 32 bits for those; larger ones are cut off). */
  readonly numbers: Uint32Array;
}

export interface LayerEntry {
  readonly index: number;
  readonly path: string;
  readonly type: TarEntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target: string;
  readonly capabilities: boolean;
}

export interface LayerTableBuilder {
  add(entry: Omit<LayerEntry, 'index'>): number;
  count(): number;
  finish(): LayerTable;
}

export function layerTableBuilder(): LayerTableBuilder {
  const paths: string[] = [];
  const targets: string[] = [];
  let sizes = new Float64Array(64);
  let numbers = new Uint32Array(64 * WIDTH);
  let count = 0;
  let blockPaths: string[] = [];
  let blockTargets: string[] = [];

  function closeBlock(): void {
    paths.push(blockPaths.join('\0'));
    targets.push(blockTargets.every((target) => target === '') ? '' : blockTargets.join('\0'));
    blockPaths = [];
    blockTargets = [];
  }

  return {
    /** Returns the number of the entry. */
    add(entry) {
      if (count === sizes.length) [sizes, numbers] = [grownSizes(sizes), grownNumbers(numbers)];
      sizes[count] = entry.size;
      const at = count * WIDTH;
      numbers[at] = entry.mode + TYPES.indexOf(entry.type) * TYPE + (entry.capabilities ? CAPABILITIES : 0);
      numbers[at + 1] = entry.uid;
      numbers[at + 2] = entry.gid;
      blockPaths.push(entry.path);
      blockTargets.push(entry.target);
      if (blockPaths.length === BLOCK) closeBlock();
      return count++;
    },
    count: () => count,
    finish() {
      if (blockPaths.length > 0) closeBlock();
      return { count, paths, targets, sizes: sizes.slice(0, count), numbers: numbers.slice(0, count * WIDTH) };
    },
  };
}

export function* layerEntries(table: LayerTable): Generator<LayerEntry> {
  for (let index = 0; index < table.count; index += BLOCK) {
    const paths = table.paths[index / BLOCK]!.split('\0');
    const targets = table.targets[index / BLOCK]!.split('\0');
    for (const [i, path] of paths.entries()) yield entryAt(table, index + i, path, targets[i] ?? '');
  }
}

function entryAt(table: LayerTable, index: number, path: string, target: string): LayerEntry {
  const at = index * WIDTH;
  const kind = table.numbers[at]!;
  return {
    index,
    path,
    type: TYPES[(kind & (CAPABILITIES - 1)) >> 12]!,
    mode: kind & (TYPE - 1),
    uid: table.numbers[at + 1]!,
    gid: table.numbers[at + 2]!,
    size: table.sizes[index]!,
    target,
    capabilities: kind >= CAPABILITIES,
  };
}

/** Bytes of an entry; 0 when there is none of that number. */
export function entrySize(table: LayerTable | undefined, index: number): number {
  return table?.sizes[index] ?? 0;
}

/** Characters of all names and link targets, with what parts them. */
export function nameCharacters({ paths, targets }: LayerTable): number {
  return [...paths, ...targets].reduce((sum, block) => sum + block.length, 0);
}

const BLOCK = 1024;
const WIDTH = 3;
const TYPE = 0o10000;
const CAPABILITIES = TYPE * 8;
const TYPES: readonly TarEntryType[] = ['file', 'dir', 'symlink', 'link', 'char', 'block', 'fifo'];

function grownSizes(sizes: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(sizes.length * 2);
  larger.set(sizes);
  return larger;
}

function grownNumbers(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
