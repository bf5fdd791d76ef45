import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { chunked, collect, createBlobs, named, sha256, tar, writeFiles, temporaryFolder, type Files } from '../image-files.suite.ts';
import { parsePlatform } from '../manifests/platform.ts';
import { openSubject } from '../open-subject.ts';
import type { OpenedSubject } from '../opened-subject.ts';
import { parseSubject } from '../parse-subject.ts';
import type { StreamedImage } from './streamed-archive.ts';

const platform = parsePlatform('linux/amd64');
const one = tar([['one', 'x'.repeat(9000)]]);
const two = gzipSync(tar([['two', '']]));

function open(bytes: Uint8Array, text: string = '-', size: number = 700): Promise<OpenedSubject> {
  return openSubject(parseSubject(text), { platform, stdin: chunked(bytes, size) });
}

async function read(bytes: Uint8Array, text: string = '-', size: number = 700): Promise<StreamedImage<string>> {
  const opened = await open(bytes, text, size);
  return opened.kind === 'streamed-archive'
    ? opened.archive.read(async (_member, content) => sha256(await collect(content)))
    : assert.fail(opened.kind);
}

const refused =
  (code: string): ((error: unknown) => boolean) =>
  (error) =>
    error instanceof BasewiseError && error.code === code;

/** An OCI layout with the layers one and two, and an archive of Docker's with the same. */
function archives(): { readonly oci: Files; readonly docker: Files } {
  const blobs = createBlobs();
  const image = blobs.image({ layers: [one, two] });
  const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [sha256(one), sha256(two)] } });
  return {
    oci: blobs.layout([named(image, 'example/app:1')]),
    docker: [
      ['l/layer.tar', { link: '../one.tar' }],
      ['one.tar', one],
      ['two.tar', two],
      ['c.json', config],
      ['manifest.json', JSON.stringify([{ Config: 'c.json', RepoTags: ['example/app:1'], Layers: ['l/layer.tar', 'two.tar'] }])],
    ],
  };
}

test('both archive forms are read from a stream, in any order, in any compression', async () => {
  for (const [form, files] of Object.entries(archives())) {
    for (const order of [
      files,
      files.toReversed(),
      [['./', ''] as const, ...files.map(([name, content]) => [`./${name}`, content] as const)],
    ]) {
      const plain = tar(order);
      for (const bytes of [
        plain,
        gzipSync(plain),
        zstdCompressSync(plain),
        Buffer.concat([gzipSync(plain.subarray(0, 1000)), gzipSync(plain.subarray(1000))]),
      ]) {
        for (const text of ['-', 'archive:-:example/app:1']) {
          const { source, walked } = await read(bytes, text);
          assert.deepEqual(walked, [sha256(one), sha256(two)], form);
          assert.equal(source.layers.length, 2);
          assert.deepEqual(
            source.layers.map(({ diffId }) => diffId),
            [sha256(one), sha256(two)],
          );
        }
      }
    }
  }
});

test('chunks of any size give the same', async () => {
  const bytes = gzipSync(tar(archives().oci));
  for (const size of [1, 7, 512, 100_000])
    assert.deepEqual((await read(bytes, '-', size)).walked, [sha256(one), sha256(two)], String(size));
});

test('a compressed file is read as a stream, and a layer of it a second time', async (t) => {
  const path = `${writeFiles(temporaryFolder(t), [['image.tar.gz', gzipSync(tar(archives().docker))]])}/image.tar.gz`;
  const opened = await openSubject(parseSubject(`archive:${path}:example/app:1`), { platform });
  assert.ok(opened.kind === 'streamed-archive');
  const { source, walked } = await opened.archive.read(async (_member, content) => sha256(await collect(content)));
  assert.deepEqual(walked, [sha256(one), sha256(two)]);
  const again = source.layers[1]?.content;
  assert.ok(again?.kind === 'stream');
  assert.equal(sha256(await collect(await again.open())), sha256(two));
});

test('standard input cannot be read twice, and says so', async () => {
  const { source } = await read(tar(archives().oci));
  const { content } = source.layers[0]!;
  assert.ok(content.kind === 'stream');
  await assert.rejects(content.open().then(collect), refused('stream-once'));
});

test('a root file system is told from an image by its first member', async () => {
  for (const files of [
    [
      ['bin/', ''],
      ['bin/sh', 'x'],
    ],
    [
      ['./', ''],
      ['./etc/', ''],
      ['manifest.json', '{}'],
    ],
    [['usr/lib/x.json', '']],
  ] satisfies Files[]) {
    for (const bytes of [tar(files), gzipSync(tar(files))]) {
      const opened = await open(bytes);
      assert.ok(opened.kind === 'rootfs-tar' && opened.content.kind === 'stream');
      assert.deepEqual(await collect(await opened.content.open()), tar(files));
      await assert.rejects(opened.content.open(), refused('stream-once'));
    }
  }
});

test('what cannot be read is refused with one line', async () => {
  const whole = tar(archives().oci);
  await assert.rejects(open(Buffer.alloc(0)), refused('stream-empty'));
  await assert.rejects(open(Buffer.from('hello')), refused('not-an-archive'));
  await assert.rejects(open(Buffer.from('fd377a585a000004', 'hex')), refused('xz-unsupported'));
  await assert.rejects(open(Buffer.from('BZh91AY&SY')), refused('bzip2-unsupported'));
  await assert.rejects(read(whole.subarray(0, whole.length - 4000)), refused('archive-bad'));
  await assert.rejects(read(gzipSync(whole).subarray(0, -100)), refused('archive-bad'));
  await assert.rejects(read(tar([['index.json', '{}']])), refused('not-an-image'));
  await assert.rejects(read(tar(archives().oci), 'archive:-:other'), refused('image-missing'));
});

test('a stream that breaks inside a layer ends the reading, whatever the walk makes of it', async () => {
  const whole = tar([['one.tar', one], ...archives().docker]);
  const opened = await open(whole.subarray(0, 4000));
  assert.ok(opened.kind === 'streamed-archive');
  await assert.rejects(
    opened.archive.read(async (_member, content) => {
      await collect(content).catch(() => null);
      throw new FormatError('tar-truncated', 0, 'the layer');
    }),
    refused('archive-bad'),
  );
});

test('a walk that fails or stops early matters only for layers of the image', async () => {
  const { docker } = archives();
  const opened = await open(tar([['unused.tar', one], ...docker]));
  assert.ok(opened.kind === 'streamed-archive');
  const { walked } = await opened.archive.read(async ({ name }) => {
    if (name === 'unused.tar') throw new Error('not needed');
    return name;
  });
  assert.deepEqual(walked, ['one.tar', 'two.tar']);
  const again = await open(tar(docker));
  assert.ok(again.kind === 'streamed-archive');
  await assert.rejects(
    again.archive.read(async () => assert.fail('needed')),
    { name: 'AssertionError' },
  );
});
