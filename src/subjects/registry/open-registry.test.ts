import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import type { ImageSource } from '../../image/source.ts';
import { send, serve, type TestServer } from '../../net/loopback-server.suite.ts';
import { collect, createBlobs, sha256, tar, TYPES, type Blobs, type TestDescriptor } from '../image-files.suite.ts';
import { parsePlatform } from '../manifests/platform.ts';
import { openSubject, type OpenOptions } from '../open-subject.ts';
import { parseSubject } from '../parse-subject.ts';

/** A registry that has the blobs, and tags for some of its manifests. */
function registry(t: TestContext, blobs: Blobs, tags: Readonly<Record<string, TestDescriptor>>): Promise<TestServer> {
  return serve(t, (request, response) => {
    const [, kind, reference = ''] = /^\/v2\/some\/app\/(manifests|blobs)\/(.+)$/.exec(request.url) ?? [];
    const descriptor = kind === 'manifests' ? tags[reference] : undefined;
    const bytes = blobs.bytes.get(descriptor?.digest ?? reference);
    if (bytes === undefined) return send(response, 404, '{}');
    return send(response, 200, request.method === 'HEAD' ? '' : bytes, {
      'content-type': descriptor?.mediaType ?? 'application/octet-stream',
    });
  });
}

async function open(host: string, tag: string, options: OpenOptions = {}): Promise<ImageSource> {
  const opened = await openSubject(parseSubject(`registry:${host}/some/app:${tag}`), {
    platform: parsePlatform('linux/amd64'),
    environment: {},
    ...options,
  });
  return opened.kind === 'image' ? opened.source : assert.fail(opened.kind);
}

test('an image of a nested index is opened, its layers stream when they are asked for, each manifest is fetched once', async (t) => {
  const blobs = createBlobs();
  const layer = tar([['a', 'b']]);
  const inner = blobs.index(
    ['arm64', 'amd64'].map((architecture) => ({
      ...blobs.image({ architecture, layers: [layer] }),
      platform: { os: 'linux', architecture },
    })),
  );
  const server = await registry(t, blobs, { 1: blobs.index([inner]) });
  let downloaded = 0;
  const source = await open(server.host, '1', { onProgress: ({ bytes }) => (downloaded += bytes) });
  assert.equal(source.name, `${server.host}/some/app:1`);
  assert.equal(source.platform.architecture, 'amd64');
  assert.equal(server.seen.length, 4, 'index, inner index, manifest, configuration');
  const [first] = source.layers;
  assert.ok(first?.content.kind === 'stream' && first.digest === sha256(layer) && first.diffId === sha256(layer));
  for (let pass = 0; pass < 2; pass++) assert.deepEqual(await collect(await first.content.open()), layer);
  assert.equal(downloaded, layer.length * 2);
  await assert.rejects(
    open(server.host, '1', { platform: parsePlatform('linux/s390x') }),
    (error) => error instanceof BasewiseError && error.code === 'platform-missing' && /linux\/amd64, linux\/arm64/.test(error.hint ?? ''),
  );
});

test('a single manifest is taken as it is; schema 1 and artifacts are refused', async (t) => {
  const blobs = createBlobs();
  const server = await registry(t, blobs, {
    arm: blobs.image({ architecture: 'arm64' }),
    old: blobs.blob({ schemaVersion: 1, fsLayers: [] }, 'application/vnd.docker.distribution.manifest.v1+prettyjws'),
    chart: blobs.image({ configType: 'application/vnd.cncf.helm.config.v1+json' }),
    untyped: { ...blobs.image(), mediaType: 'text/plain' },
  });
  assert.equal((await open(server.host, 'arm')).platform.architecture, 'arm64');
  assert.equal((await open(server.host, 'untyped')).layers.length, 1);
  await assert.rejects(open(server.host, 'old'), { code: 'schema1' });
  await assert.rejects(open(server.host, 'chart'), { code: 'not-an-image', message: /helm/ });
  await assert.rejects(
    open(server.host, 'none'),
    (error) =>
      error instanceof BasewiseError && error.code === 'registry-not-found' && error.path === `registry:${server.host}/some/app:none`,
  );
});

test('a foreign layer is looked for, and absent when the registry does not have it', async (t) => {
  const blobs = createBlobs();
  const here = tar([['here', '']]);
  const gone = tar([['gone', '']]);
  const layerType = 'application/vnd.docker.image.rootfs.foreign.diff.tar';
  const image = blobs.image({ layers: [gone, here], layerType, layerMore: { urls: ['https://foreign.example/x'] } });
  blobs.bytes.delete(sha256(gone));
  const server = await registry(t, blobs, { 1: image });
  assert.deepEqual(
    (await open(server.host, '1')).layers.map(({ content }) => content.kind),
    ['absent', 'stream'],
  );
});

test('a name without a host says where it was looked for, and asks mirrors first', async (t) => {
  const blobs = createBlobs();
  const server = await registry(t, blobs, { 1: blobs.image() });
  const mirrors = { 'docker.io': [server.host] };
  const environment = { BASEWISE_MIRRORS: `ghcr.io=x, docker.io=http://${server.host}/` };
  assert.equal((await openSubject(parseSubject('some/app:1'), { environment })).kind, 'image');
  const opened = await openSubject(parseSubject('some/app:1'), { environment: {}, mirrors });
  assert.ok(opened.kind === 'image' && opened.source.name === 'some/app:1');
});

test('an index type in the header does not make a manifest an index', async (t) => {
  const blobs = createBlobs();
  const server = await registry(t, blobs, { 1: { ...blobs.image(), mediaType: TYPES.index } });
  assert.equal((await open(server.host, '1')).layers.length, 1);
});
