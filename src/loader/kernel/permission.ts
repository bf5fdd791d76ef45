import type { Entry, Tree } from '../../tree/tree.ts';

/** User `uid`, who is also the only group, as in a container started with `--user N:N`. */
export function mayRead(tree: Tree, entry: Entry, uid: number): boolean {
  return uid === 0 || (allowed(entry, uid, 4) && mayReach(tree, entry.path, uid));
}

/** execve needs a regular file with an execute bit; for root any of the three is enough. */
export function mayExecute(tree: Tree, entry: Entry, uid: number): boolean {
  if (entry.type !== 'file') return false;
  if (uid === 0) return (entry.mode & 0o111) !== 0;
  return allowed(entry, uid, 1) && mayReach(tree, entry.path, uid);
}

function mayReach(tree: Tree, path: string, uid: number): boolean {
  for (let at = path.lastIndexOf('/'); at >= 0; at = at === 0 ? -1 : path.lastIndexOf('/', at - 1)) {
    const directory = tree.lookup(at === 0 ? '/' : path.slice(0, at));
    if (directory.ok && !allowed(directory.entry, uid, 1)) return false;
  }
  return true;
}

function allowed(entry: Entry, uid: number, bit: 1 | 4): boolean {
  const shift = entry.uid === uid ? 6 : entry.gid === uid ? 3 : 0;
  return ((entry.mode >> shift) & bit) !== 0;
}
