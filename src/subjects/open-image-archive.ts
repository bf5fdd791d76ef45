import { BasewiseError } from '../errors.ts';
import type { ImageSource, Platform } from '../image/source.ts';
import type { Members } from './archive/members.ts';
import { openDockerArchive } from './docker-archive.ts';
import { isDockerArchiveManifest } from './manifests/docker-archive-manifest.ts';
import { openOciLayout } from './oci-layout.ts';

/** Which image of an archive is wanted. */
export interface ImageChoice {
  /** Tag, reference or digest. */
  readonly name: string | undefined;
  readonly platform: Platform;
}

/**
 * Opens an image of an archive or folder in either form. What Docker 25 and later save has both; the OCI one is preferred, because its manifest
 * has a digest, and the other one is asked for names that it does not know. Throws BasewiseError.
 */
export async function openImageArchive(members: Members, choice: ImageChoice): Promise<ImageSource> {
  const form = imageForm(members);
  if (form === null) {
    throw new BasewiseError('not-an-image', 'it holds neither a manifest.json nor an index.json of an image', {
      path: members.label,
      hint: 'rootfs: reads it as a root file system',
    });
  }
  if (form === 'docker') return openDockerArchive(members, choice.name, choice.platform);
  try {
    return await openOciLayout(members, choice.name, choice.platform);
  } catch (error) {
    const nameless = error instanceof BasewiseError && (error.code === 'image-missing' || error.code === 'image-ambiguous');
    if (form === 'oci' || !nameless || choice.name === undefined) throw error;
    return openDockerArchive(members, choice.name, choice.platform);
  }
}

/** A root file system may hold an index.json or manifest.json of its own: their content decides. */
export function imageForm(members: Members): 'docker' | 'oci' | 'both' | null {
  const oci = isIndex(members);
  const docker = Array.isArray(jsonOf(members, 'manifest.json')) && isDockerArchiveManifest(jsonOf(members, 'manifest.json'));
  if (oci) return docker ? 'both' : 'oci';
  return docker ? 'docker' : null;
}

function isIndex(members: Members): boolean {
  if (members.read('oci-layout') !== undefined) return true;
  const index = jsonOf(members, 'index.json');
  return typeof index === 'object' && index !== null && 'manifests' in index && 'schemaVersion' in index;
}

function jsonOf(members: Members, name: string): unknown {
  const bytes = members.read(name);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
