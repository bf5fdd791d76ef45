import { layerEntries } from './layer-table.ts';
import type { LayerEntry, LayerTable } from './layer-table.ts';
import { note } from './merge-notes.ts';
import { contentRow, layerOf, ROOT, startMerging, typeOf, type Merging } from './merging.ts';
import { nodeAt, parentFinder, type ParentFinder } from './parent-directory.ts';

/**
 * Lays layers over each other as the OCI image specification says (layer.md, "Representing Changes"), from the bottom. A null stands for a
 * layer whose bytes are not here. Names that lead through a link of a lower layer follow it, as container engines do when they unpack one
 * layer onto another; whiteouts and opaque markers hide lower layers only, wherever in their own layer they stand.
 */
export function mergeLayers(tables: readonly (LayerTable | null)[], { whiteouts }: MergeOptions = { whiteouts: true }): Merging {
  const merging = startMerging(tables);
  for (const [layer, table] of tables.entries()) {
    if (table !== null) applyLayer({ merging, whiteouts, layer, parents: parentFinder(merging, layer), hidden: new Map() }, table);
  }
  return merging;
}

export interface MergeOptions {
  /** False for the tar of a root file system, in which `.wh.` and lazy-pulling names mean nothing. */
  readonly whiteouts: boolean;
}

/** One layer on its way. */
interface Applying extends MergeOptions {
  readonly merging: Merging;
  readonly layer: number;
  readonly parents: ParentFinder;
  /** Rows of the files of `/.wh..wh.plnk`, where aufs keeps what hard links stand for. */
  readonly hidden: Map<string, number>;
}

function applyLayer(applying: Applying, table: LayerTable): void {
  const { merging, layer, whiteouts, hidden } = applying;
  /** Hard links whose other name has not come yet. */
  const waiting: LayerEntry[] = [];
  for (const entry of layerEntries(table)) {
    if (whiteouts && entry.path.startsWith('/.wh..wh.') && entry.path !== `/${OPAQUE}`) {
      if (entry.type === 'file') hidden.set(entry.path, merging.rows.rowOf(layer, entry.index));
    } else if (!whiteouts || !isTableOfContents(entry.path)) {
      if (!applyEntry(applying, entry)) waiting.push(entry);
    }
  }
  for (const entry of waiting) {
    if (!applyEntry(applying, entry)) note(merging.notes, 'dangling-hard-link', layer, entry.path);
  }
}

/** False when a hard link's other name is not there. */
function applyEntry(applying: Applying, entry: LayerEntry): boolean {
  const { merging, layer, parents, whiteouts } = applying;
  const { names, rows } = merging;
  const cut = entry.path.lastIndexOf('/');
  const name = entry.path.slice(cut + 1);
  const row = rows.rowOf(layer, entry.index);
  if (name === '') {
    if (entry.type === 'dir') names.setRow(ROOT, row);
    return true;
  }
  const folder = entry.path.slice(0, cut);
  if (whiteouts && name.startsWith(WHITEOUT)) {
    // It hides and is no content: what stands in its way stays.
    const parent = parents.find(folder, 'keep');
    if (parent !== null) whiteOut(applying, parent, name, entry.path);
    return true;
  }
  const parent = parents.find(folder, 'replace')!;
  if (entry.type === 'link') return putHardLink(applying, parent, name, row);
  const existing = names.find(parent, name);
  if (existing !== 0 && layerOf(merging, existing) === layer && typeOf(merging, existing) !== 'dir')
    note(merging.notes, 'duplicate', layer, entry.path);
  put(applying, parent, name, existing, row, null);
  return true;
}

function putHardLink(applying: Applying, parent: number, name: string, row: number): boolean {
  const { merging, hidden } = applying;
  const { target } = merging.rows.facts(row);
  let content = hidden.get(target);
  const existing = merging.names.find(parent, name);
  if (content === undefined) {
    const other = nodeAt(merging, target);
    if (other === null || typeOf(merging, other) === 'dir') return false;
    if (other === existing) return true;
    content = contentRow(merging, other);
  }
  put(applying, parent, name, existing, row, content);
  return true;
}

/** A directory over a directory keeps what is in it; everything else takes the place of what was there. */
function put({ merging, parents }: Applying, parent: number, name: string, existing: number, row: number, content: number | null): void {
  const { names, rows, contents } = merging;
  if (existing === 0) {
    const node = names.add(parent, name, row);
    if (content !== null) contents.set(node, content);
    return;
  }
  const before = typeOf(merging, existing);
  const keeps = (before === 'dir') === (content === null && rows.type(row) === 'dir');
  if (!keeps || before === 'symlink') parents.forget();
  contents.delete(existing);
  if (!keeps) names.remove(existing);
  const node = keeps ? existing : names.add(parent, name, row);
  if (keeps) names.setRow(node, row);
  if (content !== null) contents.set(node, content);
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** Entries that lazy-pulling formats add (eStargz); no engine shows them to a container. */
function isTableOfContents(path: string): boolean {
  return path === '/stargz.index.json' || path === '/.prefetch.landmark' || path === '/.no.prefetch.landmark';
}

function whiteOut({ merging, layer, parents }: Applying, parent: number, name: string, path: string): void {
  const { names, notes } = merging;
  parents.forget();
  if (name === OPAQUE) {
    for (const child of names.children(parent)) hideLower(merging, child, layer);
    return;
  }
  const hides = name.slice(WHITEOUT.length);
  if (hides === '' || hides === '.' || hides === '..') return note(notes, 'odd-whiteout', layer, path);
  const hidden = names.find(parent, hides);
  if (hidden !== 0) hideLower(merging, hidden, layer);
}

/** Removes a name that a lower layer put there; what this layer put there, or below it, stays. */
function hideLower(merging: Merging, node: number, layer: number): void {
  const { names } = merging;
  let kept = 0;
  for (const child of names.children(node)) {
    hideLower(merging, child, layer);
    if (names.isThere(child)) kept++;
  }
  if (layerOf(merging, node) < layer && kept === 0) names.remove(node);
}
