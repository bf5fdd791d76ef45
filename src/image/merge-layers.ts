import { findNode } from '../tree/create-tree.ts';
import type { TreeNode } from '../tree/tree-node.ts';
import { countLinks, linkKey } from '../tree/tree-node.ts';
import { layerEntries } from './layer-table.ts';
import type { LayerEntry, LayerTable } from './layer-table.ts';

/** What was odd about a layer; `layer` is the index from the bottom. */
export interface MergeNote {
  readonly kind: MergeNoteKind;
  readonly layer: number;
  /** How many entries, and the path of the first of them. */
  readonly count: number;
  readonly path: string;
}

export type MergeNoteKind = 'dangling-hard-link' | 'parent-replaced' | 'odd-whiteout' | 'duplicate';

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
  const state: MergeState = { ...options, root: directory(0, 0), notes: new Map(), linked: new Set(), implied: 0 };
  for (const [layer, table] of tables.entries()) if (table !== null) applyLayer(state, table, layer);
  countLinks(state.root, state.linked);
  return { root: state.root, notes: [...state.notes.values()] };
}

export interface MergeOptions {
  /** False for the tar of a root file system, in which `.wh.` and lazy-pulling names mean nothing. */
  readonly whiteouts: boolean;
}

interface MergeState extends MergeOptions {
  root: TreeNode;
  /** By kind and layer. */
  readonly notes: Map<string, MergeNote>;
  /** Identities that have more than one name. */
  readonly linked: Set<string>;
  implied: number;
}

function note({ notes }: MergeState, kind: MergeNoteKind, layer: number, path: string): void {
  const key = `${kind} ${layer}`;
  const earlier = notes.get(key);
  notes.set(key, { kind, layer, count: (earlier?.count ?? 0) + 1, path: earlier?.path ?? path });
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
    if (!applyEntry(state, entry, layer, hidden)) note(state, 'dangling-hard-link', layer, entry.path);
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
  const parent = parentOf(state, entry.path.slice(0, cut), layer);
  if (state.whiteouts && name.startsWith(WHITEOUT)) {
    whiteOut(state, parent, name, entry.path, layer);
    return true;
  }
  const below = parent.children!;
  const existing = below.get(name);
  if (entry.type === 'link') {
    const other = hidden.get(entry.target) ?? findNode(state.root, entry.target, false);
    if (other === null || other.type === 'dir') return false;
    state.linked.add(linkKey(other));
    if (existing !== other) below.set(name, { ...other, layer });
    return true;
  }
  if (existing?.layer === layer && existing.type !== 'dir') note(state, 'duplicate', layer, entry.path);
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
  if (hides === '' || hides === '.' || hides === '..') note(state, 'odd-whiteout', layer, path);
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

/** The directory that a path leads to, through links; what is missing on the way is made, and what is in the way gives place to a directory. */
function parentOf(state: MergeState, path: string, layer: number): TreeNode {
  let at: TreeNode = state.root;
  if (path === '') return at;
  const names = path.split('/');
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    const children = at.children!;
    const next = children.get(name);
    const resolved = next?.type === 'symlink' ? findNode(state.root, names.slice(0, i + 1).join('/'), true) : next;
    if (resolved?.children !== undefined) {
      at = resolved;
      continue;
    }
    if (next !== undefined) note(state, 'parent-replaced', layer, names.slice(0, i + 1).join('/'));
    at = directory(layer, ++state.implied);
    children.set(name, at);
  }
  return at;
}

/** A directory that no entry describes. Engines make it with these permissions (ImpliedDirectoryMode in moby). */
function directory(layer: number, index: number): TreeNode {
  const children = new Map<string, TreeNode>();
  const owner = { mode: 0o755, uid: 0, gid: 0, size: 0, target: undefined, capabilities: false };
  return { type: 'dir', ...owner, source: IMPLIED, index, layer, nlink: 1, children };
}

/** `source` of directories that no entry describes. */
export const IMPLIED = -1;

function nodeOf(entry: LayerEntry, layer: number): TreeNode {
  const { mode, uid, gid, size, capabilities, index } = entry;
  const type = entry.type === 'link' ? 'file' : entry.type;
  const target = type === 'symlink' ? entry.target : undefined;
  const children = type === 'dir' ? new Map<string, TreeNode>() : undefined;
  return { type, mode, uid, gid, size, target, capabilities, source: layer, index, layer, nlink: 1, children };
}
