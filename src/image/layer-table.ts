import type { TarEntryType } from '../formats/archive/tar-entry.ts';

/**
 * The entries of one layer in archive order, in columns: it crosses threads at the cost of copying two strings and one array, and a
 * million entries stay small. An entry's number here is its number everywhere.
 */
export interface LayerTable {
  readonly count: number;
  /** Absolute clean paths (`entry-path.ts`), joined by NUL. */
  readonly paths: string;
  /** Link targets, joined by NUL, empty for what is no link; of hard links the clean path. */
  readonly targets: string;
  /** Five numbers an entry: type and marks, mode, uid, gid, size. */
  readonly numbers: Float64Array;
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
  /** Returns the number of the entry. */
  add(entry: Omit<LayerEntry, 'index'>): number;
  count(): number;
  finish(): LayerTable;
}

export function layerTableBuilder(): LayerTableBuilder {
  let numbers = new Float64Array(64 * WIDTH);
  const paths: string[] = [];
  const targets: string[] = [];
  return {
    add(entry) {
      const index = paths.length;
      const at = index * WIDTH;
      if (at === numbers.length) numbers = grown(numbers);
      numbers[at] = TYPES.indexOf(entry.type) + (entry.capabilities ? CAPABILITIES : 0);
      numbers[at + 1] = entry.mode;
      numbers[at + 2] = entry.uid;
      numbers[at + 3] = entry.gid;
      numbers[at + 4] = entry.size;
      paths.push(entry.path);
      targets.push(entry.target);
      return index;
    },
    count: () => paths.length,
    finish: () => ({
      count: paths.length,
      paths: paths.join('\0'),
      targets: targets.join('\0'),
      numbers: numbers.slice(0, paths.length * WIDTH),
    }),
  };
}

export function* layerEntries(table: LayerTable): Generator<LayerEntry> {
  if (table.count === 0) return;
  const paths = table.paths.split('\0');
  const targets = table.targets.split('\0');
  for (let index = 0; index < table.count; index++) {
    const at = index * WIDTH;
    const kind = table.numbers[at]!;
    yield {
      index,
      path: paths[index]!,
      type: TYPES[kind % CAPABILITIES]!,
      mode: table.numbers[at + 1]!,
      uid: table.numbers[at + 2]!,
      gid: table.numbers[at + 3]!,
      size: table.numbers[at + 4]!,
      target: targets[index]!,
      capabilities: kind >= CAPABILITIES,
    };
  }
}

/** Bytes of an entry; 0 when there is none of that number. */
export function entrySize(table: LayerTable | undefined, index: number): number {
  return table?.numbers[index * WIDTH + 4] ?? 0;
}

const WIDTH = 5;
const CAPABILITIES = 16;
const TYPES: readonly TarEntryType[] = ['file', 'dir', 'symlink', 'link', 'char', 'block', 'fifo'];

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
