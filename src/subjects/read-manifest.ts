import { BasewiseError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import type { ImageStore } from './image-store.ts';
import type { Descriptor } from './manifests/descriptor.ts';
import { parseManifest, type ManifestDocument } from './manifests/manifest.ts';
import { isSchema1Type } from './manifests/media-type.ts';

/** Throws BasewiseError: `schema1`, `manifest-bad`, and what the store throws. */
export async function readManifest(store: ImageStore, descriptor: Descriptor): Promise<Exclude<ManifestDocument, { kind: 'schema1' }>> {
  if (isSchema1Type(descriptor.mediaType)) throw schema1(store);
  const document = await readingErrors(store, async () => parseManifest(await store.manifest(descriptor)));
  if (document.kind === 'schema1') throw schema1(store);
  return document;
}

/** Turns a parser's FormatError into a BasewiseError that names the store. */
export async function readingErrors<T>(store: ImageStore, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) throw new BasewiseError('manifest-bad', error.message, { path: store.label, cause: error });
    throw error;
  }
}

function schema1(store: ImageStore): BasewiseError {
  return new BasewiseError('schema1', 'the image is stored in the old schema 1 form, which has no layer identities', {
    path: store.label,
    hint: 'push it again with a current Docker or with: skopeo copy --format v2s2 docker://REF docker://REF',
  });
}
