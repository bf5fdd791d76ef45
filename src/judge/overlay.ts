import { findReal } from '../tree/create-tree.ts';
import type { Directory, TreeNode } from '../tree/tree-node.ts';
import type { Carried } from './compose.ts';
import { overlayDirectory, overlayNode, type OverlayDirectory, type OverlayNode, type OverlayPart } from './overlay-directory.ts';

/**
 * Lays what `carried` says of its tree over `root`. A directory that only it has becomes visible as it is; of directories that both have, the names that both
 * have are looked at, so that links below are followed. Returns the paths of carried directories that are links below. Identities get `prefix`.
 */
export function layOver(root: OverlayNode, prefix: string, carried: Carried): readonly string[] {
  const replacedLinks: string[] = [];
  const { carries, carriesFolder } = carried;
  const isSeen = folderTest(carried);

  function partAt(path: string, directory: Directory, isLaid: (name: string) => boolean = () => true): OverlayPart {
    const shows = (name: string, node: TreeNode): boolean => {
      if (!isLaid(name)) return false;
      const at = `${path}/${name}`;
      return node.children === undefined ? carries({ ...node, path: at }) : isSeen(at, node.children);
    };
    const make = (name: string, node: TreeNode): OverlayNode => {
      const at = `${path}/${name}`;
      const described = node.children === undefined || carriesFolder(at) ? node : { ...MADE, layer: node.layer, children: node.children };
      return overlayNode(described, prefix, (below) => partAt(at, below));
    };
    return { directory, shows, make };
  }

  function layDirectory(into: OverlayDirectory, directory: Directory, path: string): void {
    // As if one name were laid after the other: where a link leads depends on what was laid before it.
    let laid: string | null = '';
    into.push(partAt(path, directory, (name) => laid === null || name < laid));
    for (const name of namesInBoth(into.allKeys(), directory.keys(), into, directory).toSorted()) {
      laid = name;
      const at = `${path}/${name}`;
      const children = directory.get(name)?.children;
      if (children === undefined || !isSeen(at, children)) continue;
      const there = into.get(name);
      if (there === undefined) continue;
      if (there.type === 'symlink' && carriesFolder(at)) replacedLinks.push(at);
      const led = there.type === 'symlink' ? ledTo(root, at) : there;
      if (led?.children === undefined) {
        // What is there is no directory, and leads to none: it gives way.
        const made: OverlayNode = { ...(carriesFolder(at) ? directory.get(name)! : MADE), children: overlayDirectory() };
        into.push({ directory: new Map([[name, made]]), shows: () => true, make: () => made });
        into.settle(name, made);
        layDirectory(made.children!, children, at);
      } else {
        layDirectory(led.children, children, at);
        if (led !== there) into.settle(name, null);
      }
    }
    laid = null;
  }

  layDirectory(root.children!, carried.rootfs.tree.root.children!, '');
  return replacedLinks;
}

/** A directory that is there because something in it is. */
const MADE = { type: 'dir', mode: 0o755, uid: 0, gid: 0, size: 0, nlink: 1, identity: '', layer: 0, target: undefined, capabilities: false } as const; // prettier-ignore

/** Whether a folder moves, by itself or because something in it does. */
function folderTest({ carries, carriesFolder }: Carried): (path: string, directory: Directory) => boolean {
  const known = new Map<string, boolean>();
  const holdsCarried = (path: string, directory: Directory): boolean => {
    for (const name of directory.keys()) {
      const node = directory.get(name)!;
      const at = `${path}/${name}`;
      if (node.children === undefined ? carries({ ...node, path: at }) : isSeen(at, node.children)) return true;
    }
    return false;
  };
  const isSeen = (path: string, directory: Directory): boolean => {
    if (carriesFolder(path)) return true;
    const seen = known.get(path) ?? holdsCarried(path, directory);
    known.set(path, seen);
    return seen;
  };
  return isSeen;
}

/** The directory that a link leads to, as the object that may be laid over. */
function ledTo(root: OverlayNode, path: string): OverlayNode | undefined {
  const real = findReal(root, path);
  return real?.split('/').reduce<OverlayNode | undefined>((node, name) => (name === '' ? node : node?.children?.get(name)), root);
}

/** Walks both listings side by side and stops with the shorter one: one of the two may be very long. */
function namesInBoth(
  ones: Iterable<string>,
  others: Iterable<string>,
  one: Pick<Directory, 'get'>,
  other: Pick<Directory, 'get'>,
): string[] {
  const [left, right] = [ones[Symbol.iterator](), others[Symbol.iterator]()];
  const names: [string[], string[]] = [[], []];
  for (;;) {
    const [a, b] = [left.next(), right.next()];
    if (a.done === true) return names[0].filter((name) => other.get(name) !== undefined);
    if (b.done === true) return [...names[1]].filter((name) => one.get(name) !== undefined);
    names[0].push(a.value);
    names[1].push(b.value);
  }
}
