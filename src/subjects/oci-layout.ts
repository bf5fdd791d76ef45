import { BasewiseError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import type { ImageSource, LayerContent, Platform } from '../image/source.ts';
import type { Members } from './archive/members.ts';
import { verifyDigest } from './archive/verify-digest.ts';
import { chooseByName, type NamedCandidate } from './choose-by-name.ts';
import type { ImageStore } from './image-store.ts';
import type { Descriptor } from './manifests/descriptor.ts';
import { parseManifest } from './manifests/manifest.ts';
import { isAttestation } from './manifests/media-type.ts';
import { openImage } from './open-image.ts';

/** Opens an image of an OCI layout, in a folder or a tar. `name` is a tag, a reference or a digest in its index. */
export async function openOciLayout(members: Members, name: string | undefined, platform: Platform): Promise<ImageSource> {
  const chosen = chooseByName(layoutCandidates(members), name, members.label);
  const source = await openImage(layoutStore(members), chosen, platform);
  return name === undefined ? source : { ...source, name: `${members.label}:${name}` };
}

/** The images that the layout's index lists, each with its names. Throws BasewiseError `manifest-bad`. */
export function layoutCandidates(members: Members): readonly NamedCandidate<Descriptor>[] {
  const bytes = members.read('index.json');
  if (bytes === undefined) throw new BasewiseError('not-an-image', 'there is no index.json', { path: members.label });
  try {
    const index = parseManifest(bytes);
    if (index.kind !== 'index') throw new FormatError('manifest-bad-shape', 0, 'index.json is no index');
    return index.manifests
      .filter((entry) => !isAttestation(entry))
      .map((entry) => ({ value: entry, names: namesOf(entry), digest: entry.digest }));
  } catch (error) {
    if (error instanceof FormatError) throw new BasewiseError('manifest-bad', error.message, { path: members.label, cause: error });
    throw error;
  }
}

/** Docker puts only the tag into `ref.name` and the whole name into containerd's annotation; everyone else puts either into `ref.name`. */
function namesOf(entry: Descriptor): readonly string[] {
  const names = [entry.annotations['io.containerd.image.name'], entry.annotations['org.opencontainers.image.ref.name']];
  return names.filter((name) => name !== undefined);
}

function layoutStore(members: Members): ImageStore {
  const { label } = members;
  const document = async ({ digest }: Descriptor): Promise<Uint8Array> => {
    const bytes = members.read(blobName(digest));
    if (bytes === undefined) {
      throw new BasewiseError('blob-missing', `${digest} is not there`, {
        path: label,
        hint: 'the image is incomplete; save or copy it again',
      });
    }
    verifyDigest(bytes, digest, 'the document', label);
    return bytes;
  };
  return {
    label,
    manifest: document,
    config: document,
    layer: async ({ digest }): Promise<LayerContent | undefined> => members.content(blobName(digest))?.content,
  };
}

function blobName(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
