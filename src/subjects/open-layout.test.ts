import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { BasewiseError } from '../errors.ts';
import type { ImageSource } from '../image/source.ts';
import { createBlobs, named, tar, temporaryFolder, TYPES, writeFiles, writeTar, type Files } from './image-files.suite.ts';
import { parsePlatform } from './manifests/platform.ts';
import { openSubject } from './open-subject.ts';
import { parseSubject } from './parse-subject.ts';

const AMD64 = parsePlatform('linux/amd64');

/** Opens the layout as a folder and as a tar; both must say the same. */
async function open(t: TestContext, files: Files, name?: string, platform: string = 'linux/amd64'): Promise<ImageSource> {
  const folder = writeFiles(temporaryFolder(t), files);
  const archive = writeTar(t, files, 'layout.tar');
  const end = name === undefined ? '' : `:${name}`;
  const opened = [];
  for (const text of [`oci:${folder}${end}`, `archive:${archive}${end}`]) opened.push(await outcome(text, platform));
  const [one, other] = opened;
  if (one instanceof BasewiseError || other instanceof BasewiseError) {
    assert.ok(one instanceof BasewiseError && other instanceof BasewiseError, 'folder and tar differ');
    assert.deepEqual([one.code, one.message], [other.code, other.message]);
    throw one;
  }
  assert.deepEqual([one!.digest, one!.layers.length, one!.config], [other!.digest, other!.layers.length, other!.config]);
  return one!;
}

async function outcome(text: string, platform: string): Promise<ImageSource | BasewiseError> {
  try {
    const opened = await openSubject(parseSubject(text), { platform: parsePlatform(platform) });
    assert.equal(opened.kind, 'image');
    return opened.kind === 'image' ? opened.source : assert.fail();
  } catch (error) {
    if (error instanceof BasewiseError) return error;
    throw error;
  }
}

const refused = (code: string, text?: RegExp): ((error: unknown) => boolean) => {
  return (error) =>
    error instanceof BasewiseError && error.code === code && (text === undefined || text.test(`${error.message} ${error.hint ?? ''}`));
};

test('one image without a name is opened as it is, whatever its platform', async (t) => {
  const blobs = createBlobs();
  const image = blobs.image({
    architecture: 's390x',
    config: {
      created: '2024-01-02T03:04:05Z',
      config: { User: '10', Env: ['A=b', 3], Entrypoint: ['/x'], Labels: { a: 'b', n: 1 }, WorkingDir: '/w', Shell: ['/bin/ash', '-c'] },
      history: [{ created_by: 'RUN x', empty_layer: true }, null],
    },
  });
  const source = await open(t, blobs.layout([image]));
  assert.equal(source.digest, image.digest);
  assert.deepEqual(source.platform, { os: 'linux', architecture: 's390x' });
  const { labels, diffIds, ...config } = source.config;
  assert.deepEqual({ ...labels }, { a: 'b' });
  assert.equal(diffIds.length, 1);
  assert.deepEqual(config, {
    user: '10',
    env: ['A=b'],
    entrypoint: ['/x'],
    cmd: [],
    shell: ['/bin/ash', '-c'],
    workingDir: '/w',
    created: '2024-01-02T03:04:05Z',
    history: [{ createdBy: 'RUN x', emptyLayer: true }],
  });
});

test('a layer is a range of the file that holds it', async (t) => {
  const blobs = createBlobs();
  const layer = tar([['a', 'hello']]);
  const source = await open(t, blobs.layout([blobs.image({ layers: [layer, layer] })]));
  assert.equal(source.layers.length, 2);
  for (const { content, size, diffId, digest } of source.layers) {
    assert.ok(content.kind === 'file' && content.length === layer.length && size === layer.length);
    assert.equal(diffId, digest);
  }
});

