// A folder of a real disk (an unpacked base) as a root file system, with whatever it holds at hand: for conformance runs.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isElf } from '../formats/binary/elf-header.ts';
import { readElf } from '../formats/binary/elf.ts';
import { createTree } from '../tree/create-tree.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { TreeNode } from '../tree/tree-node.ts';

/**
 * An unpacked root on this disk; symbolic links are never followed outside it because nothing is opened but by its own directory entries.
 * Names in `skip` are left out where they stand in the root.
 */
export function folderRootfs(folder: string, skip: readonly string[] = []): Rootfs {
  const paths = new Map<string, string>();
  const root = readFolder(folder, paths, new Set(skip));
  const read = (identity: string): Uint8Array | undefined => {
    const path = paths.get(identity);
    return path === undefined ? undefined : readFileSync(path);
  };
  const known = new Map<string, ElfFacts | null>();
  const elf = (identity: string): ElfFacts | null => {
    let facts = known.get(identity);
    if (facts === undefined) {
      const bytes = read(identity);
      facts =
        bytes !== undefined && isElf(bytes) ? readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length) : null;
      known.set(identity, facts);
    }
    return facts;
  };
  return { ...rootfsOver(root, read), elf };
}

function rootfsOver(root: TreeNode, content: (identity: string) => Uint8Array | undefined): Rootfs {
  return {
    tree: createTree(root, { layered: false }),
    bytes: {
      read: (identity, offset, length) => content(identity)?.subarray(offset, offset + length) ?? null,
      fetch: () => Promise.resolve([]),
    },
    elf: () => null,
    script: () => null,
    archive: () => null,
    unread: [],
  };
}

function readFolder(folder: string, paths: Map<string, string>, skip: ReadonlySet<string> = new Set()): TreeNode {
  const children = new Map<string, TreeNode>();
  for (const name of readdirSync(folder)) {
    if (skip.has(name)) continue;
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      children.set(name, readFolder(path, paths));
    } else if (stat.isFile() || stat.isSymbolicLink()) {
      const target = stat.isSymbolicLink() ? readlinkSync(path) : undefined;
      const { mode, uid, gid, size, ino: index } = stat;
      const type = target === undefined ? 'file' : 'symlink';
      children.set(name, { ...base(index), type, mode: mode & 0o7777, uid, gid, size: type === 'file' ? size : 0, target });
      if (target === undefined) paths.set(`0:${index}`, path);
    }
  }
  return { ...base(0), type: 'dir', children };
}

function base(index: number): TreeNode {
  const none = { target: undefined, children: undefined, capabilities: false };
  return { ...none, type: 'file', mode: 0o755, uid: 0, gid: 0, size: 0, identity: `0:${index}`, layer: 0, nlink: 1 };
}
