import { findNode } from '../tree/create-tree.ts';
import type { TreeNode } from '../tree/tree-node.ts';
import { countLinks, linkKey } from '../tree/tree-node.ts';
import { layerEntries } from './layer-table.ts';
import type { LayerEntry, LayerTable } from './layer-table.ts';
import { note, type MergeNote } from './merge-notes.ts';
import { impliedDirectory, parentDirectory, type Merging } from './parent-directory.ts';

export interface Merged {
  readonly root: TreeNode;
  readonly notes: readonly MergeNote[];
}

/**
 * Lays layers over each other as the OCI image specification says (layer.md, "Representing Changes"), from the bottom. A null stands for a
 * layer whose bytes are not here. Names that lead through a link of a lower layer follow it, as container engines do when they unpack one
 * layer onto another; whiteouts and opaque markers hide lower layers only, wherever in their own layer they stand.
 */
export function mergeLayers(tables: readonly (LayerTable | null)[], options: MergeOptions = { whiteouts: true }): Merged {
  const state: MergeState = { ...options, root: impliedDirectory(0, 0), notes: new Map(), linked: new Set(), implied: 0 };
  for (const [layer, table] of tables.entries()) if (table !== null) applyLayer(state, table, layer);
  countLinks(state.root, state.linked);
  return { root: state.root, notes: [...state.notes.values()] };
}

export interface MergeOptions {
  /** False for the tar of a root file system, in which `.wh.` and lazy-pulling names mean nothing. */
  readonly whiteouts: boolean;
}

interface MergeState extends MergeOptions, Merging {
  /** Identities that have more than one name. */
  readonly linked: Set<string>;
}

function applyLayer(state: MergeState, table: LayerTable, layer: number): void {
  /** Hard links whose other name has not come yet. */
  const waiting: LayerEntry[] = [];
  /** Files of `/.wh..wh.plnk`, where aufs keeps what hard links stand for. */
  const hidden = new Map<string, TreeNode>();
  for (const entry of layerEntries(table)) {
    if (state.whiteouts && entry.path.startsWith('/.wh..wh.') && entry.path !== `/${OPAQUE}`) {
      if (entry.type === 'file') hidden.set(entry.path, nodeOf(entry, layer));
    } else if (!state.whiteouts || !isTableOfContents(entry.path)) {
      if (!applyEntry(state, entry, layer, hidden)) waiting.push(entry);
    }
  }
  for (const entry of waiting) {
    if (!applyEntry(state, entry, layer, hidden)) note(state.notes, 'dangling-hard-link', layer, entry.path);
  }
}

/** False when a hard link's other name is not there. */
function applyEntry(state: MergeState, entry: LayerEntry, layer: number, hidden: ReadonlyMap<string, TreeNode>): boolean {
  const cut = entry.path.lastIndexOf('/');
  const name = entry.path.slice(cut + 1);
  if (name === '') {
    if (entry.type === 'dir') state.root = { ...nodeOf(entry, layer), children: state.root.children };
    return true;
  }
  if (state.whiteouts && name.startsWith(WHITEOUT)) {
    // It hides and is no content: what stands in its way stays.
    const parent = parentDirectory(state, entry.path.slice(0, cut), layer, 'keep');
    if (parent !== null) whiteOut(state, parent, name, entry.path, layer);
    return true;
  }
  const parent = parentDirectory(state, entry.path.slice(0, cut), layer, 'replace');
  const below = parent?.children;
  if (below === undefined) return true;
  const existing = below.get(name);
  if (entry.type === 'link') {
    const other = hidden.get(entry.target) ?? findNode(state.root, entry.target, false);
    if (other === null || other.type === 'dir') return false;
    state.linked.add(linkKey(other));
    if (existing !== other) below.set(name, { ...other, layer });
    return true;
  }
  if (existing?.layer === layer && existing.type !== 'dir') note(state.notes, 'duplicate', layer, entry.path);
  const keeps = entry.type === 'dir' ? existing?.children : undefined;
  below.set(name, keeps === undefined ? nodeOf(entry, layer) : { ...nodeOf(entry, layer), children: keeps });
  return true;
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Entries that lazy-pulling formats add (eStargz); no engine shows them to a container. */
function isTableOfContents(path: string): boolean {
  return path === '/stargz.index.json' || path === '/.prefetch.landmark' || path === '/.no.prefetch.landmark';
}

function whiteOut(state: MergeState, parent: TreeNode, name: string, path: string, layer: number): void {
  const children = parent.children!;
  if (name === OPAQUE) {
    for (const child of children.keys()) hideLower(children, child, layer);
    return;
  }
  const hides = name.slice(WHITEOUT.length);
  if (hides === '' || hides === '.' || hides === '..') note(state.notes, 'odd-whiteout', layer, path);
  else hideLower(children, hides, layer);
}

/** Removes what lower layers put at a name; what this layer put there, or below it, stays. */
function hideLower(children: Map<string, TreeNode>, name: string, layer: number): void {
  const node = children.get(name);
  if (node === undefined) return;
  if (node.children === undefined) {
    if (node.layer < layer) children.delete(name);
    return;
  }
  for (const child of node.children.keys()) hideLower(node.children, child, layer);
  if (node.layer < layer && node.children.size === 0) children.delete(name);
}

function nodeOf(entry: LayerEntry, layer: number): TreeNode {
  const { mode, uid, gid, size, capabilities, index } = entry;
  const type = entry.type === 'link' ? 'file' : entry.type;
  const target = type === 'symlink' ? entry.target : undefined;
  const children = type === 'dir' ? new Map<string, TreeNode>() : undefined;
  return { type, mode, uid, gid, size, target, capabilities, source: layer, index, layer, nlink: 1, children };
}
