import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { parseDockerArchiveManifest } from './docker-archive-manifest.ts';
import { parseImageConfig } from './image-config.ts';
import { parseManifest } from './manifest.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const DESCRIPTOR = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: DIGEST,
  size: 10,
  urls: ['https://x'],
  annotations: { a: 'b' },
};
const PLATFORM = { os: 'linux', architecture: 'arm', variant: 'v7' };

function target(name: string, parse: (bytes: Uint8Array) => unknown, seeds: readonly unknown[]): FuzzTarget {
  return { name, seeds: () => seeds.map((seed) => Buffer.from(JSON.stringify(seed))), run: (input) => void parse(input) };
}

export const fuzzTargets: readonly FuzzTarget[] = [
  target('image manifest and index', parseManifest, [
    { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: DESCRIPTOR, layers: [DESCRIPTOR, DESCRIPTOR] },
    { schemaVersion: 2, manifests: [{ ...DESCRIPTOR, platform: PLATFORM }, DESCRIPTOR] },
    { schemaVersion: 1, fsLayers: [] },
  ]),
  target('image configuration', parseImageConfig, [
    {
      ...PLATFORM,
      created: 'x',
      config: { User: '1', Env: ['A=b'], Entrypoint: ['/x'], Cmd: [], Labels: { __proto__x: 'y' }, Shell: ['sh'], WorkingDir: '/' },
      rootfs: { type: 'layers', diff_ids: [DIGEST] },
      history: [{ created_by: 'x', empty_layer: true }],
    },
  ]),
  target('docker-archive manifest', parseDockerArchiveManifest, [
    [{ Config: `${DIGEST.slice(7)}.json`, RepoTags: ['a:1', 'b:2'], Layers: ['x/layer.tar'], LayerSources: { [DIGEST]: {} } }],
  ]),
];
