import type { FactsBudget } from '../../image/facts-budget.ts';
import type { FileRange } from '../../image/extractor.ts';
import { readRanges, type FilePart } from '../../image/read-ranges.ts';
import { walkLayer, type LayerWalk } from '../../image/walk-layer.ts';
import { interests } from '../interests.ts';
import type { Wanted } from '../interests.ts';

/** What is to be done with the bytes of one layer; plain data, so any thread can do it. */
export type LayerTask =
  | { readonly kind: 'walk'; readonly facts: Wanted; /** Of the stored bytes. */ readonly algorithm: string; readonly budget: FactsBudget }
  | { readonly kind: 'ranges'; readonly wanted: ReadonlyMap<number, readonly FileRange[]> };

export type LayerAnswer =
  | { readonly kind: 'walk'; readonly walk: LayerWalk }
  | { readonly kind: 'ranges'; readonly parts: Map<number, FilePart[]> };

/** Throws FormatError and BasewiseError without a path. */
export async function runLayerTask(task: LayerTask, chunks: AsyncIterable<Uint8Array>): Promise<LayerAnswer> {
  if (task.kind === 'ranges') return { kind: 'ranges', parts: await readRanges(chunks, task.wanted) };
  return { kind: 'walk', walk: await walkLayer(chunks, interests(task.facts), task.algorithm, task.budget) };
}
