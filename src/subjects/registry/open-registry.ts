import { BasewiseError } from '../../errors.ts';
import { tagOrDigest, type ImageReference } from '../../formats/text/image-reference.ts';
import type { ImageSource, LayerContent, Platform } from '../../image/source.ts';
import { createRegistryClient, type RegistryClient, type RegistryOptions } from '../../net/registry/registry-client.ts';
import type { ImageStore } from '../image-store.ts';
import type { Descriptor } from '../manifests/descriptor.ts';
import { LARGEST_DOCUMENT } from '../manifests/json-document.ts';
import { layerKind } from '../manifests/media-type.ts';
import { openImage } from '../open-image.ts';
import type { Subject } from '../subject.ts';

/** Opens an image on a registry: manifests and configuration are read, layers when they are walked. Throws BasewiseError. */
export async function openRegistry(
  subject: Extract<Subject, { kind: 'registry' }>,
  platform: Platform,
  options: RegistryOptions,
): Promise<ImageSource> {
  const { reference, text } = subject;
  const client = createRegistryClient(reference.domain, reference.repository, options);
  try {
    const top = await client.manifest(tagOrDigest(reference), LARGEST_DOCUMENT);
    const descriptor: Descriptor = { ...NO_DESCRIPTOR, mediaType: top.mediaType, digest: top.digest, size: top.bytes.length };
    const source = await openImage(registryStore(client, text, new Map([[top.digest, top.bytes]])), [descriptor], platform);
    return { ...source, name: text.replace(/^(?:registry:|docker:\/\/)/, '') };
  } catch (error) {
    throw error instanceof BasewiseError && error.path === undefined ? explained(error, subject) : error;
  }
}

const NO_DESCRIPTOR: Omit<Descriptor, 'digest' | 'size'> = {
  mediaType: undefined,
  artifactType: undefined,
  annotations: {},
  hasUrls: false,
  platform: undefined,
};

function registryStore(client: RegistryClient, label: string, known: Map<string, Uint8Array>): ImageStore {
  const once = async (digest: string, fetch: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const bytes = known.get(digest) ?? (await fetch());
    known.set(digest, bytes);
    return bytes;
  };
  return {
    label,
    manifest: (descriptor) => once(descriptor.digest, async () => (await client.manifest(descriptor.digest, LARGEST_DOCUMENT)).bytes),
    config: (descriptor) => once(descriptor.digest, () => client.document(descriptor.digest, LARGEST_DOCUMENT)),
    layer: async (descriptor): Promise<LayerContent | undefined> => {
      const optional = layerKind(descriptor.mediaType) === 'foreign' || descriptor.hasUrls;
      if (optional && !(await client.hasBlob(descriptor.digest))) return undefined;
      return { kind: 'stream', open: async () => client.blob(descriptor.digest, descriptor.size) };
    },
  };
}

/** Names the subject, and what else its text could have meant. */
function explained(error: BasewiseError, subject: Extract<Subject, { kind: 'registry' }>): BasewiseError {
  const { text, explicit } = subject;
  const missing = error.code === 'registry-not-found' || error.code === 'registry-unauthorized' || error.code === 'registry-unreachable';
  const other = explicit ? alsoAnImage(text, subject.reference) : alsoLocal(text, subject.reference);
  const hint = missing ? [error.hint, other].filter((part) => part !== undefined).join('; ') : error.hint;
  return new BasewiseError(error.code, error.message, { path: text, cause: error, ...(hint === undefined || hint === '' ? {} : { hint }) });
}

/** A text that names no host could have been meant for something on this machine. */
function alsoLocal(text: string, reference: ImageReference): string | undefined {
  if (text.startsWith(`${reference.domain}/`)) return undefined;
  return `no file or folder has this name, so it was looked for on ${reference.domain}; docker:${text} asks the local engine`;
}

/** `registry:2` is also the usual name of an image. */
function alsoAnImage(text: string, reference: ImageReference): string | undefined {
  return reference.domain === 'docker.io' && /^registry:[\w.-]+$/.test(text)
    ? `the image of the name ${text} is registry:${text}`
    : undefined;
}