test('the platform is matched exactly, through nested indexes and past attestations', async (t) => {
  const blobs = createBlobs();
  const unknown = { os: 'unknown', architecture: 'unknown' };
  const attestation = {
    ...blobs.image({ config: unknown, layerType: 'application/vnd.in-toto+json' }),
    platform: unknown,
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
  };
  const one = (architecture: string, variant?: string): object => ({
    ...blobs.image({
      architecture,
      ...(variant === undefined ? {} : { variant }),
      layers: [tar([[`${architecture}${variant ?? ''}`, '']])],
    }),
    platform: { os: 'linux', architecture, variant },
  });
  const index = blobs.index([attestation, one('amd64'), one('arm64', 'v8'), one('arm', 'v6'), one('arm', 'v7')]);
  const nested = named(blobs.index([blobs.index([index])]), 'nested');
  const files = blobs.layout([nested]);
  for (const [asked, got] of [
    ['linux/amd64', 'linux,amd64'],
    ['linux/arm64', 'linux,arm64'],
    ['linux/arm64/v8', 'linux,arm64'],
    ['linux/aarch64', 'linux,arm64'],
    ['linux/arm/v6', 'linux,arm,v6'],
    ['linux/arm', 'linux,arm,v7'],
  ] as const) {
    const source = await open(t, files, 'nested', asked);
    assert.equal(Object.values(source.platform).join(), got, asked);
  }
  await assert.rejects(
    open(t, files, 'nested', 'linux/arm/v5'),
    refused('platform-missing', /linux\/amd64, linux\/arm\/v6, linux\/arm\/v7, linux\/arm64$/),
  );
  await assert.rejects(open(t, files, 'nested', 'windows/amd64'), refused('platform-missing'));
});

test('an index with one entry is held to the platform too', async (t) => {
  const blobs = createBlobs();
  const index = blobs.index([{ ...blobs.image({ architecture: 'arm64' }), platform: { os: 'linux', architecture: 'arm64' } }]);
  await assert.rejects(open(t, blobs.layout([index])), refused('platform-missing', /choose with --platform: linux\/arm64$/));
});

test('an entry that names no platform is known by its configuration', async (t) => {
  const blobs = createBlobs();
  const index = blobs.index([blobs.image({ architecture: 'arm64' }), blobs.image({ architecture: 'amd64' })]);
  assert.equal((await open(t, blobs.layout([index]))).platform.architecture, 'amd64');
});

test('platform manifests that stand directly in index.json are one image', async (t) => {
  const blobs = createBlobs();
  const entries = ['arm64', 'amd64'].map((architecture) => ({ ...blobs.image({ architecture }), platform: { os: 'linux', architecture } }));
  assert.equal((await open(t, blobs.layout(entries))).platform.architecture, 'amd64');
});

test('several images are chosen by tag, reference, normalised reference or digest, and listed otherwise', async (t) => {
  const blobs = createBlobs();
  const one = blobs.image({ layers: [tar([['one', '']])] });
  const two = blobs.image({ layers: [tar([['two', '']])] });
  const three = blobs.image({ layers: [tar([['three', '']])] });
  const files = blobs.layout([
    named(one, '1.0'),
    named(two, 'example/app:2.0'),
    {
      ...named(three, 'latest'),
      annotations: { 'io.containerd.image.name': 'docker.io/library/three:latest', 'org.opencontainers.image.ref.name': 'latest' },
    },
  ]);
  for (const [name, image] of [
    ['1.0', one],
    ['example/app:2.0', two],
    ['2.0', two],
    ['docker.io/example/app:2.0', two],
    ['three', three],
    ['three:latest', three],
    ['latest', three],
    [two.digest, two],
    [`@${one.digest}`, one],
    [three.digest.slice(7, 19), three],
  ] as const) {
    assert.equal((await open(t, files, name)).digest, image.digest, name);
  }
  await assert.rejects(
    open(t, files),
    refused('image-ambiguous', /3 images.*:1\.0, .*:example\/app:2\.0, .*:docker\.io\/library\/three:latest/),
  );
  await assert.rejects(open(t, files, 'four'), refused('image-missing', /named four.*:1\.0, /));
});

