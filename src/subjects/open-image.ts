import { BasewiseError } from '../errors.ts';
import type { ImageSource, LayerSource, Platform } from '../image/source.ts';
import { choosePlatform, flattenIndex } from './choose-platform.ts';
import type { ImageStore } from './image-store.ts';
import type { Descriptor } from './manifests/descriptor.ts';
import { parseImageConfig } from './manifests/image-config.ts';
import type { ManifestDocument } from './manifests/manifest.ts';
import { FOREIGN_ABSENT, isImageConfigType, layerKind } from './manifests/media-type.ts';
import { readManifest, readingErrors } from './read-manifest.ts';

/**
 * The image that `candidates` lead to. One manifest is taken as it is, whatever its platform; an index, or several candidates, are searched
 * for exactly `platform`. Throws BasewiseError with the reason and a way out when it cannot be judged.
 */
export async function openImage(store: ImageStore, candidates: readonly Descriptor[], platform: Platform): Promise<ImageSource> {
  const only = candidates.length === 1 ? await readManifest(store, candidates[0]!) : undefined;
  if (only?.kind === 'manifest') return imageOf(store, candidates[0]!, only, platform);
  const leaves = await flattenIndex(store, candidates);
  const chosen = await choosePlatform(store, leaves, platform);
  const document = await readManifest(store, chosen);
  if (document.kind !== 'manifest') throw new BasewiseError('manifest-bad', `${chosen.digest} is no image manifest`, { path: store.label });
  return imageOf(store, chosen, document, platform);
}

async function imageOf(
  store: ImageStore,
  descriptor: Descriptor,
  manifest: Extract<ManifestDocument, { kind: 'manifest' }>,
  asked: Platform,
): Promise<ImageSource> {
  refuseArtifact(store, manifest);
  const { config, platform } = await readingErrors(store, async () => parseImageConfig(await store.config(manifest.config)));
  if (config.diffIds.length > 0 && config.diffIds.length !== manifest.layers.length) {
    throw new BasewiseError(
      'layers-mismatch',
      `the configuration names ${config.diffIds.length} layers, the manifest ${manifest.layers.length}`,
      {
        path: store.label,
        hint: 'no engine can unpack this image; build or push it again',
      },
    );
  }
  const layers: LayerSource[] = [];
  for (const [index, layer] of manifest.layers.entries()) layers.push(await layerOf(store, layer, config.diffIds[index]));
  return { name: store.label, platform: platform ?? descriptor.platform ?? asked, digest: descriptor.digest, config, layers };
}

function refuseArtifact(store: ImageStore, manifest: Extract<ManifestDocument, { kind: 'manifest' }>): void {
  const details = { path: store.label, hint: 'name a container image; other artifacts have no root file system to judge' };
  if (!isImageConfigType(manifest.config.mediaType)) {
    throw new BasewiseError(
      'not-an-image',
      `this is no container image but an artifact of type ${manifest.artifactType ?? manifest.config.mediaType ?? 'unknown'}`,
      details,
    );
  }
  for (const layer of manifest.layers) {
    const kind = layerKind(layer.mediaType);
    if (kind === 'encrypted') {
      throw new BasewiseError('layer-encrypted', `layer ${layer.digest} is encrypted (${layer.mediaType ?? ''})`, {
        path: store.label,
        hint: 'decrypt a copy first: skopeo copy --decryption-key KEY SOURCE oci:DIR, then check oci:DIR',
      });
    }
    if (kind === 'other') {
      throw new BasewiseError(
        'not-an-image',
        `this is no container image: it holds ${layer.mediaType ?? ''}${manifest.artifactType === undefined ? '' : ` (artifact ${manifest.artifactType})`}`,
        details,
      );
    }
  }
}

async function layerOf(store: ImageStore, layer: Descriptor, diffId: string | undefined): Promise<LayerSource> {
  const content = await store.layer(layer);
  if (content === undefined && layerKind(layer.mediaType) !== 'foreign' && !layer.hasUrls) {
    throw new BasewiseError('blob-missing', `layer ${layer.digest} is not there`, {
      path: store.label,
      hint: 'the image is incomplete; save or copy it again',
    });
  }
  return {
    ...(layer.mediaType === undefined ? {} : { mediaType: layer.mediaType }),
    digest: layer.digest,
    size: layer.size,
    ...(diffId === undefined ? {} : { diffId }),
    content: content ?? { kind: 'absent', why: FOREIGN_ABSENT },
  };
}
