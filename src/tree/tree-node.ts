import type { EntryType } from './tree.ts';

/** A name in a root file system. What builds a tree (layers merged, a folder read, a literal) makes these; `createTree` looks things up in them. */
export interface TreeNode {
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly target: string | undefined;
  readonly capabilities: boolean;
  /** Together they are the file's identity: which layer or device its content came from, and its number there. */
  readonly source: number;
  readonly index: number;
  /** Layer of the name itself: a hard link made by an upper layer has a higher one than its content. */
  readonly layer: number;
  /** Names of this file; set when the tree is complete. */
  nlink: number;
  /** Directories only. */
  readonly children: Map<string, TreeNode> | undefined;
}

/** Counts the names of each file and sets `nlink`; `linked` are all nodes that a hard link was made of or to. */
export function countLinks(root: TreeNode, linked: ReadonlySet<string>): void {
  if (linked.size === 0) return;
  const names = new Map<string, TreeNode[]>();
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.children !== undefined) {
      for (const child of node.children.values()) pending.push(child);
      continue;
    }
    const key = linkKey(node);
    if (!linked.has(key)) continue;
    const same = names.get(key);
    if (same === undefined) names.set(key, [node]);
    else same.push(node);
  }
  for (const same of names.values()) for (const node of same) node.nlink = same.length;
}

export function linkKey(node: Pick<TreeNode, 'source' | 'index'>): string {
  return `${node.source}:${node.index}`;
}
