import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { BasewiseError } from '../errors.ts';
import type { ImageSource } from '../image/source.ts';
import { createBlobs, sha256, tar, temporaryFolder, TYPES, writeFiles, writeTar, type Files } from './image-files.suite.ts';
import { parsePlatform } from './manifests/platform.ts';
import { openSubject } from './open-subject.ts';
import { parseSubject } from './parse-subject.ts';

async function open(text: string, platform: string = 'linux/amd64'): Promise<ImageSource> {
  const opened = await openSubject(parseSubject(text), { platform: parsePlatform(platform) });
  return opened.kind === 'image' ? opened.source : assert.fail(opened.kind);
}

const one = tar([['app/one', '1']]);
const two = tar([['app/two', '2']]);

function config(layers: readonly Uint8Array[], architecture: string = 'amd64'): string {
  return JSON.stringify({ os: 'linux', architecture, config: { Cmd: ['sh'] }, rootfs: { diff_ids: layers.map(sha256) } });
}

/** What `docker save` before 25 wrote: layers in folders of their own, some of them links. */
function saved(t: TestContext, images: readonly object[], more: Files = []): string {
  return writeTar(t, [
    ['base/', ''],
    ['top/layer.tar', { link: '../base/layer.tar' }],
    ['base/layer.tar', one],
    ['hard.tar', { hardLink: './base/layer.tar' }],
    ['two.tar', two],
    ...more,
    ['manifest.json', JSON.stringify(images)],
  ]);
}

test('layers are found behind links, forwards and backwards', async (t) => {
  const text = config([one, one, two]);
  const name = `${sha256(text).slice(7)}.json`;
  const path = saved(t, [{ Config: name, RepoTags: null, Layers: ['top/layer.tar', 'hard.tar', './two.tar'] }], [[name, text]]);
  const source = await open(path);
  const bytes = readFileSync(path);
  assert.deepEqual(
    source.layers.map(({ content }) => (content.kind === 'file' ? bytes.subarray(content.offset, content.offset + content.length) : null)),
    [one, one, two],
  );
  assert.deepEqual(
    source.layers.map(({ diffId, digest }) => [diffId, digest]),
    [one, one, two].map((layer) => [sha256(layer), undefined]),
  );
  assert.equal(source.digest, undefined);
});

test('images are chosen by tag and by place', async (t) => {
  const files: Files = [
    ['a.json', config([one])],
    ['b.json', config([two])],
  ];
  const path = saved(
    t,
    [
      { Config: 'a.json', RepoTags: ['example/a:1', 'example/a:latest'], Layers: ['base/layer.tar'] },
      { Config: 'b.json', RepoTags: [], Layers: ['two.tar'] },
    ],
    files,
  );
  for (const [name, layer] of [
    ['example/a:1', one],
    ['example/a', one],
    ['docker.io/example/a:1', one],
    ['1', one],
    ['@1', two],
  ] as const) {
    assert.equal((await open(`${path}:${name}`)).layers[0]?.diffId, sha256(layer), name);
    assert.equal((await open(`archive:${path}:${name}`)).name, `${path}:${name}`);
  }
  await assert.rejects(
    open(path),
    (error) =>
      error instanceof BasewiseError && error.code === 'image-ambiguous' && error.hint === `choose one: ${path}:example/a:1, ${path}:@1`,
  );
});

test('images of one name for several platforms are told apart', async (t) => {
  const files: Files = [
    ['a.json', config([one])],
    ['b.json', config([two], 'arm64')],
  ];
  const path = saved(
    t,
    [
      { Config: 'a.json', RepoTags: ['x:1'], Layers: ['base/layer.tar'] },
      { Config: 'b.json', RepoTags: ['x:1'], Layers: ['two.tar'] },
    ],
    files,
  );
  assert.equal((await open(`${path}:x:1`, 'linux/arm64')).layers[0]?.diffId, sha256(two));
  await assert.rejects(
    open(`${path}:x:1`, 'linux/s390x'),
    (error) => error instanceof BasewiseError && error.code === 'platform-missing' && /linux\/amd64, linux\/arm64/.test(error.hint ?? ''),
  );
});

