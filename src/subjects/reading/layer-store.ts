import type { FileRange } from '../../image/extractor.ts';
import type { FilePart } from '../../image/read-ranges.ts';
import type { LayerSource } from '../../image/source.ts';
import type { LayerWalk } from '../../image/walk-layer.ts';

/** Which parts of which files of a layer, by entry number. */
export type WantedRanges = ReadonlyMap<number, readonly FileRange[]>;

/**
 * What was taken from layers before, in this run or another. It answers only for bytes that are proven to be the same; what it gives is the caller's own, to be
 * changed at will.
 */
export interface LayerStore {
  /** The first walk over a layer for the interests of every check; null where it must be walked. */
  walk(layer: LayerSource): Promise<LayerWalk | null>;
  /** To be called with a walk that nobody has changed yet. */
  keepWalk(walk: LayerWalk): void;
  /** The answer of a further pass, which `read` makes where it is not known. Throws what `read` throws. */
  ranges(layer: LayerSource, wanted: WantedRanges, read: () => Promise<RangeParts>): Promise<RangeParts>;
}

type RangeParts = ReadonlyMap<number, readonly FilePart[]>;
