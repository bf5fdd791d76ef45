import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { decodeFileName, encodeFileName } from '../../formats/archive/file-name.ts';
import type { EntryType } from '../../tree/tree.ts';
import type { Directory, TreeNode } from '../../tree/tree-node.ts';

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

/** Reads names on demand, each once. */
function directory(folder: Buffer, numbers: Numbers): Directory {
  const known = new Map<string, TreeNode | undefined>();
  let names: readonly string[] | null = null;
  const get = (name: string): TreeNode | undefined => {
    if (!known.has(name)) known.set(name, read(folder, name, numbers));
    return known.get(name);
  };
  const keys = (): readonly string[] => (names ??= list(folder).map(decodeFileName).filter(get));
  return { get, keys };
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
    identity: String(index),
    layer: 0,
    nlink: stats.nlink,
    children: type === 'dir' ? directory(path, numbers) : undefined,
  };
}

function typeOf(stats: Stats): EntryType {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'dir';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isCharacterDevice()) return 'char';
  return stats.isBlockDevice() ? 'block' : 'fifo';
}
