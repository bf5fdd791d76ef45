import type { Fleet } from './fleet.ts';
import type { PulledImage, PulledLayer } from './pulled-image.ts';

/** What an image costs to get, compressed bytes. Plain data; null is not known, and `unknown` says why. */
export interface PaidSize {
  readonly name: string;
  readonly certainty: 'proven' | 'likely';
  readonly source: string;
  /** The whole image with what the application puts on top, each layer once. */
  readonly total: number | null;
  /** Layers that the nodes have already. */
  readonly shared: readonly SharedLayers[];
  /** What one pull on one node transfers. */
  readonly pull: number | null;
  /** `pull` on every node, as often as it is pulled. */
  readonly fleet: number | null;
  /** Seconds of one pull on the wire of one node. */
  readonly seconds: number | null;
  readonly unknown: readonly PaidUnknown[];
}

export interface SharedLayers {
  readonly with: string;
  readonly layers: number;
  readonly bytes: number | null;
}

export type PaidUnknown =
  /** Neither manifest nor recorded size. */
  | { readonly kind: 'no-layers' }
  /** Layers without a compressed size. */
  | { readonly kind: 'no-size'; readonly layers: number }
  /** One of the two is known by its name alone, so their layers cannot be told to be the same. */
  | { readonly kind: 'sharing'; readonly with: string };

/**
 * What `image` costs a fleet. A layer is not pulled again where the node has its very bytes, or the same layers from the bottom up to it however they are
 * compressed: containerd fetches no layer whose chain is unpacked already (`core/unpack/unpacker.go`) and no blob that is in its content store.
 */
export function paidSize(image: PulledImage, fleet: Fleet): PaidSize {
  const { name, certainty, source } = image;
  const base = { name, certainty, source };
  if (image.layers === null) {
    return { ...base, total: null, shared: [], pull: null, fleet: null, seconds: null, unknown: [{ kind: 'no-layers' }] };
  }
  const layers = once(image.layers);
  const taken = new Set<PulledLayer>();
  const shared = fleet.present.flatMap((other): readonly SharedLayers[] => {
    const found = sharedLayers(image.layers ?? [], other.layers ?? []).filter((layer) => layers.includes(layer) && !taken.has(layer));
    for (const layer of found) taken.add(layer);
    return found.length === 0 ? [] : [{ with: other.name, layers: found.length, bytes: sum(found) }];
  });
  const rest = layers.filter((layer) => !taken.has(layer));
  const pull = plus(sum(rest), fleet.above);
  const missing = rest.filter(({ bytes }) => bytes === null).length;
  return {
    ...base,
    total: plus(sum(layers), fleet.above),
    shared,
    pull,
    fleet: pull === null ? null : pull * fleet.nodes * fleet.pulls,
    seconds: pull === null || fleet.bitsPerSecond === null ? null : (pull * 8) / fleet.bitsPerSecond,
    unknown: [
      ...(missing === 0 ? [] : [{ kind: 'no-size' as const, layers: missing }]),
      ...fleet.present
        .filter((other) => rest.length > 0 && other.certainty !== certainty && other.layers?.length !== 0)
        .map((other) => ({ kind: 'sharing' as const, with: other.name })),
    ],
  };
}

/** What `image` has in common with `other`, null where that is nothing or not known. */
export function sharedWith(image: PulledImage, other: PulledImage): SharedLayers | null {
  const found = sharedLayers(once(image.layers ?? []), other.layers ?? []);
  return found.length === 0 ? null : { with: other.name, layers: found.length, bytes: sum(found) };
}

/** The layers of `layers` that somebody who has `present` need not pull. */
function sharedLayers(layers: readonly PulledLayer[], present: readonly PulledLayer[]): readonly PulledLayer[] {
  const blobs = new Set(present.map(({ blob }) => blob).filter((blob) => blob !== null));
  let chain = true;
  return layers.filter(({ blob, diffId }, index) => {
    chain &&= diffId !== null && diffId === present[index]?.diffId;
    return chain || (blob !== null && blobs.has(blob));
  });
}

/** What going from one image to another saves; negative where it costs. */
export interface Saving {
  /** Bytes of one pull on one node, and their part of what `from` transfers. */
  readonly bytes: number;
  readonly of: number;
  readonly fleet: number;
  readonly seconds: number | null;
  readonly certainty: 'proven' | 'likely';
}

/** Null where one of the two is not known. */
export function saving(from: PaidSize, to: PaidSize): Saving | null {
  if (from.pull === null || to.pull === null || from.fleet === null || to.fleet === null) return null;
  return {
    bytes: from.pull - to.pull,
    of: from.pull,
    fleet: from.fleet - to.fleet,
    seconds: from.seconds === null || to.seconds === null ? null : from.seconds - to.seconds,
    certainty: from.certainty === 'proven' && to.certainty === 'proven' ? 'proven' : 'likely',
  };
}

/** A layer that an image uses twice is transferred once. */
function once(layers: readonly PulledLayer[]): readonly PulledLayer[] {
  const seen = new Set<string>();
  return layers.filter(({ blob }) => {
    if (blob === null) return true;
    const first = !seen.has(blob);
    seen.add(blob);
    return first;
  });
}

function sum(layers: readonly PulledLayer[]): number | null {
  return layers.reduce((total: number | null, { bytes }) => plus(total, bytes), 0);
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
