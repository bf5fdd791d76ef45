import { decompress } from '../formats/archive/decompress.ts';
import type { FileRange } from './extractor.ts';
import { createLayerReader } from './layer-reader.ts';

/** Parts of one file: fewer bytes than asked for where the file ends. */
export interface FilePart extends FileRange {
  readonly bytes: Uint8Array;
}

/**
 * A further pass over a layer that takes only the given ranges of the given entries (by number), and stops once it has them.
 * Memory is that of the ranges: who asks has bounded them.
 *
 * @throws FormatError as `walkLayer`
 */
export async function readRanges(
  source: AsyncIterable<Uint8Array>,
  wanted: ReadonlyMap<number, readonly FileRange[]>,
): Promise<Map<number, FilePart[]>> {
  const parts = new Map<number, FilePart[]>();
  let collectors: Collector[] = [];
  let missing = wanted.size;
  let current = -1;
  let at = 0;
  const reader = createLayerReader({
    entry(entry, _path, index) {
      const ranges = wanted.get(index);
      if (ranges === undefined) return false;
      current = index;
      at = 0;
      collectors = ranges.map((range) => collector(range, entry.size));
      return true;
    },
    data(chunk) {
      for (const { range, into } of collectors) {
        const from = Math.max(range.offset, at);
        const to = Math.min(range.offset + into.length, at + chunk.length);
        if (from < to) into.set(chunk.subarray(from - at, to - at), from - range.offset);
      }
      at += chunk.length;
      return true;
    },
    hole(length) {
      at += length;
      return true;
    },
    end() {
      const taken = collectors.map(({ range, into }) => ({ ...range, bytes: into }));
      parts.set(current, taken);
      missing--;
    },
  });
  const take = (chunk: Buffer): boolean => {
    reader.push(chunk);
    return missing > 0;
  };
  const { complete } = await decompress(source, take, { transient: true });
  if (complete) reader.finish();
  return parts;
}

interface Collector {
  readonly range: FileRange;
  readonly into: Uint8Array;
}

function collector(range: FileRange, size: number): Collector {
  return { range, into: new Uint8Array(Math.max(0, Math.min(range.length, size - range.offset))) };
}
