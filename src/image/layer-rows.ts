import type { TarEntryType } from '../formats/archive/tar-entry.ts';
import { entryFacts, entryName, entryType, type EntryFacts, type LayerTable } from './layer-table.ts';

/** The entries of all layers under one number, their row: those of the lowest layer first. */
export interface LayerRows {
  readonly count: number;
  rowOf(layer: number, index: number): number;
  placeOf(row: number): Place;
  type(row: number): TarEntryType;
  name(row: number): Uint8Array;
  facts(row: number): EntryFacts;
}

/** A layer and a number in it. */
export interface Place {
  readonly layer: number;
  readonly index: number;
}

export function layerRows(tables: readonly (LayerTable | null)[]): LayerRows {
  const firsts: number[] = [];
  let count = 0;
  for (const table of tables) {
    firsts.push(count);
    count += table?.count ?? 0;
  }
  // An absent layer begins where the next one does, so the last that fits is the one.
  const layerOf = (row: number): number => firsts.findLastIndex((first) => first <= row);
  const ask = <Value>(row: number, question: (table: LayerTable, index: number) => Value): Value => {
    const layer = layerOf(row);
    return question(tables[layer]!, row - firsts[layer]!);
  };
  return {
    count,
    rowOf: (layer, index) => firsts[layer]! + index,
    placeOf(row) {
      const layer = layerOf(row);
      return { layer, index: row - firsts[layer]! };
    },
    type: (row) => ask(row, entryType),
    name: (row) => ask(row, entryName),
    facts: (row) => ask(row, entryFacts),
  };
}
