// Root file systems for tests of this room: literal ones, and folders of a real disk (an unpacked base).
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isElf } from '../formats/binary/elf-header.ts';
import { readElf } from '../formats/binary/elf.ts';
import { createTree } from '../tree/create-tree.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { TreeNode } from '../tree/tree-node.ts';

/** A string or bytes is a file, `{ link }` a symbolic link, `{ mode, text }` a file with a mode. Directories come from the paths; a path that ends in `/` is an empty one. */
export type Literal = string | Uint8Array | { readonly link: string } | { readonly mode: number; readonly text: string };

export interface LiteralFacts {
  /** By path. */
  readonly elf?: Readonly<Record<string, ElfFacts>>;
  /** Paths whose content was not kept. */
  readonly unread?: readonly string[];
  readonly zips?: Readonly<Record<string, NonNullable<ReturnType<Rootfs['archive']>>>>;
}

export function literalRootfs(files: Readonly<Record<string, Literal>>, facts: LiteralFacts = {}): Rootfs {
  const root = directory(0);
  const contents = new Map<string, Uint8Array>();
  const identities = new Map<string, string>();
  let index = 0;
  for (const [path, literal] of Object.entries(files)) {
    index += 1;
    const names = path.split('/').filter((name) => name !== '');
    const last = path.endsWith('/') ? undefined : names.pop();
    let place = root;
    for (const name of names) place = childDirectory(place, name);
    if (last === undefined) continue;
    const content = contentOf(literal);
    contents.set(`0:${index}`, content);
    identities.set(path, `0:${index}`);
    place.children?.set(last, leaf(index, literal, content.length));
  }
  const unread = (facts.unread ?? []).map((path) => ({ identity: identities.get(path) ?? '', why: 'over its budget' }));
  const elf = new Map(Object.entries(facts.elf ?? {}).map(([path, value]) => [identities.get(path), value]));
  const zips = new Map(Object.entries(facts.zips ?? {}).map(([path, value]) => [identities.get(path), value]));
  const hidden = new Set(unread.map((each) => each.identity));
  return {
    ...rootfsOver(root, (identity) => (hidden.has(identity) ? undefined : contents.get(identity))),
    elf: (identity) => elf.get(identity) ?? null,
    archive: (identity) => zips.get(identity) ?? null,
    unread,
  };
}

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
    tree: createTree(root, { identity: (node) => `${node.source}:${node.index}`, layered: false }),
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
  const node = directory(0);
  for (const name of readdirSync(folder)) {
    if (skip.has(name)) continue;
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      node.children?.set(name, readFolder(path, paths));
    } else if (stat.isFile() || stat.isSymbolicLink()) {
      const target = stat.isSymbolicLink() ? readlinkSync(path) : undefined;
      const { mode, uid, gid, size, ino: index } = stat;
      const type = target === undefined ? 'file' : 'symlink';
      node.children?.set(name, { ...base(index), type, mode: mode & 0o7777, uid, gid, size: type === 'file' ? size : 0, target });
      if (target === undefined) paths.set(`0:${index}`, path);
    }
  }
  return node;
}

function contentOf(literal: Literal): Uint8Array {
  if (typeof literal === 'string') return new TextEncoder().encode(literal);
  if (literal instanceof Uint8Array) return literal;
  return 'text' in literal ? new TextEncoder().encode(literal.text) : new Uint8Array();
}

function leaf(index: number, literal: Literal, size: number): TreeNode {
  if (typeof literal === 'object' && 'link' in literal) return { ...base(index), type: 'symlink', size: 0, target: literal.link };
  const mode = typeof literal === 'object' && 'mode' in literal ? literal.mode : 0o755;
  return { ...base(index), type: 'file', mode, size };
}

function directory(index: number): TreeNode {
  return { ...base(index), type: 'dir', children: new Map() };
}

function childDirectory(parent: TreeNode, name: string): TreeNode {
  const found = parent.children?.get(name);
  if (found !== undefined) return found;
  const made = directory(0);
  parent.children?.set(name, made);
  return made;
}

function base(index: number): TreeNode {
  const none = { target: undefined, children: undefined, capabilities: false };
  return { ...none, type: 'file', mode: 0o755, uid: 0, gid: 0, size: 0, source: 0, index, layer: 0, nlink: 1 };
}
