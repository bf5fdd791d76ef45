import fs from 'node:fs';
import { readElf } from '../../../src/formats/binary/elf.ts';
import { FormatError } from '../../../src/formats/format-error.ts';
import { readScriptHead } from '../../../src/formats/binary/script-head.ts';
import { createTree } from '../../../src/tree/create-tree.ts';
import type { TreeNode } from '../../../src/tree/tree-node.ts';
import type { LoaderFiles } from '../../../src/loader/world.ts';
import type { ElfFacts } from '../../../src/tree/elf-facts.ts';

/** A folder as a root: temporary private reader until src/subjects/folder lands. */
export function folderFiles(root: string): LoaderFiles {
  const paths = new Map<string, string>();
  const node = (path: string): TreeNode => {
    const st = fs.lstatSync(path);
    const type = st.isDirectory()
      ? 'dir'
      : st.isSymbolicLink()
        ? 'symlink'
        : st.isFile()
          ? 'file'
          : st.isCharacterDevice()
            ? 'char'
            : st.isBlockDevice()
              ? 'block'
              : 'fifo';
    const children = type === 'dir' ? new Map<string, TreeNode>() : undefined;
    if (type === 'dir' && !(path.endsWith('/proc') && path === `${root}/proc`))
      for (const name of fs.readdirSync(path)) children?.set(name, node(`${path}/${name}`));
    const index = st.ino;
    if (type === 'file' && !paths.has(`0:${index}`)) paths.set(`0:${index}`, path);
    return {
      type,
      mode: st.mode & 0o7777,
      uid: st.uid,
      gid: st.gid,
      size: type === 'file' ? st.size : 0,
      target: type === 'symlink' ? fs.readlinkSync(path) : undefined,
      capabilities: false,
      source: 0,
      index,
      layer: 0,
      nlink: st.nlink,
      children,
    };
  };
  const tree = createTree(node(root), { identity: (n) => `${n.source}:${n.index}`, layered: false });
  const read = (identity: string, offset: number, length: number): Uint8Array | null => {
    const path = paths.get(identity);
    if (path === undefined) return null;
    const fd = fs.openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, fs.readSync(fd, buffer, 0, length, offset));
    } finally {
      fs.closeSync(fd);
    }
  };
  return {
    tree,
    elf(identity): ElfFacts | { unknown: string } | null {
      const path = paths.get(identity);
      if (path === undefined) return null;
      const fd = fs.openSync(path, 'r');
      try {
        const head = Buffer.alloc(4);
        if (fs.readSync(fd, head, 0, 4, 0) < 4 || head.readUInt32BE(0) !== 0x7f454c46) return null;
        return readElf((offset, length) => {
          const buffer = Buffer.alloc(length);
          return buffer.subarray(0, fs.readSync(fd, buffer, 0, length, offset));
        }, fs.fstatSync(fd).size);
      } catch (error) {
        if (error instanceof FormatError) return { unknown: error.message };
        throw error;
      } finally {
        fs.closeSync(fd);
      }
    },
    script(identity) {
      const head = read(identity, 0, 259);
      return head === null ? null : readScriptHead(head);
    },
    bytes: { read, fetch: () => Promise.resolve([]) },
  };
}
