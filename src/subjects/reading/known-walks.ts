import { takeBudget, type FactsBudget } from '../../image/facts-budget.ts';
import { foundWeight } from '../../image/keepers.ts';
import type { LayerSource } from '../../image/source.ts';
import type { LayerWalk } from '../../image/walk-layer.ts';
import type { ReadableContent } from './layer-pool.ts';
import type { LayerStore } from './layer-store.ts';

/**
 * What the store has of each layer; a layer that stands twice is asked for once. A walk whose facts do not fit beside the others is left out: the layer is then read again,
 * and only what does not fit is unknown.
 */
export async function knownWalks(
  layers: readonly LayerSource[],
  store: LayerStore | undefined,
  budget: FactsBudget,
): Promise<readonly (LayerWalk | null)[]> {
  if (store === undefined) return layers.map(() => null);
  const asked = new Map<string, Promise<LayerWalk | null>>();
  return Promise.all(
    layers.map(async (layer) => {
      if (layer.content.kind === 'absent') return null;
      const key = contentKey(layer, layer.content) ?? '';
      const walk = (key === '' ? undefined : asked.get(key)) ?? fitting(store.walk(layer), budget);
      asked.set(key, walk);
      return walk;
    }),
  );
}

async function fitting(asked: Promise<LayerWalk | null>, budget: FactsBudget): Promise<LayerWalk | null> {
  const walk = await asked;
  return walk !== null && takeBudget(budget, foundWeight(walk.found)) ? walk : null;
}

/** One name for layers with the same bytes in the same place; undefined where only passing by would tell. */
export function contentKey({ digest }: LayerSource, content: ReadableContent): string | undefined {
  return digest ?? (content.kind === 'file' ? `${content.path} ${content.offset}` : undefined);
}
