import type { Directory, TreeNode } from '../tree/tree-node.ts';

/** A directory made of several: a name means what the newest says that shows it. Nodes are made when they are asked for. */
export interface OverlayDirectory extends Directory {
  get(name: string): OverlayNode | undefined;
  /** Lays another directory on top. */
  push(part: OverlayPart): void;
  /** From now on directories of this name are this one; with null they are passed over: what was laid on top went elsewhere. */
  settle(name: string, directory: OverlayNode | null): void;
  /** Every name that some part has, also those that none of them shows. */
  allKeys(): Iterable<string>;
}

export interface OverlayPart {
  readonly directory: Directory;
  /** Whether one of its nodes is to be seen, and what it then becomes. */
  readonly shows: (name: string, node: TreeNode) => boolean;
  readonly make: (name: string, node: TreeNode) => OverlayNode;
}

export interface OverlayNode extends TreeNode {
  readonly children: OverlayDirectory | undefined;
}

/** A root whose directories may be laid over. The identities of its nodes get `prefix` before them. */
export function overlayRoot(root: TreeNode, prefix: string): OverlayNode {
  return overlayNode(root, prefix, (directory) => ({ directory, shows: () => true, make: (_name, node) => overlayRoot(node, prefix) }));
}

export function overlayNode(node: TreeNode, prefix: string, partOf: (directory: Directory) => OverlayPart): OverlayNode {
  const children = node.children === undefined ? undefined : overlayDirectory([partOf(node.children)]);
  return { ...node, identity: prefix + node.identity, children };
}

export function overlayDirectory(initial: readonly OverlayPart[] = []): OverlayDirectory {
  const parts = [...initial];
  /** Directories that were looked at: what is laid over one stays there. Null where one is passed over. */
  const directories = new Map<string, OverlayNode | null>();

  function get(name: string): OverlayNode | undefined {
    for (let at = parts.length - 1; at >= 0; at--) {
      const { directory, shows, make } = parts[at]!;
      const node = directory.get(name);
      if (node === undefined || !shows(name, node)) continue;
      if (node.children === undefined) return make(name, node);
      const known = directories.get(name);
      if (known === null) continue;
      const made = known ?? make(name, node);
      directories.set(name, made);
      return made;
    }
    return undefined;
  }

  const allKeys = (): Iterable<string> =>
    parts.length === 1 ? parts[0]!.directory.keys() : new Set(parts.flatMap(({ directory }) => [...directory.keys()]));

  return {
    get,
    allKeys,
    *keys() {
      for (const name of allKeys()) if (get(name) !== undefined) yield name;
    },
    push(part) {
      parts.push(part);
    },
    settle(name, directory) {
      directories.set(name, directory);
    },
  };
}
