import { createHash } from 'node:crypto';
import type { Tree } from '../../src/tree/tree.ts';

/** A digest over everything that a tree says of its entries, and how many there are. `layers: false` leaves out which layer an entry comes from. */
export function treeDigest(tree: Tree, { layers = true }: { readonly layers?: boolean } = {}): readonly [digest: string, entries: number] {
  const hash = createHash('sha256');
  let entries = 0;
  for (const { path, type, mode, uid, gid, size, nlink, target, sha256, layer } of tree.entries()) {
    hash.update(`${JSON.stringify([path, type, mode, uid, gid, size, nlink, target, sha256, layers ? layer : undefined])}\n`);
    entries++;
  }
  return [hash.digest('hex'), entries];
}
