import { createTree } from '../tree/create-tree.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { TreeNode } from '../tree/tree-node.ts';
import type { Entry, Identity } from '../tree/tree.ts';
import { layOver } from './overlay.ts';
import { overlayRoot } from './overlay-directory.ts';

/** What is laid over another root. */
export interface Carried {
  readonly rootfs: Rootfs;
  /** Which files, links and devices move; asked when somebody looks for one. */
  readonly carries: (entry: CarriedEntry) => boolean;
  /** Which folders move though nothing in them may; others are made where something in them moves. */
  readonly carriesFolder: (path: string) => boolean;
}

export type CarriedEntry = Pick<Entry, 'path' | 'type' | 'identity' | 'layer'>;

export interface Composed {
  readonly rootfs: Rootfs;
  /** Directories of the upper part that are links below: laid over as layers they would replace the link (loader.md, section 1.1). */
  readonly replacedLinks: readonly string[];
}

/**
 * Lays a part of one root file system over another, as `COPY` does: a directory that is there stays, links in the way are followed, files and links replace.
 * What was kept and known of the files stays readable from both. Nothing is copied: only directories that both have are looked at here.
 */
export function composeRootfs(lower: Rootfs, upper: Carried): Composed {
  const root = overlayRoot(lower.tree.root, LOWER);
  const replacedLinks = layOver(root, UPPER, upper);
  return { rootfs: { tree: createTree(root, { layered: false }), ...contents(lower, upper.rootfs) }, replacedLinks };
}

/** What the identities of either side begin with. */
const LOWER = '0/';
const UPPER = '1/';

/** Serves what both sides know, by the prefix of the composed identity. */
function contents(lower: Rootfs, upper: Rootfs): Omit<Rootfs, 'tree'> {
  const ask = <T>(identity: Identity, from: (rootfs: Rootfs, inner: Identity) => T): T =>
    from(identity.startsWith(UPPER) ? upper : lower, identity.slice(UPPER.length));
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

/** Files under the paths that somebody gave them, as a root of their own to be laid over another. */
export function carriedFiles(rootfs: Rootfs, entries: readonly Entry[]): Carried {
  const root = directory();
  for (const { path, ...entry } of entries) {
    const names = path.split('/').filter((name) => name !== '');
    let children = root.children;
    for (const name of names.slice(0, -1)) {
      const next = children.get(name) ?? directory();
      children.set(name, next);
      if (!isMap(next.children)) throw new Error(`${path} leads through a file`);
      children = next.children;
    }
    const { target, capabilities = false, layer = 0 } = entry;
    children.set(names.at(-1) ?? '', { ...entry, target, capabilities, layer, children: undefined });
  }
  return { rootfs: { ...rootfs, tree: createTree(root, { layered: false }) }, carries: () => true, carriesFolder: () => false };
}

function directory(): TreeNode & { readonly children: Map<string, TreeNode> } {
  const owner = { mode: 0o755, uid: 0, gid: 0, size: 0, nlink: 1, layer: 0, target: undefined, capabilities: false };
  return { ...owner, type: 'dir', identity: '', children: new Map() };
}

function isMap(children: TreeNode['children']): children is Map<string, TreeNode> {
  return children instanceof Map;
}
