import { createTree, findNode } from '../tree/create-tree.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { countLinks, linkKey } from '../tree/tree-node.ts';
import type { TreeNode } from '../tree/tree-node.ts';
import type { Entry, Identity } from '../tree/tree.ts';

/** A file that exists only for a question: a stand-in host program, a native taken out of a jar. */
export interface LiteralFile {
  readonly path: string;
  readonly elf: ElfFacts;
}

export interface Composed {
  readonly rootfs: Rootfs;
  /** Directories of the upper part that are links below: laid over as layers they would replace the link (loader.md, section 1.1). */
  readonly replacedLinks: readonly string[];
}

/**
 * Lays entries of one root file system over another, as `COPY` does: a directory that is there stays, links in the way are followed, files and links replace.
 * What was kept and known of the files stays readable from both.
 */
export function composeRootfs(
  lower: Rootfs,
  upper: { readonly rootfs: Rootfs; readonly entries: readonly Entry[] },
  literals: readonly LiteralFile[] = [],
): Composed {
  const identities: Identity[] = [];
  const numbers = new Map<Identity, number>();
  const number = (identity: Identity): number => {
    const known = numbers.get(identity);
    if (known !== undefined) return known;
    numbers.set(identity, identities.length);
    return identities.push(identity) - 1;
  };
  const root = newNode(directoryEntry, 0, 0);
  const linked = new Set<string>();
  for (const entry of lower.tree.entries()) put(root, entry, newNode(entry, lowerSource, number(entry.identity)), linked);
  const replacedLinks: string[] = [];
  for (const entry of upper.entries) {
    const there = findNode(root, entry.path, false);
    if (entry.type === 'dir' && there?.type === 'symlink') replacedLinks.push(entry.path);
    if (entry.type === 'dir' && findNode(root, entry.path, true)?.children !== undefined) continue;
    put(root, entry, newNode(entry, upperSource, number(entry.identity)), linked);
  }
  for (const [index, { path, elf }] of literals.entries()) {
    const entry: Entry = { ...directoryEntry, path, type: 'file', size: elf.size };
    put(root, entry, newNode(entry, literalSource, index), linked);
  }
  countLinks(root, linked);
  const tree = createTree(root, {
    identity: (node) => `${node.source}/${node.source === literalSource ? node.index : (identities[node.index] ?? '')}`,
    layered: false,
  });
  return { rootfs: { tree, ...contents(lower, upper.rootfs, literals) }, replacedLinks };
}

const lowerSource = 0;
const upperSource = 1;
const literalSource = 2;

const directoryEntry: Entry = { path: '/', type: 'dir', mode: 0o755, uid: 0, gid: 0, size: 0, nlink: 1, identity: '' };

function newNode(entry: Entry, source: number, index: number): TreeNode {
  const { type, mode, uid, gid, size, target, capabilities, layer } = entry;
  return {
    type,
    mode,
    uid,
    gid,
    size,
    target,
    capabilities: capabilities === true,
    source,
    index,
    layer: layer ?? 0,
    nlink: 1,
    children: type === 'dir' ? new Map() : undefined,
  };
}

/** Sets `node` at the entry's path, making parents that are missing; a file in the place of a parent gives way. */
function put(root: TreeNode, entry: Entry, node: TreeNode, linked: Set<string>): void {
  if (entry.path === '/') return;
  if (entry.nlink > 1) linked.add(linkKey(node));
  const names = entry.path.slice(1).split('/');
  const last = names.pop() ?? '';
  let parent = root;
  let at = '';
  for (const name of names) {
    at += `/${name}`;
    let next = findNode(root, at, true);
    if (next?.children === undefined) {
      next = newNode(directoryEntry, lowerSource, -1);
      parent.children?.set(name, next);
    }
    parent = next;
  }
  parent.children?.set(last, node);
}

/** Serves what both sides and the literals know, by the prefix of the composed identity. */
function contents(lower: Rootfs, upper: Rootfs, literals: readonly LiteralFile[]): Omit<Rootfs, 'tree'> {
  const ask = <T>(identity: Identity, from: (rootfs: Rootfs, inner: Identity) => T, literal: (index: number) => T): T => {
    const cut = identity.indexOf('/');
    const source = Number(identity.slice(0, cut));
    const inner = identity.slice(cut + 1);
    if (source === literalSource) return literal(Number(inner));
    return from(source === lowerSource ? lower : upper, inner);
  };
  return {
    elf: (identity) =>
      ask(
        identity,
        (rootfs, inner) => rootfs.elf(inner),
        (index) => literals[index]?.elf ?? null,
      ),
    script: (identity) =>
      ask(
        identity,
        (rootfs, inner) => rootfs.script(inner),
        () => null,
      ),
    archive: (identity) =>
      ask(
        identity,
        (rootfs, inner) => rootfs.archive(inner),
        () => null,
      ),
    unread: [...lower.unread, ...upper.unread],
    bytes: {
      read: (identity, offset, length) =>
        ask(
          identity,
          (rootfs, inner) => rootfs.bytes.read(inner, offset, length),
          () => null,
        ),
      // Everything that judging reads was kept while the parts were read; nothing is fetched for a composed tree.
      fetch: (ranges) => Promise.resolve(ranges.map(({ identity }) => ({ identity, why: 'was not kept when the image was read' }))),
    },
  };
}
