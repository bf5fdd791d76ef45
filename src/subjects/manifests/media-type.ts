import type { Descriptor } from './descriptor.ts';

/** An index by the media type that a descriptor claims; what the bytes hold decides in the end. */
export function isIndexType(mediaType: string | undefined): boolean {
  return (
    mediaType === 'application/vnd.oci.image.index.v1+json' || mediaType === 'application/vnd.docker.distribution.manifest.list.v2+json'
  );
}

export function isSchema1Type(mediaType: string | undefined): boolean {
  return mediaType?.startsWith('application/vnd.docker.distribution.manifest.v1+') ?? false;
}

/** Old builders wrote no type, or octet-stream, for an image configuration; engines accept both. */
export function isImageConfigType(mediaType: string | undefined): boolean {
  return mediaType === undefined || IMAGE_CONFIG_TYPES.has(mediaType);
}

export type LayerKind = 'filesystem' | 'foreign' | 'encrypted' | 'other';

export function layerKind(mediaType: string | undefined): LayerKind {
  if (mediaType === undefined || mediaType === 'application/octet-stream') return 'filesystem';
  if (mediaType.includes('+encrypted')) return 'encrypted';
  if (/^application\/vnd\.oci\.image\.layer\.nondistributable\.v1\.tar\b/.test(mediaType)) return 'foreign';
  if (/^application\/vnd\.docker\.image\.rootfs\.foreign\.diff\.tar\b/.test(mediaType)) return 'foreign';
  if (/^application\/vnd\.oci\.image\.layer\.v1\.tar\b/.test(mediaType)) return 'filesystem';
  return /^application\/vnd\.docker\.image\.rootfs\.diff\.tar\b/.test(mediaType) ||
    mediaType === 'application/x-tar' ||
    mediaType === 'application/x-gzip'
    ? 'filesystem'
    : 'other';
}

/** BuildKit stores provenance beside an image, as a manifest for the platform unknown/unknown. */
export function isAttestation(descriptor: Descriptor): boolean {
  if (descriptor.annotations['vnd.docker.reference.type'] !== undefined) return true;
  return descriptor.platform?.os === 'unknown' && descriptor.platform.architecture === 'unknown';
}

export const FOREIGN_ABSENT = 'a foreign layer, which the image only refers to, is not stored with it';

const IMAGE_CONFIG_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
]);