test('damage is refused', async (t) => {
  const good = config([one]);
  const cases: readonly (readonly [string, object, Files])[] = [
    ['blob-missing', { Config: 'none.json', Layers: [] }, []],
    ['blob-missing', { Config: 'a.json', Layers: ['none.tar'] }, [['a.json', good]]],
    [
      'blob-missing',
      { Config: 'a.json', Layers: ['loop1'] },
      [
        ['a.json', good],
        ['loop1', { link: 'loop2' }],
        ['loop2', { link: 'loop1' }],
      ],
    ],
    ['layers-mismatch', { Config: 'a.json', Layers: ['two.tar', 'two.tar'] }, [['a.json', good]]],
    ['digest-mismatch', { Config: `${'0'.repeat(64)}.json`, Layers: ['two.tar'] }, [[`${'0'.repeat(64)}.json`, good]]],
    ['manifest-bad', { Config: 'a.json', Layers: 'two.tar' }, [['a.json', good]]],
    ['manifest-bad', { Config: 'a.json', Layers: ['two.tar'] }, [['a.json', 'no json']]],
  ];
  for (const [code, image, files] of cases) {
    await assert.rejects(
      open(`archive:${saved(t, [image], files)}`),
      (error) => error instanceof BasewiseError && error.code === code,
      `${code} ${JSON.stringify(image)}`,
    );
  }
});

test('a foreign layer that the archive names without holding it is absent', async (t) => {
  const text = config([one, two]);
  const image = {
    Config: 'a.json',
    RepoTags: ['w:1'],
    Layers: ['none.tar', 'two.tar'],
    LayerSources: { [sha256(one)]: { mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' } },
  };
  const source = await open(saved(t, [image], [['a.json', text]]));
  assert.deepEqual(
    source.layers.map(({ content }) => content.kind),
    ['absent', 'file'],
  );
});

test('what Docker 25 saves is opened by its OCI index, with the digest of its manifest, and by names that only manifest.json knows', async (t) => {
  const blobs = createBlobs();
  const image = blobs.image({ layers: [one] });
  const manifest = JSON.parse(blobs.bytes.get(image.digest)!.toString()) as { config: { digest: string }; layers: { digest: string }[] };
  const blobName = (digest: string): string => `blobs/${digest.replace(':', '/')}`;
  const legacy = [
    { Config: blobName(manifest.config.digest), RepoTags: ['app:7'], Layers: manifest.layers.map(({ digest }) => blobName(digest)) },
  ];
  const path = writeTar(t, [...blobs.layout([image]), ['manifest.json', JSON.stringify(legacy)]]);
  assert.equal((await open(path)).digest, image.digest);
  const byTag = await open(`${path}:app:7`);
  assert.deepEqual(
    byTag.layers.map(({ digest }) => digest),
    [sha256(one)],
  );
});

test('an unpacked docker-archive is a subject, a project with a manifest.json is a repository', async (t) => {
  const folder = writeFiles(temporaryFolder(t), [
    ['manifest.json', JSON.stringify([{ Config: 'a.json', RepoTags: ['x:1'], Layers: ['l.tar'] }])],
    ['a.json', config([one])],
    ['l.tar', one],
  ]);
  assert.equal((await open(folder)).layers.length, 1);
  assert.equal((await open(`${folder}:x:1`)).layers.length, 1);
  const web = writeFiles(temporaryFolder(t), [
    ['manifest.json', '{"name":"web app","icons":[]}'],
    ['index.json', '{}'],
  ]);
  assert.equal(parseSubject(web).kind, 'repository');
});

test('a tar cut short anywhere is refused', async (t) => {
  const text = config([one]);
  const whole = tar([
    ['l.tar', one],
    ['a.json', text],
    ['manifest.json', JSON.stringify([{ Config: 'a.json', Layers: ['l.tar'] }])],
  ]);
  const folder = temporaryFolder(t);
  for (let length = 512; length < whole.lastIndexOf(']'); length += 256) {
    writeFiles(folder, [['cut.tar', whole.subarray(0, length)]]);
    await assert.rejects(
      open(`archive:${folder}/cut.tar`),
      (error) => error instanceof BasewiseError && ['archive-bad', 'not-an-image'].includes(error.code),
      String(length),
    );
  }
});

test('media types are never needed: Docker ones in an OCI layout are fine', async (t) => {
  const blobs = createBlobs();
  const image = blobs.image({
    configType: 'application/vnd.docker.container.image.v1+json',
    layerType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    manifest: { mediaType: TYPES.dockerManifest },
  });
  assert.equal((await open(writeTar(t, blobs.layout([{ ...image, mediaType: TYPES.dockerManifest }])))).layers.length, 1);
});
