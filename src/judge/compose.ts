import { createTree, findNode } from '../tree/create-tree.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { countLinks, linkKey } from '../tree/tree-node.ts';
import type { TreeNode } from '../tree/tree-node.ts';
import type { Entry, Identity, Tree } from '../tree/tree.ts';

export interface Composed {
  readonly rootfs: Rootfs;
  /** Directories of the upper part that are links below: laid over as layers they would replace the link (loader.md, section 1.1). */
  readonly replacedLinks: readonly string[];
}

/**
 * Lays entries of one root file system over another, as `COPY` does: a directory that is there stays, links in the way are followed, files and links replace.
 * What was kept and known of the files stays readable from both.
 */
export function composeRootfs(lower: Rootfs, upper: { readonly rootfs: Rootfs; readonly entries: readonly Entry[] }): Composed {
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
  copyTree(root, lower.tree, number, linked);
  const parents = parentFinder(root);
  const replacedLinks: string[] = [];
  for (const entry of upper.entries) {
    if (entry.path === '/') continue;
    const cut = entry.path.lastIndexOf('/');
    const parent = parents.find(entry.path.slice(0, cut));
    const name = entry.path.slice(cut + 1);
    const there = parent.children?.get(name);
    if (entry.type === 'dir') {
      if (there?.type === 'symlink') replacedLinks.push(entry.path);
      if (there?.children !== undefined || (there?.type === 'symlink' && findNode(root, entry.path, true)?.children !== undefined))
        continue;
    }
    const node = newNode(entry, upperSource, number(entry.identity));
    if (entry.nlink > 1) linked.add(linkKey(node));
    if (there?.children !== undefined || there?.type === 'symlink') parents.forget();
    parent.children?.set(name, node);
  }
  countLinks(root, linked);
  const tree = createTree(root, { identity: (node) => `${node.source}/${identities[node.index] ?? ''}`, layered: false });
  return { rootfs: { tree, ...contents(lower, upper.rootfs) }, replacedLinks };
}

const lowerSource = 0;
const upperSource = 1;

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

/** Entries come parents first and with real paths, so every parent is known by its path. */
function copyTree(root: TreeNode, tree: Tree, number: (identity: Identity) => number, linked: Set<string>): void {
  const folders = new Map([['', root]]);
  for (const entry of tree.entries()) {
    if (entry.path === '/') continue;
    const node = newNode(entry, lowerSource, number(entry.identity));
    if (entry.nlink > 1) linked.add(linkKey(node));
    const cut = entry.path.lastIndexOf('/');
    folders.get(entry.path.slice(0, cut))?.children?.set(entry.path.slice(cut + 1), node);
    if (entry.type === 'dir') folders.set(entry.path, node);
  }
}

/** The directory at a path, through links; missing ones are made, and a file in the place of one gives way. */
function parentFinder(root: TreeNode): { readonly find: (path: string) => TreeNode; readonly forget: () => void } {
  const known = new Map([['', root]]);
  const find = (path: string): TreeNode => {
    let node = known.get(path);
    if (node !== undefined) return node;
    const cut = path.lastIndexOf('/');
    const parent = find(path.slice(0, cut));
    const there = parent.children?.get(path.slice(cut + 1));
    node = (there?.type === 'symlink' ? findNode(root, path, true) : there) ?? undefined;
    if (node?.children === undefined) {
      node = newNode(directoryEntry, lowerSource, -1);
      parent.children?.set(path.slice(cut + 1), node);
    }
    known.set(path, node);
    return node;
  };
  return {
    find,
    forget() {
      known.clear();
      known.set('', root);
    },
  };
}

/** Serves what both sides know, by the prefix of the composed identity. */
function contents(lower: Rootfs, upper: Rootfs): Omit<Rootfs, 'tree'> {
  const ask = <T>(identity: Identity, from: (rootfs: Rootfs, inner: Identity) => T): T => {
    const cut = identity.indexOf('/');
    return from(Number(identity.slice(0, cut)) === lowerSource ? lower : upper, identity.slice(cut + 1));
  };
  return {
    elf: (identity) => ask(identity, (rootfs, inner) => rootfs.elf(inner)),
    script: (identity) => ask(identity, (rootfs, inner) => rootfs.script(inner)),
    archive: (identity) => ask(identity, (rootfs, inner) => rootfs.archive(inner)),
    unread: [...lower.unread, ...upper.unread],
    bytes: {
      read: (identity, offset, length) => ask(identity, (rootfs, inner) => rootfs.bytes.read(inner, offset, length)),
      // Everything that judging reads was kept while the parts were read; nothing is fetched for a composed tree.
      fetch: (ranges) => Promise.resolve(ranges.map(({ identity }) => ({ identity, why: 'was not kept when the image was read' }))),
    },
  };
}
