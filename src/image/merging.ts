import { decodeFileName, encodeFileName } from '../formats/archive/file-name.ts';
import type { EntryType } from '../tree/tree.ts';
import { layerRows, type LayerRows, type Place } from './layer-rows.ts';
import type { LayerTable } from './layer-table.ts';
import type { MergeNotes } from './merge-notes.ts';
import { nameColumns, type NameColumns } from './name-columns.ts';
import { MOST_ENTRIES, tooManyEntries } from './walk-layer.ts';

/** A root file system while layers are laid over it, and what came of it. */
export interface Merging {
  readonly names: NameColumns;
  readonly rows: LayerRows;
  /** Directories that no entry describes, by their row (-1 is the first): the layer that needed each, and its name. */
  readonly implied: { readonly layer: number; readonly name: string }[];
  /** The rows of what hard links stand for; a name that is not here has its own row's content. */
  readonly contents: Map<number, number>;
  readonly notes: MergeNotes;
}

/** The number of the root in `names`. */
export const ROOT = 0;

/** An empty root over which the layers (null for one that is not here) are then laid. */
export function startMerging(tables: readonly (LayerTable | null)[]): Merging {
  const rows = layerRows(tables);
  const implied = [{ layer: 0, name: '' }];
  const names = nameColumns(rows.count, (row) => (row < 0 ? encodeFileName(implied[-1 - row]!.name) : rows.name(row)));
  names.setRow(ROOT, -1);
  return { names, rows, implied, contents: new Map(), notes: new Map() };
}

/**
 * Makes a directory that no entry describes.
 *
 * @throws BasewiseError `too-many-entries`: one long path can ask for thousands
 */
export function imply(merging: Merging, parent: number, name: string, layer: number): number {
  const { implied, names, rows } = merging;
  if (rows.count + implied.length >= 2 * MOST_ENTRIES) throw tooManyEntries();
  implied.push({ layer, name });
  return names.add(parent, name, -implied.length);
}

/** The row that says what a name's content is; negative for directories that no entry describes. */
export function contentRow({ names, contents }: Merging, node: number): number {
  return contents.get(node) ?? names.row(node);
}

export function typeOf(merging: Merging, node: number): EntryType {
  const row = contentRow(merging, node);
  const type = row < 0 ? 'dir' : merging.rows.type(row);
  return type === 'link' ? 'file' : type;
}

/** The layer of the name itself. */
export function layerOf({ names, rows, implied }: Merging, node: number): number {
  const row = names.row(node);
  return row < 0 ? implied[-1 - row]!.layer : rows.placeOf(row).layer;
}

/** Where the content came from; the layer is -1 for a directory that no entry describes, and its number tells it from others. */
export function placeOf(merging: Merging, node: number): Place {
  const row = contentRow(merging, node);
  return row < 0 ? { layer: -1, index: -1 - row } : merging.rows.placeOf(row);
}

export function nameOf({ names, rows, implied }: Merging, node: number): string {
  const row = names.row(node);
  return decodeFileName(row < 0 ? encodeFileName(implied[-1 - row]!.name) : rows.name(row));
}
