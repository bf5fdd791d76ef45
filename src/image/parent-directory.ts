import type { TreeNode } from '../tree/tree-node.ts';
import { note, type MergeNotes } from './merge-notes.ts';

/** A root file system while layers are laid over it. */
export interface Merging {
  root: TreeNode;
  readonly notes: MergeNotes;
  /** How many directories were made that no entry describes. */
  implied: number;
}

/**
 * The directory that a path leads to, through links, also where a link leads to nothing yet. Missing directories are made. With `replace`
 * a file or a loop of links in the way gives place to a directory; with `keep` the answer is null then, and nothing is made through a link.
 */
export function parentDirectory(merging: Merging, path: string, layer: number, inTheWay: 'replace' | 'keep'): TreeNode | null {
  let stack: TreeNode[] = [merging.root];
  if (path === '') return merging.root;
  const names = path.split('/');
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    const here = stack.at(-1)!;
    const reached = enter(merging, stack, name, layer, inTheWay);
    if (reached === null) {
      if (inTheWay === 'keep') return null;
      note(merging.notes, 'parent-replaced', layer, names.slice(0, i + 1).join('/'));
      stack.push(makeDirectory(merging, here, name, layer));
    } else {
      stack = reached;
    }
  }
  return stack.at(-1)!;
}

/** `source` of directories that no entry describes. */
export const IMPLIED = -1;

/** A directory that no entry describes. Engines make it with these permissions (ImpliedDirectoryMode in moby). */
export function impliedDirectory(layer: number, index: number): TreeNode {
  const children = new Map<string, TreeNode>();
  const owner = { mode: 0o755, uid: 0, gid: 0, size: 0, target: undefined, capabilities: false };
  return { type: 'dir', ...owner, source: IMPLIED, index, layer, nlink: 1, children };
}

const MOST_LINKS = 40;

/** The directories from the root to the one that `name` leads to from the last of `stack`; null when it leads to no directory. */
function enter(merging: Merging, stack: readonly TreeNode[], name: string, layer: number, inTheWay: 'replace' | 'keep'): TreeNode[] | null {
  const way = [...stack];
  const rest = [name];
  let links = 0;
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const here = way.at(-1)!;
    if (next === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const node = here.children?.get(next);
    if (node === undefined) {
      if (links > 0 && inTheWay === 'keep') return null;
      way.push(makeDirectory(merging, here, next, layer));
    } else if (node.children !== undefined) {
      way.push(node);
    } else if (node.type === 'symlink' && ++links <= MOST_LINKS) {
      const target = node.target ?? '';
      if (target.startsWith('/')) way.length = 1;
      rest.push(
        ...target
          .split('/')
          .filter((part) => part !== '' && part !== '.')
          .reverse(),
      );
    } else {
      return null;
    }
  }
  return way;
}

function makeDirectory(merging: Merging, parent: TreeNode, name: string, layer: number): TreeNode {
  const made = impliedDirectory(layer, ++merging.implied);
  parent.children?.set(name, made);
  return made;
}
