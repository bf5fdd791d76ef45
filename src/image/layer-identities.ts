import type { Identity } from '../tree/tree.ts';
import type { Place } from './layer-rows.ts';
import type { LayerWalk } from './walk-layer.ts';

/**
 * Identities of files by the diffID of the layer that brought them and their number in it, so that two images that share a layer agree. A
 * layer that an image holds twice counts as another one the second time.
 */
export interface LayerIdentities {
  /** Layer -1 holds the directories that no entry describes. */
  at(layer: number, index: number): Identity;
  placeOf(identity: Identity): Place | null;
}

export function layerIdentities(walks: readonly (LayerWalk | null)[]): LayerIdentities {
  const keys: string[] = [];
  const layerOf = new Map<string, number>();
  for (const [layer, walk] of walks.entries()) {
    let key = walk === null ? `absent-${layer}` : shortName(walk.diffId);
    while (layerOf.has(key)) key += '+';
    keys.push(key);
    layerOf.set(key, layer);
  }
  /** Directories that no entry describes belong to this very stack of layers. */
  const implied = `implied-in:${keys.at(-1) ?? ''}`;
  const at = (layer: number, index: number): Identity => `${keys[layer] ?? implied}:${index}`;
  return {
    at,
    placeOf(identity) {
      const cut = identity.lastIndexOf(':');
      const layer = layerOf.get(identity.slice(0, cut));
      const index = Number(identity.slice(cut + 1));
      return layer === undefined || !Number.isInteger(index) ? null : { layer, index };
    },
  };
}

const names = new Map<string, string>();

/** Stands for a diffID in this process: a million identities of 70 characters more would take 100 MB. */
function shortName(diffId: string): string {
  const name = names.get(diffId) ?? names.size.toString(36);
  names.set(diffId, name);
  return name;
}
