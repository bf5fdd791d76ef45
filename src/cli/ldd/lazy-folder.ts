import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { decodeFileName, encodeFileName } from '../../formats/archive/file-name.ts';
import type { EntryType } from '../../tree/tree.ts';
import type { TreeNode } from '../../tree/tree-node.ts';

/**
 * A folder as the root of a tree whose names are asked from the file system one by one: a question about one program touches a few dozen of the many
 * thousand names of a root. `files` collects where each file lies, by its number.
 */
export function lazyFolder(path: Buffer, files: Map<number, Buffer>): TreeNode {
  return nodeOf(path, lstatSync(path), { files, numbers: new Map() });
}

interface Numbers {
  readonly files: Map<number, Buffer>;
  /** Hard links share a number. */
  readonly numbers: Map<string, number>;
}

/** Reads names on demand; a Map, because that is what `createTree` walks. */
class Names extends Map<string, TreeNode> {
  readonly #folder: Buffer;
  readonly #numbers: Numbers;
  readonly #absent = new Set<string>();
  #listed = false;

  constructor(folder: Buffer, numbers: Numbers) {
    super();
    this.#folder = folder;
    this.#numbers = numbers;
  }

  override get(name: string): TreeNode | undefined {
    const known = super.get(name);
    if (known !== undefined || this.#listed || this.#absent.has(name)) return known;
    const node = read(this.#folder, name, this.#numbers);
    if (node === undefined) this.#absent.add(name);
    else this.set(name, node);
    return node;
  }

  override keys(): MapIterator<string> {
    if (!this.#listed) for (const name of list(this.#folder)) this.get(decodeFileName(name));
    this.#listed = true;
    return super.keys();
  }
}

function list(folder: Buffer): Buffer[] {
  try {
    return readdirSync(folder, { encoding: 'buffer' });
  } catch {
    return [];
  }
}

function read(folder: Buffer, name: string, numbers: Numbers): TreeNode | undefined {
  const path = Buffer.concat([folder, Buffer.from('/'), encodeFileName(name)]);
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined || stats.isSocket() ? undefined : nodeOf(path, stats, numbers);
  } catch {
    return undefined; // a folder that this user may not search is as good as empty
  }
}

function nodeOf(path: Buffer, stats: Stats, numbers: Numbers): TreeNode {
  const type = typeOf(stats);
  const key = `${stats.dev}:${stats.ino}`;
  const index = numbers.numbers.get(key) ?? numbers.numbers.size;
  numbers.numbers.set(key, index);
  if (type === 'file') numbers.files.set(index, path);
  return {
    type,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: type === 'file' ? stats.size : 0,
    target: type === 'symlink' ? decodeFileName(readlinkSync(path, { encoding: 'buffer' })) : undefined,
    capabilities: false,
    source: 0,
    index,
    layer: 0,
    nlink: stats.nlink,
    children: type === 'dir' ? new Names(path, numbers) : undefined,
  };
}

function typeOf(stats: Stats): EntryType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'dir';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'char';
  return stats.isBlockDevice() ? 'block' : 'fifo';
}
