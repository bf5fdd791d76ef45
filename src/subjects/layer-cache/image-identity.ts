import { createHash } from 'node:crypto';
import type { ImageSource } from '../../image/source.ts';
import type { StoredDigests } from './stored-digest.ts';

/**
 * One name for all that can be said of an image, whatever it is called and wherever it lies: its manifest's digest, platform, configuration and the verified digests of its layers. Null
 * where a layer is not here or cannot be verified without reading it.
 */
export async function imageIdentity({ digest, platform, config, layers }: ImageSource, digests: StoredDigests): Promise<string | null> {
  const stored = await Promise.all(layers.map((layer) => digests.of(layer)));
  if (stored.includes(null)) return null;
  const promised = layers.map((layer) => [layer.mediaType, layer.digest, layer.size, layer.diffId]);
  return createHash('sha256').update(JSON.stringify({ digest, platform, config, promised, stored })).digest('hex');
}
