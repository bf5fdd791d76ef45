import type { LayerSource } from '../../image/source.ts';
import type { LayerWalk } from '../../image/walk-layer.ts';
import type { ReadableContent } from './layer-pool.ts';
import type { LayerStore } from './layer-store.ts';

/** What the store has of each layer; a layer that stands twice is asked for once. */
export async function knownWalks(layers: readonly LayerSource[], store: LayerStore | undefined): Promise<readonly (LayerWalk | null)[]> {
  if (store === undefined) return layers.map(() => null);
  const asked = new Map<string, Promise<LayerWalk | null>>();
  return Promise.all(
    layers.map(async (layer) => {
      if (layer.content.kind === 'absent') return null;
      const key = contentKey(layer, layer.content) ?? '';
      const walk = (key === '' ? undefined : asked.get(key)) ?? store.walk(layer);
      asked.set(key, walk);
      return walk;
    }),
  );
}

/** One name for layers with the same bytes in the same place; undefined where only passing by would tell. */
export function contentKey({ digest }: LayerSource, content: ReadableContent): string | undefined {
  return digest ?? (content.kind === 'file' ? `${content.path} ${content.offset}` : undefined);
}
