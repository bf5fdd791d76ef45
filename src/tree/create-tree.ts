import { fileNameLength } from '../formats/archive/file-name.ts';
import type { TreeNode } from './tree-node.ts';
import type { Entry, Identity, LookupErrno, LookupOptions, Tree } from './tree.ts';

export interface TreeFacts {
  /** Hex digest of a file, where it is known. */
  sha256?(identity: Identity): string | undefined;
  /** The tree has layers, so entries name theirs. */
  readonly layered: boolean;
}

/** The kernel's own limit (MAXSYMLINKS). */
const MOST_LINKS = 40;
const LONGEST_NAME = 255;
const LONGEST_PATH = 4095;

export function createTree(root: TreeNode, facts: TreeFacts): Tree {
  return {
    lookup(path, options) {
      const found = walk(root, path, options);
      return 'errno' in found ? { ok: false, ...found } : { ok: true, entry: entryOf(found.node, found.path, facts) };
    },
    list(path) {
      const found = walk(root, path, {});
      return 'errno' in found || found.node.children === undefined ? [] : [...found.node.children.keys()].sort();
    },
    entries: () => entriesBelow(root, facts),
    root,
  };
}

/** The node at a path, or null; for those who build a tree and need no entry. */
export function findNode(root: TreeNode, path: string, follow: boolean): TreeNode | null {
  const found = walk(root, path, { follow });
  return 'errno' in found ? null : found.node;
}

/** The real path of what a path leads to, through a link at its end too; null when it leads nowhere. */
export function findReal(root: TreeNode, path: string): string | null {
  const found = walk(root, path);
  return 'errno' in found ? null : found.path;
}

interface Found {
  readonly node: TreeNode;
  readonly path: string;
}

interface Failed {
  readonly errno: LookupErrno;
  readonly at: string;
}

/** One step on the way: the directories from the root down, each with its real path. */
function walk(root: TreeNode, path: string, options: LookupOptions = {}): Found | Failed {
  if (path === '') return { errno: 'ENOENT', at: options.cwd ?? '/' };
  if (path.length * 3 > LONGEST_PATH && fileNameLength(path) > LONGEST_PATH) return { errno: 'ENAMETOOLONG', at: path };
  const full = path.startsWith('/') ? path : `${options.cwd ?? '/'}/${path}`;
  // A path that ends in a slash names a directory, through a link if need be (POSIX 4.13).
  let mustBeDirectory = /\/\.{0,2}$/.test(path) || path === '.' || path === '..';
  const follow = (options.follow ?? true) || mustBeDirectory;
  const stack: Found[] = [{ node: root, path: '/' }];
  const rest = componentsReversed(full);
  let links = 0;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    const here = stack.at(-1)!;
    if (here.node.children === undefined) return { errno: 'ENOTDIR', at: here.path };
    if (name === '..') {
      if (stack.length > 1) stack.pop();
      continue;
    }
    const at = here.path === '/' ? `/${name}` : `${here.path}/${name}`;
    if (name.length * 3 > LONGEST_NAME && fileNameLength(name) > LONGEST_NAME) return { errno: 'ENAMETOOLONG', at };
    const node = here.node.children.get(name);
    if (node === undefined) return { errno: 'ENOENT', at };
    if (node.type !== 'symlink' || (rest.length === 0 && !follow)) {
      stack.push({ node, path: at });
      continue;
    }
    if (++links > MOST_LINKS) return { errno: 'ELOOP', at };
    const target = node.target ?? '';
    if (target === '') return { errno: 'ENOENT', at };
    if (target.startsWith('/')) stack.length = 1;
    if (rest.length === 0 && target.endsWith('/')) mustBeDirectory = true;
    rest.push(...componentsReversed(target));
  }
  const end = stack.at(-1)!;
  return mustBeDirectory && end.node.children === undefined ? { errno: 'ENOTDIR', at: end.path } : end;
}

function componentsReversed(path: string): string[] {
  return path
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .reverse();
}

function* entriesBelow(root: TreeNode, facts: TreeFacts): Generator<Entry> {
  yield entryOf(root, '/', facts);
  const pending: Listing[] = [listingOf(root, '')];
  for (let listing = pending.at(-1); listing !== undefined; listing = pending.at(-1)) {
    const name = listing.names.pop();
    if (name === undefined) {
      pending.pop();
      continue;
    }
    const path = `${listing.path}/${name}`;
    const node = listing.node.children!.get(name)!;
    yield entryOf(node, path, facts);
    if (node.children !== undefined) pending.push(listingOf(node, path));
  }
}

/** A directory on the way down, with the names that are still to come, the next one last. */
interface Listing {
  readonly node: TreeNode;
  readonly path: string;
  readonly names: string[];
}

function listingOf(node: TreeNode, path: string): Listing {
  return { node, path, names: [...(node.children?.keys() ?? [])].sort().reverse() };
}

function entryOf(node: TreeNode, path: string, facts: TreeFacts): Entry {
  const { type, mode, uid, gid, size, nlink, identity, target, capabilities, layer } = node;
  const sha256 = type === 'file' ? facts.sha256?.(identity) : undefined;
  return {
    path,
    type,
    mode,
    uid,
    gid,
    size,
    nlink,
    identity,
    ...(target !== undefined && { target }),
    ...(sha256 !== undefined && { sha256 }),
    ...(facts.layered && { layer }),
    ...(capabilities && { capabilities }),
  };
}
