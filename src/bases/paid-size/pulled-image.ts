import type { ImageSource } from '../../image/source.ts';
import type { BaseFacts } from '../describe-base.ts';

/** An image as a pull sees it: layers as a registry stores them. Plain data. */
export interface PulledImage {
  readonly name: string;
  /** `proven`: from a manifest; `likely`: sizes that the catalogue recorded for a tag, which moves. */
  readonly certainty: 'proven' | 'likely';
  /** Where the sizes come from, with their date. */
  readonly source: string;
  /** From the bottom; null where nothing is known of them. */
  readonly layers: readonly PulledLayer[] | null;
}

export interface PulledLayer {
  /** Identity of the stored bytes: `sha256:…`, or `tag:NAME` for what only the catalogue knows; null when it has none. */
  readonly blob: string | null;
  /** `sha256:…` of the layer's tar. */
  readonly diffId: string | null;
  /** Bytes as a registry stores and sends them; null where only the uncompressed form is here. */
  readonly bytes: number | null;
}

/** An image that was opened. A layer that lies here uncompressed (`docker save`) says nothing about what a pull transfers. */
export function pulledFromSource({ name, layers }: Pick<ImageSource, 'name' | 'layers'>): PulledImage {
  return {
    name,
    certainty: 'proven',
    source: 'its manifest',
    layers: layers.map(({ digest, diffId, size }) => ({
      blob: digest ?? null,
      diffId: diffId ?? null,
      // In a docker-archive a layer has no digest of its own, or that of its uncompressed tar.
      bytes: digest === undefined || digest === diffId ? null : (size ?? null),
    })),
  };
}

/** What the catalogue recorded of a name: the base below, and for an image that stands on it the rest above. */
export function pulledFromCatalogue(facts: Pick<BaseFacts, 'name' | 'base' | 'sizes' | 'classification'>): PulledImage {
  const { name, base, sizes, classification } = facts;
  if (base === 'scratch') return { name, certainty: 'proven', source: 'scratch has no layers', layers: [] };
  const known = sizes.flatMap((size) => (size.compressedBytes === null ? [] : [{ ...size, bytes: size.compressedBytes }]));
  const distribution = classification.rule === 'base-distro';
  const own = known.find(({ what }) => what !== base);
  const below = known.find(({ what }) => what === base);
  const shown = own ?? below;
  const layer = (tag: string, bytes: number | null): PulledLayer => ({ blob: `tag:${tag}`, diffId: null, bytes });
  if (shown === undefined) return { name, certainty: 'likely', source: 'no size is recorded', layers: null };
  const source = `${shown.source}, ${shown.date}`;
  if (distribution) return { name, certainty: 'likely', source, layers: [layer(base, shown.bytes)] };
  const above = own === undefined ? null : Math.max(0, own.bytes - (below?.bytes ?? 0));
  return { name, certainty: 'likely', source, layers: [...(below === undefined ? [] : [layer(base, below.bytes)]), layer(name, above)] };
}
