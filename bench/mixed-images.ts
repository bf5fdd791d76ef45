import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageSource } from '../src/image/source.ts';
import { openSubject } from '../src/subjects/open-subject.ts';
import { parseSubject } from '../src/subjects/parse-subject.ts';

/** An OCI layout of `count` services below `folder`: the lowest layer of one image with the others and the configuration of another, in turn. Returns their subjects. */
export async function mixImages(subjects: readonly string[], folder: string, count: number): Promise<readonly string[]> {
  const sources: ImageSource[] = [];
  for (const subject of subjects) {
    const opened = await openSubject(parseSubject(subject));
    if (opened.kind === 'image' && opened.source.layers.length > 1) sources.push(opened.source);
  }
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const stored = sources.map((source) => source.layers.map((layer) => storeLayer(folder, layer)));
  const images = Array.from({ length: count }, (_, number) => {
    const base = number % sources.length;
    const app = (number + 1 + Math.floor(number / sources.length)) % sources.length;
    const layers = [stored[base]?.[0] ?? [], (stored[app] ?? []).slice(1)].flat();
    const diffIds = [sources[base]?.config.diffIds[0] ?? '', ...(sources[app]?.config.diffIds.slice(1) ?? [])];
    return {
      ...storeManifest(folder, sources[app]?.config, layers, diffIds, number),
      annotations: { 'org.opencontainers.image.ref.name': `mix-${number}` },
    };
  });
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: images }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return images.map((_, number) => `oci:${folder}:mix-${number}`);
}

interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

function storeLayer(folder: string, { content, mediaType }: ImageSource['layers'][number]): Blob {
  if (content.kind !== 'file') throw new Error('a layer is in no local file');
  const bytes = Buffer.alloc(content.length);
  const file = openSync(content.path, 'r');
  readSync(file, bytes, 0, content.length, content.offset);
  closeSync(file);
  return storeBlob(folder, bytes, mediaType ?? 'application/vnd.oci.image.layer.v1.tar');
}

function storeManifest(
  folder: string,
  config: ImageSource['config'] | undefined,
  layers: readonly Blob[],
  diffIds: readonly string[],
  number: number,
): Blob {
  const { env, entrypoint, cmd, workingDir } = config ?? { env: [], entrypoint: [], cmd: [] };
  const settings = { Env: [...env, `SERVICE=${number}`], Entrypoint: entrypoint, Cmd: cmd, WorkingDir: workingDir };
  const document = { os: 'linux', architecture: 'amd64', config: settings, rootfs: { type: 'layers', diff_ids: diffIds } };
  const stored = storeBlob(folder, Buffer.from(JSON.stringify(document)), 'application/vnd.oci.image.config.v1+json');
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return storeBlob(folder, Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: stored, layers })), mediaType);
}

function storeBlob(folder: string, bytes: Uint8Array, mediaType: string): Blob {
  const hex = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'blobs/sha256', hex), bytes);
  return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
}