test('two names of one image are no choice', async (t) => {
  const blobs = createBlobs();
  const image = blobs.image();
  assert.equal((await open(t, blobs.layout([named(image, 'a'), named(image, 'b')]))).digest, image.digest);
});

test('what is no container image is refused by what it is', async (t) => {
  const cases: readonly (readonly [object, string, RegExp])[] = [
    [{ configType: 'application/vnd.cncf.helm.config.v1+json' }, 'not-an-image', /helm/],
    [
      { configType: 'application/vnd.oci.empty.v1+json', manifest: { artifactType: 'application/vnd.example.sbom' } },
      'not-an-image',
      /vnd\.example\.sbom/,
    ],
    [{ layerType: 'application/vnd.dev.cosign.simplesigning.v1+json' }, 'not-an-image', /cosign/],
    [{ layerType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' }, 'layer-encrypted', /skopeo copy --decryption-key/],
    [{ config: { rootfs: { diff_ids: [] } } }, '', /./],
    [
      { config: { rootfs: { diff_ids: [`sha256:${'0'.repeat(64)}`, `sha256:${'1'.repeat(64)}`] } } },
      'layers-mismatch',
      /2 layers, the manifest 1/,
    ],
    [{ config: { rootfs: { diff_ids: ['nonsense'] } } }, 'manifest-bad', /diff_id/],
  ];
  for (const [options, code, text] of cases) {
    const blobs = createBlobs();
    const files = blobs.layout([blobs.image(options)]);
    if (code === '') await open(t, files);
    else await assert.rejects(open(t, files), refused(code, text), code);
  }
});

test('schema 1 is refused with the way out', async (t) => {
  const blobs = createBlobs();
  const document = { schemaVersion: 1, name: 'x', fsLayers: [] };
  await assert.rejects(open(t, blobs.layout([blobs.blob(document, TYPES.manifest)])), refused('schema1', /skopeo copy --format v2s2/));
  await assert.rejects(
    open(t, blobs.layout([blobs.blob(document, 'application/vnd.docker.distribution.manifest.v1+prettyjws')])),
    refused('schema1'),
  );
});

test('a foreign layer may be absent, another one may not', async (t) => {
  for (const [options, there] of [
    [{ layerType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' }, true],
    [{ layerType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip' }, true],
    [{ layerMore: { urls: ['https://example.com/'] } }, true],
    [{}, false],
  ] as const) {
    const layer = tar([['windows', '']]);
    const blobs = createBlobs();
    const image = blobs.image({ ...options, layers: [layer] });
    for (const [digest, bytes] of blobs.bytes) if (bytes.equals(layer)) blobs.bytes.delete(digest);
    const files = blobs.layout([image]);
    if (there) assert.equal((await open(t, files)).layers[0]?.content.kind, 'absent');
    else await assert.rejects(open(t, files), refused('blob-missing'));
  }
});

test('manifests and configurations are held to their digests', async (t) => {
  for (const victim of ['manifest', 'config']) {
    const blobs = createBlobs();
    const image = blobs.image();
    for (const [digest, bytes] of blobs.bytes)
      if ((digest === image.digest) === (victim === 'manifest') && bytes[0] === 0x7b)
        blobs.bytes.set(digest, Buffer.concat([bytes, Buffer.from(' ')]));
    await assert.rejects(open(t, blobs.layout([image])), refused('digest-mismatch'), victim);
  }
});

test('documents are bounded, unambiguous and of the right shape', async (t) => {
  const blobs = createBlobs();
  const image = blobs.image();
  const bad = (document: object | string): Files => blobs.layout([blobs.blob(document, TYPES.manifest)]);
  await assert.rejects(
    open(t, bad({ schemaVersion: 2, manifests: [], layers: [] })),
    refused('manifest-bad', /both an index and a manifest/),
  );
  await assert.rejects(open(t, bad({ schemaVersion: 2 })), refused('manifest-bad'));
  await assert.rejects(open(t, bad('{')), refused('manifest-bad', /no JSON/));
  await assert.rejects(open(t, bad('[]')), refused('manifest-bad'));
  await assert.rejects(
    open(t, bad({ schemaVersion: 2, config: { digest: 'sha256:../../../etc/passwd', size: 1 }, layers: [] })),
    refused('manifest-bad', /digest/),
  );
  await assert.rejects(open(t, bad(`{"schemaVersion":2,"config":${' '.repeat(9_000_000)}null}`)), refused('document-too-large'));
  await assert.rejects(
    open(t, [
      ['index.json', '{"schemaVersion":2}'],
      ['oci-layout', '{}'],
    ]),
    refused('manifest-bad'),
  );
  await assert.rejects(
    open(t, [
      ['index.json', '{"schemaVersion":2,"manifests":[]}'],
      ['oci-layout', '{}'],
    ]),
    refused('not-an-image'),
  );
  await assert.rejects(open(t, blobs.layout([{ ...image, digest: `sha256:${'0'.repeat(64)}` }])), refused('blob-missing'));
});

test('an index that leads to itself is refused, one that is deep or wide is bounded', async (t) => {
  const blobs = createBlobs();
  const self = { mediaType: TYPES.index, digest: `sha256:${'a'.repeat(64)}`, size: 100 };
  blobs.bytes.set(self.digest, Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [self] })));
  // With a digest that lies the digest is what is refused first.
  await assert.rejects(open(t, blobs.layout([self])), refused('digest-mismatch'));
  let deep = blobs.index([blobs.image()]);
  for (let level = 0; level < 12; level++) deep = blobs.index([deep]);
  await assert.rejects(open(t, blobs.layout([deep])), refused('index-too-deep'));
  const wide = Array.from({ length: 80 }, (_, index) =>
    blobs.blob({ schemaVersion: 2, manifests: [], annotations: { index } }, TYPES.index),
  );
  await assert.rejects(open(t, blobs.layout(wide)), refused('index-too-large'));
  const unnamed = Array.from({ length: 120 }, (_, index) => blobs.image({ architecture: `a${index}` }));
  await assert.rejects(open(t, blobs.layout([blobs.index(unnamed)])), refused('index-too-large'));
});

test('a link that leaves the layout is refused', async (t) => {
  const blobs = createBlobs();
  const folder = writeFiles(temporaryFolder(t), blobs.layout([blobs.image()]));
  const outside = join(temporaryFolder(t), 'index.json');
  writeFileSync(outside, JSON.stringify({ schemaVersion: 2, manifests: [] }));
  symlinkSync(outside, join(folder, 'linked.json'));
  const { folderMembers } = await import('./archive/folder-members.ts');
  assert.throws(() => folderMembers(folder).read('linked.json'), refused('link-escapes'));
  assert.equal(folderMembers(folder).read('../../../../etc/passwd'), undefined);
  assert.ok(folderMembers(folder).read('./blobs/../index.json'));
});

test('the platform of this machine is the default', async (t) => {
  const blobs = createBlobs();
  const { machinePlatform } = await import('./manifests/platform.ts');
  const here = machinePlatform();
  assert.equal(here.os, 'linux');
  const index = blobs.index([{ ...blobs.image({ architecture: here.architecture }), platform: here }]);
  const folder = writeFiles(temporaryFolder(t), blobs.layout([index]));
  const opened = await openSubject(parseSubject(folder));
  assert.ok(opened.kind === 'image' && opened.source.platform.architecture === here.architecture);
  assert.deepEqual(
    [machinePlatform('x64'), machinePlatform('ppc64'), machinePlatform('arm')],
    [AMD64, parsePlatform('linux/ppc64le'), parsePlatform('linux/arm/v7')],
  );
});
