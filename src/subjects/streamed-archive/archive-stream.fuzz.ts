import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { chunked, createBlobs, named, sha256, tar } from '../image-files.suite.ts';
import { openArchiveStream } from './open-archive-stream.ts';

/** A whole archive as it comes through standard input: compression, tar, documents, choice, layers. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'streamed image archive',
    seeds: () => {
      const layer = tar([['file', 'content']]);
      const blobs = createBlobs();
      const image = { ...blobs.image({ layers: [layer] }), platform: { os: 'linux', architecture: 'amd64' } };
      const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [sha256(layer)] } });
      const docker = tar([
        ['l/layer.tar', { link: '../l.tar' }],
        ['l.tar', layer],
        ['c.json', config],
        ['manifest.json', JSON.stringify([{ Config: 'c.json', RepoTags: ['a:1'], Layers: ['l/layer.tar'] }])],
      ]);
      const oci = tar(blobs.layout([named(blobs.index([image]), 'a:1')]));
      return [docker, oci, gzipSync(docker), zstdCompressSync(oci), tar([['bin/sh', 'x']])];
    },
    run: async (input) => {
      const opened = await openArchiveStream('-', chunked(input, 1500), {
        name: undefined,
        platform: { os: 'linux', architecture: 'amd64' },
      });
      if (opened.kind === 'streamed-archive') await opened.archive.read(async (_member, content) => drain(content));
      else if (opened.kind === 'rootfs-tar' && opened.content.kind === 'stream') await drain(await opened.content.open());
    },
  },
];

async function drain(content: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const chunk of content) length += chunk.length;
  return length;
}
