import { BasewiseError } from '../errors.ts';
import type { Platform } from '../image/source.ts';
import type { ImageStore } from './image-store.ts';
import type { Descriptor } from './manifests/descriptor.ts';
import { parseImageConfig } from './manifests/image-config.ts';
import { isAttestation, isImageConfigType, isIndexType } from './manifests/media-type.ts';
import { formatPlatform, samePlatform } from './manifests/platform.ts';
import { readManifest, readingErrors } from './read-manifest.ts';

/**
 * The manifests that an index leads to through indexes in it, in order, without attestations.
 * Throws BasewiseError `index-cycle`, `index-too-deep`, `index-too-large`.
 */
export async function flattenIndex(store: ImageStore, candidates: readonly Descriptor[]): Promise<readonly Descriptor[]> {
  const leaves = new Map<string, Descriptor>();
  const visited = new Set<string>();
  const walk = async (entries: readonly Descriptor[], above: readonly string[]): Promise<void> => {
    for (const entry of entries) {
      if (isAttestation(entry) || leaves.has(leafKey(entry))) continue;
      if (above.includes(entry.digest))
        throw new BasewiseError('index-cycle', `the index ${entry.digest} contains itself`, { path: store.label });
      if (above.length > DEEPEST)
        throw new BasewiseError('index-too-deep', `indexes are nested more than ${DEEPEST} deep`, { path: store.label });
      if (!mayBeIndex(entry)) {
        leaves.set(leafKey(entry), entry);
        continue;
      }
      if (visited.has(entry.digest)) continue;
      if (visited.add(entry.digest).size > MOST_INDEXES)
        throw new BasewiseError('index-too-large', `the index leads to more than ${MOST_INDEXES} others`, { path: store.label });
      const document = await readManifest(store, entry);
      if (document.kind === 'index') await walk(document.manifests, [...above, entry.digest]);
      else leaves.set(leafKey(entry), entry);
    }
  };
  await walk(candidates, []);
  return [...leaves.values()];
}

/** Exactly this platform; the first one where there are several. Throws BasewiseError `platform-missing` with the choices, `not-an-image`. */
export async function choosePlatform(store: ImageStore, leaves: readonly Descriptor[], platform: Platform): Promise<Descriptor> {
  const found: Platform[] = [];
  let artifact: string | undefined;
  let unnamed = 0;
  for (const leaf of leaves) {
    if (leaf.platform === undefined && ++unnamed > MOST_UNNAMED) {
      throw new BasewiseError('index-too-large', `more than ${MOST_UNNAMED} entries of the index name no platform`, { path: store.label });
    }
    const own = leaf.platform ?? (await platformOf(store, leaf));
    if (typeof own === 'string') artifact ??= own;
    else if (samePlatform(own, platform)) return leaf;
    else found.push(own);
  }
  if (found.length === 0 && artifact !== undefined) {
    throw new BasewiseError('not-an-image', `this is no container image but an artifact of type ${artifact}`, { path: store.label });
  }
  throw platformMissing(platform, found, store.label);
}

export function platformMissing(asked: Platform, found: readonly Platform[], label: string): BasewiseError {
  const choices = [...new Set(found.map(formatPlatform))].sort().join(', ');
  return new BasewiseError('platform-missing', `there is no image for ${formatPlatform(asked)}`, {
    path: label,
    hint: choices === '' ? 'the index holds no image at all' : `choose with --platform: ${choices}`,
  });
}

const DEEPEST = 8;
const MOST_INDEXES = 64;
/** Each costs reading a manifest and a configuration. */
const MOST_UNNAMED = 100;

function leafKey(entry: Descriptor): string {
  return `${entry.digest} ${entry.platform === undefined ? '' : formatPlatform(entry.platform)}`;
}

/** An index by its type; without a type and a platform, only its bytes can tell. */
function mayBeIndex(entry: Descriptor): boolean {
  return isIndexType(entry.mediaType) || (entry.mediaType === undefined && entry.platform === undefined);
}

/** Read from the configuration where the index does not say; the artifact's type when it is no image. */
async function platformOf(store: ImageStore, leaf: Descriptor): Promise<Platform | string> {
  const manifest = await readManifest(store, leaf);
  if (manifest.kind === 'index') return 'index';
  if (!isImageConfigType(manifest.config.mediaType)) return manifest.artifactType ?? manifest.config.mediaType ?? 'unknown';
  const { platform } = await readingErrors(store, async () => parseImageConfig(await store.config(manifest.config)));
  return platform ?? { os: 'unknown', architecture: 'unknown' };
}
