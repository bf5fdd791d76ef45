import type { ByteRange, Bytes, Unread } from '../tree/bytes.ts';
import type { FileRange } from './extractor.ts';
import { attemptPass, type RangePass } from './further-passes.ts';
import type { LayerIdentities } from './layer-identities.ts';
import { entrySize } from './layer-table.ts';
import type { FilePart } from './read-ranges.ts';
import type { LayerWalk } from './walk-layer.ts';

/** All that `fetch` brings over time: beyond it, ranges stay unread. */
const MOST_FETCHED = 64 * 1024 * 1024;

/** Bytes of an image: what was kept while layers were walked, and what `fetch` brings with one further pass for each layer concerned. */
export function rangeCache(walks: readonly (LayerWalk | null)[], identities: LayerIdentities, pass: RangePass): Bytes {
  const fetched = new Map<string, FilePart[]>();
  let left = MOST_FETCHED;

  function kept(identity: string): Uint8Array | undefined {
    const place = identities.placeOf(identity);
    return place === null ? undefined : walks[place.layer]?.found.kept.get(place.index);
  }

  function read(identity: string, offset: number, length: number): Uint8Array | null {
    const whole = kept(identity);
    if (whole !== undefined) return whole.subarray(offset, offset + length);
    const part = fetched.get(identity)?.find((each) => each.offset <= offset && offset + length <= each.offset + each.length);
    return part === undefined ? null : part.bytes.subarray(offset - part.offset, offset - part.offset + length);
  }

  return {
    read,
    async fetch(ranges) {
      const unread: Unread[] = [];
      const wanted = new Map<number, Map<number, FileRange[]>>();
      for (const range of ranges) {
        if (read(range.identity, range.offset, range.length) !== null) continue;
        const refusal = queue(range);
        if (refusal !== null) unread.push({ identity: range.identity, why: refusal });
      }
      for (const [layer, ofLayer] of wanted) {
        const parts = await attemptPass(pass, layer, ofLayer);
        for (const index of ofLayer.keys()) {
          const identity = identities.at(layer, index);
          const got = 'unread' in parts ? undefined : parts.get(index);
          if (got === undefined) unread.push({ identity, why: 'unread' in parts ? parts.unread : 'the layer holds no such file' });
          else fetched.set(identity, [...(fetched.get(identity) ?? []), ...got]);
        }
      }
      return unread;

      function queue({ identity, offset, length }: ByteRange): string | null {
        const place = identities.placeOf(identity);
        if (place === null) return 'it is no file of this image';
        const size = entrySize(walks[place.layer]?.table, place.index);
        const bytes = Math.max(0, Math.min(length, size - offset));
        if (bytes > left) return `${bytes} bytes are over the budget of what is read of an image afterwards`;
        left -= bytes;
        const ofLayer = wanted.get(place.layer) ?? new Map<number, FileRange[]>();
        wanted.set(place.layer, ofLayer);
        ofLayer.set(place.index, [...(ofLayer.get(place.index) ?? []), { offset, length }]);
        return null;
      }
    },
  };
}
