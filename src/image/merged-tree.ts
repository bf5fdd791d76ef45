import type { Directory, TreeNode } from '../tree/tree-node.ts';
import type { LayerIdentities } from './layer-identities.ts';
import { contentRow, layerOf, nameOf, placeOf, ROOT, typeOf, type Merging } from './merging.ts';

/** The root of what was merged. Nodes are made when they are asked for. */
export function mergedRoot(merging: Merging, identities: LayerIdentities): TreeNode {
  const links = countLinks(merging);
  const directories = new Map<number, TreeNode>();

  function nodeOf(node: number): TreeNode {
    const known = directories.get(node);
    if (known !== undefined) return known;
    const made = describe(node);
    if (made.children === undefined) return made;
    // Paths lead through the same few directories again and again.
    if (directories.size === MOST_KNOWN) directories.clear();
    directories.set(node, made);
    return made;
  }

  function describe(node: number): TreeNode {
    const type = typeOf(merging, node);
    const row = contentRow(merging, node);
    const { mode, uid, gid, size, capabilities, target } = row < 0 ? IMPLIED : merging.rows.facts(row);
    const place = placeOf(merging, node);
    return {
      type,
      mode,
      uid,
      gid,
      size,
      target: type === 'symlink' ? target : undefined,
      capabilities,
      identity: identities.at(place.layer, place.index),
      layer: layerOf(merging, node),
      nlink: links.get(row) ?? 1,
      children: type === 'dir' ? directory(node) : undefined,
    };
  }

  function directory(node: number): Directory {
    return {
      get(name) {
        const child = merging.names.find(node, name);
        return child === 0 ? undefined : nodeOf(child);
      },
      *keys() {
        for (const child of merging.names.children(node)) yield nameOf(merging, child);
      },
    };
  }

  return nodeOf(ROOT);
}

/** Engines make a directory that no entry describes with these permissions (ImpliedDirectoryMode in moby). */
const IMPLIED = { mode: 0o755, uid: 0, gid: 0, size: 0, target: '', capabilities: false };
const MOST_KNOWN = 4096;

/** Files and symbolic links, each name with its path and what stands behind it. */
export function* mergedFiles(merging: Merging): Generator<MergedFile> {
  const pending: [number, string][] = [[ROOT, '']];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [directory, path] = next;
    for (const node of merging.names.children(directory)) {
      const type = typeOf(merging, node);
      if (type === 'dir') pending.push([node, `${path}/${nameOf(merging, node)}`]);
      else if (type === 'file' || type === 'symlink') yield { type, folder: path, node };
    }
  }
}

export interface MergedFile {
  readonly type: 'file' | 'symlink';
  readonly folder: string;
  /** Its number among the names. */
  readonly node: number;
}

/** How many names each row has that a hard link was made to. */
function countLinks(merging: Merging): ReadonlyMap<number, number> {
  const links = new Map<number, number>();
  for (const row of merging.contents.values()) links.set(row, 0);
  if (links.size === 0) return links;
  const pending = [ROOT];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const node of merging.names.children(directory)) {
      const row = contentRow(merging, node);
      const count = links.get(row);
      if (count !== undefined) links.set(row, count + 1);
      if (typeOf(merging, node) === 'dir') pending.push(node);
    }
  }
  return links;
}
