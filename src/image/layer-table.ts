import { decodeFileName, encodeFileName } from '../formats/archive/file-name.ts';
import type { TarEntryType } from '../formats/archive/tar-entry.ts';

/**
 * The entries of one layer in archive order, in columns of bytes: a million of them take 45 MB and cross threads without being copied. An entry's number
 * here is its number everywhere.
 */
export interface LayerTable {
  readonly count: number;
  /** Entry after entry what its clean path (`entry-path.ts`) adds to the folders of the one before, as file systems store names; of links also NUL and the target. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each entry begins in `bytes`, and where the last one ends. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** How many characters of the path are those of the entry before: whole folders, so that a name is never parted. */
  readonly shared: Uint16Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
  /** Three numbers an entry: mode with type and marks above it, uid, gid (Linux has 32 bits for those; larger ones are cut off). */
  readonly numbers: Uint32Array<ArrayBuffer>;
}

/** What stands in a table besides the path. */
export interface EntryFacts {
  readonly type: TarEntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Of symbolic links verbatim, of hard links the clean path, else empty. */
  readonly target: string;
  readonly capabilities: boolean;
}

export interface LayerEntry {
  readonly index: number;
  readonly path: string;
  readonly type: TarEntryType;
}

export interface LayerTableBuilder {
  /** Returns the number of the entry. */
  add(entry: EntryFacts & { readonly path: string }): number;
  count(): number;
  /** Bytes that names and link targets take so far. */
  nameBytes(): number;
  finish(): LayerTable;
}

export function layerTableBuilder(): LayerTableBuilder {
  let bytes = Buffer.alloc(1024);
  let starts = new Uint32Array(ROWS + 1);
  let shared = new Uint16Array(ROWS);
  let sizes = new Float64Array(ROWS);
  let numbers = new Uint32Array(ROWS * WIDTH);
  let count = 0;
  let end = 0;
  let last = '';

  function append(text: string): void {
    // A character takes three bytes at most.
    if (end + text.length * 3 > bytes.length) {
      const larger = Buffer.alloc(Math.max(bytes.length * 2, end + text.length * 3));
      larger.set(bytes);
      bytes = larger;
    }
    if (!ESCAPED.test(text)) {
      end += bytes.write(text, end);
      return;
    }
    const encoded = encodeFileName(text);
    bytes.set(encoded, end);
    end += encoded.length;
  }

  function grow(): void {
    const length = count * 2;
    const [oldStarts, oldShared, oldSizes, oldNumbers] = [starts, shared, sizes, numbers];
    (starts = new Uint32Array(length + 1)).set(oldStarts);
    (shared = new Uint16Array(length)).set(oldShared);
    (sizes = new Float64Array(length)).set(oldSizes);
    (numbers = new Uint32Array(length * WIDTH)).set(oldNumbers);
  }

  return {
    add({ path, type, mode, uid, gid, size, target, capabilities }) {
      if (count === sizes.length) grow();
      const same = sharedFolders(last, path);
      append(path.slice(same));
      if (isLink(TYPES.indexOf(type))) append(`\0${target}`);
      shared[count] = same;
      sizes[count] = size;
      numbers.set([mode + TYPES.indexOf(type) * TYPE + (capabilities ? CAPABILITIES : 0), uid, gid], count * WIDTH);
      last = path;
      starts[++count] = end;
      return count - 1;
    },
    count: () => count,
    nameBytes: () => end,
    finish: () => ({
      count,
      bytes: new Uint8Array(bytes.buffer, 0, end),
      starts: starts.subarray(0, count + 1),
      shared: shared.subarray(0, count),
      sizes: sizes.subarray(0, count),
      numbers: numbers.subarray(0, count * WIDTH),
    }),
  };
}

/** Entries in order; what else is known of one is asked for by its number. */
export function* layerEntries(table: LayerTable): Generator<LayerEntry> {
  let path = '';
  for (let index = 0; index < table.count; index++) {
    path = path.slice(0, table.shared[index]) + decodeFileName(table.bytes.subarray(table.starts[index], pathEnd(table, index)));
    yield { index, path, type: TYPES[typeAt(table, index)]! };
  }
}

export function entryFacts(table: LayerTable, index: number): EntryFacts {
  const at = index * WIDTH;
  const kind = table.numbers[at]!;
  const type = typeAt(table, index);
  return {
    type: TYPES[type]!,
    mode: kind & (TYPE - 1),
    uid: table.numbers[at + 1]!,
    gid: table.numbers[at + 2]!,
    size: table.sizes[index]!,
    target: isLink(type) ? decodeFileName(table.bytes.subarray(pathEnd(table, index) + 1, table.starts[index + 1])) : '',
    capabilities: kind >= CAPABILITIES,
  };
}

export function entryType(table: LayerTable, index: number): TarEntryType {
  return TYPES[typeAt(table, index)]!;
}

/** The last component of the path, as bytes. */
export function entryName(table: LayerTable, index: number): Uint8Array {
  const own = table.bytes.subarray(table.starts[index], pathEnd(table, index));
  return own.subarray(own.lastIndexOf(SLASH) + 1);
}

/** Bytes of an entry; 0 when there is none of that number. */
export function entrySize(table: LayerTable | undefined, index: number): number {
  return table?.sizes[index] ?? 0;
}

/** The memory of a table, for handing it to another thread. */
export function tableBuffers({ bytes, starts, shared, sizes, numbers }: LayerTable): ArrayBuffer[] {
  return [bytes, starts, shared, sizes, numbers].map(({ buffer }) => buffer);
}

const ROWS = 64;
const WIDTH = 3;
const TYPE = 0o10000;
const CAPABILITIES = TYPE * 8;
const TYPES: readonly TarEntryType[] = ['file', 'dir', 'symlink', 'link', 'char', 'block', 'fifo'];
const SLASH = 0x2f;
/** Second halves of surrogate pairs, and what stands for bytes that are no UTF-8. */
const ESCAPED = /[\udc00-\udfff]/;

/** Up to and with the last `/` of what two paths begin with. */
function sharedFolders(before: string, path: string): number {
  const length = Math.min(before.length, path.length);
  let folders = 0;
  for (let at = 0; at < length; at++) {
    const character = path.charCodeAt(at);
    if (before.charCodeAt(at) !== character) break;
    if (character === SLASH) folders = at + 1;
  }
  return folders;
}

function typeAt({ numbers }: LayerTable, index: number): number {
  return (numbers[index * WIDTH]! & (CAPABILITIES - 1)) >> 12;
}

function isLink(type: number): boolean {
  return type === 2 || type === 3;
}

function pathEnd(table: LayerTable, index: number): number {
  return isLink(typeAt(table, index)) ? table.bytes.indexOf(0, table.starts[index]) : table.starts[index + 1]!;
}
