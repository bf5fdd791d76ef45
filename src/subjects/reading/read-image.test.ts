import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { BasewiseError } from '../../errors.ts';
import { padded, tarEntry, tarOf, type TarLiteral } from '../../formats/archive/write-tar.suite.ts';
import type { ImageRootfs } from '../../image/image-rootfs.ts';
import { pieces } from '../../image/layers.suite.ts';
import type { ImageSource, LayerSource } from '../../image/source.ts';
import type { StreamedArchive } from '../streamed-archive/streamed-archive.ts';
import { readImage, readRootfsTar, readStreamedImage } from './read-image.ts';

const temporary = mkdtempSync(join(tmpdir(), 'basewise-read-'));
after(() => rmSync(temporary, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

let files = 0;
/** A layer in a local file, with bytes before and after it, as in an archive. */
function inFile(stored: Buffer, more: Partial<LayerSource> = {}): LayerSource {
  const path = join(temporary, String(++files));
  writeFileSync(path, Buffer.concat([Buffer.from('before'), stored, Buffer.from('after')]));
  return { digest: sha256(stored), size: stored.length, content: { kind: 'file', path, offset: 6, length: stored.length }, ...more };
}

function asStream(stored: Buffer, more: Partial<LayerSource> = {}): LayerSource {
  return { digest: sha256(stored), size: stored.length, content: { kind: 'stream', open: async () => pieces(stored, 40_000) }, ...more };
}

function image(...layers: readonly LayerSource[]): ImageSource {
  const config = { env: [], entrypoint: [], cmd: [], labels: {}, history: [], diffIds: [] };
  return { name: 'test:1', platform: { os: 'linux', architecture: 'amd64' }, config, layers };
}

const paths = (rootfs: ImageRootfs): string[] => [...rootfs.tree.entries()].map(({ path }) => path);
const layer = (...entries: readonly TarLiteral[]): Buffer => gzipSync(tarOf(...entries));

/** What snyk-docker-plugin 9.20.2 gets wrong (peers.md 1.6). */
describe('archives on which the TypeScript peer fails', () => {
  const packages = '/usr/lib/python3/dist-packages';

  test('1. names that hold "wh" are no whiteouts', async () => {
    const names = [
      'usr/bin/which',
      `${packages.slice(1)}/wheel-0.43.0.dist-info/RECORD`,
      `${packages.slice(1)}/whitenoise-6.6.dist-info/RECORD`,
    ];
    const rootfs = await readImage(image(inFile(layer({ name: 'etc/' })), inFile(layer(...names.map((name) => ({ name }))))));
    for (const name of names) assert.ok(paths(rootfs).includes(`/${name}`), name);
  });

  test('2. an opaque directory hides the package below', async () => {
    const rootfs = await readImage(
      image(inFile(layer({ name: 'site/old/METADATA' })), inFile(layer({ name: 'site/.wh..wh..opq' }, { name: 'site/new/METADATA' }))),
    );
    assert.deepEqual(paths(rootfs), ['/', '/site', '/site/new', '/site/new/METADATA']);
  });

  test('3. a directory removed and made again in one layer', async () => {
    const rootfs = await readImage(
      image(inFile(layer({ name: 'd/' }, { name: 'd/old' })), inFile(layer({ name: '.wh.d' }, { name: 'd/' }, { name: 'd/new' }))),
    );
    assert.deepEqual(paths(rootfs), ['/', '/d', '/d/new']);
  });

  test('4. a package database that is a hard link is read', async () => {
    const rootfs = await readImage(
      image(
        inFile(
          layer(
            { name: 'var/lib/dpkg/status-copy', content: 'Package: a\n' },
            { name: 'var/lib/dpkg/status', flag: '1', linkName: 'var/lib/dpkg/status-copy' },
          ),
        ),
      ),
    );
    const found = rootfs.tree.lookup('/var/lib/dpkg/status');
    assert.ok(found.ok);
    assert.equal(Buffer.from(rootfs.bytes.read(found.entry.identity, 0, 100) ?? '').toString(), 'Package: a\n');
  });

  test('5. a truncated gzip layer is an error, not silence', { timeout: 20_000 }, async () => {
    const whole = layer({ name: 'a', content: randomBytes(100_000) });
    const cut = whole.subarray(0, 60_000);
    for (const make of [inFile, asStream]) {
      await assert.rejects(
        readImage(image(make(cut, { digest: sha256(whole) }))),
        failure('layer-damaged', new RegExp(`layer 1 \\(${sha256(whole)}\\).*at byte 60000`)),
      );
    }
  });

  test('7. large output is never piled up', async () => {
    const zeros = layer({ name: 'zeros', content: Buffer.alloc(40_000_000) });
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    await readImage(image(asStream(zeros)), { onProgress: () => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)) });
    assert.ok(most < 25_000_000, `${most} bytes of buffers`);
  });
});

describe('verification', () => {
  const tar = tarOf({ name: 'a', content: 'x' });
  const stored = gzipSync(tar);

  test('digest and diffID hold for every encoding', async () => {
    for (const bytes of [
      tar,
      stored,
      zstdCompressSync(tar),
      Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    ]) {
      for (const make of [inFile, asStream]) {
        const rootfs = await readImage(image(make(bytes, { diffId: sha256(tar), mediaType: 'application/lies' })));
        assert.deepEqual(paths(rootfs), ['/', '/a']);
        assert.deepEqual([rootfs.read.stored, rootfs.read.bytes, rootfs.read.complete], [bytes.length, tar.length, true]);
      }
    }
    const sha512 = `sha512:${createHash('sha512').update(stored).digest('hex')}`;
    assert.deepEqual(paths(await readImage(image(inFile(stored, { digest: sha512 })))), ['/', '/a']);
  });

  test('other bytes than promised are refused by name', async () => {
    const wrong = sha256(Buffer.from('other'));
    await assert.rejects(
      readImage(image(inFile(stored, { digest: wrong }))),
      failure('layer-mismatch', /layer 1: its digest should be sha256:\w+ and is sha256:\w+/),
    );
    await assert.rejects(
      readImage(image(inFile(stored), inFile(tar, { diffId: wrong }))),
      failure('layer-mismatch', /layer 2: its diffID/),
    );
    await assert.rejects(
      readImage(image(inFile(stored, { digest: wrong.replace('sha256', 'sha512') }))),
      failure('layer-mismatch', /sha512/),
    );
  });

  test('what cannot be decoded is refused with layer and place', async () => {
    const flipped = gzipSync(randomBytes(1000));
    flipped[500] = (flipped[500] ?? 0) ^ 1;
    await assert.rejects(readImage(image(inFile(flipped))), failure('layer-damaged', /at byte/));
    await assert.rejects(
      readImage(image(inFile(gzipSync('no tar at all'.repeat(99))))),
      failure('layer-damaged', /no tar header.*at byte 0/),
    );
    await assert.rejects(readImage(image(inFile(Buffer.from('\xfd7zXZ\0 and more', 'latin1')))), failure('compression-unsupported', /xz/));
    const short = inFile(tar);
    const beyond = { ...short, content: { ...short.content, length: tar.length + 100 } } as LayerSource;
    await assert.rejects(readImage(image(beyond)), failure('file-truncated', /too early/));
  });

  test('an absent layer makes the reading incomplete', async () => {
    const rootfs = await readImage(image(inFile(stored), { content: { kind: 'absent', why: 'a foreign layer' } }));
    assert.equal(rootfs.read.complete, false);
    assert.deepEqual(rootfs.read.notes, [{ kind: 'layer-absent', layer: 1, why: 'a foreign layer' }]);
  });

  test('more than a million entries in all are refused', { timeout: 120_000 }, async () => {
    const block = Buffer.concat(Array.from({ length: 2048 }, () => tarEntry({ name: 'x' })));
    async function* million(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 490; i++) yield block;
    }
    await assert.rejects(readRootfsTar('many', { kind: 'stream', open: async () => million() }), failure('too-many-entries', /1,000,000/));
  });
});

describe('layers side by side', () => {
  const large = [0, 1, 2].map((i) =>
    layer({ name: `noise-${i}`, content: randomBytes(7_000_000) }, { name: 'which', content: `layer ${i}` }),
  );

  test('workers give what one thread gives, from files and streams', async () => {
    for (const make of [inFile, asStream]) {
      let read = 0;
      const rootfs = await readImage(image(...large.map((each) => make(each))), {
        digests: true,
        onProgress(progress) {
          read = progress.read;
          assert.equal(
            progress.total,
            large.reduce((sum, { length }) => sum + length, 0),
          );
        },
      });
      assert.deepEqual(paths(rootfs), ['/', '/noise-0', '/noise-1', '/noise-2', '/which']);
      const which = rootfs.tree.lookup('/which');
      assert.deepEqual(which.ok && [which.entry.layer, which.entry.sha256], [2, createHash('sha256').update('layer 2').digest('hex')]);
      assert.equal(read, rootfs.read.stored);
    }
  });

  test('a damaged layer among them is refused, wherever it is walked', { timeout: 30_000 }, async () => {
    for (const [place, make] of [
      [0, inFile],
      [1, asStream],
      [2, inFile],
    ] as const) {
      const layers = large.map((each, i) => make(i === place ? each.subarray(0, 6_500_000) : each));
      await assert.rejects(readImage(image(...layers)), failure('layer-damaged', new RegExp(`layer ${place + 1} .*at byte 6500000`)));
    }
  });

  test('a source that fails is the cause', { timeout: 30_000 }, async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield large[0]!.subarray(0, 5_000_000);
      throw new BasewiseError('connection-lost', 'the registry hung up');
    }
    const broken: LayerSource = { size: 7_000_000, content: { kind: 'stream', open: async () => failing() } };
    const refused: LayerSource = {
      size: 7_000_000,
      content: { kind: 'stream', open: async () => Promise.reject(new BasewiseError('not-found', 'gone')) },
    };
    await assert.rejects(readImage(image(broken, broken, asStream(large[1]!))), failure('connection-lost', /hung up/));
    await assert.rejects(readImage(image(asStream(large[1]!), refused, asStream(large[2]!))), failure('not-found', /gone/));
  });

  test('reading stops when asked', { timeout: 30_000 }, async () => {
    const controller = new AbortController();
    const reading = readImage(image(...large.map((each) => inFile(each))), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(reading, failure('reading-stopped', /stopped/));
  });

  test('a layer that comes twice is read once', async () => {
    let opened = 0;
    const counted = asStream(layer({ name: 'a' }));
    const again: LayerSource = { ...counted, content: { kind: 'stream', open: async () => (opened++, pieces(layer({ name: 'a' }))) } };
    const rootfs = await readImage(image(again, inFile(layer({ name: '.wh.a' })), again));
    assert.deepEqual(paths(rootfs), ['/', '/a']);
    assert.equal(opened, 1);
  });
});

test('a second pass reads a stream again and is counted', async () => {
  const rootfs = await readImage(image(asStream(layer({ name: 'srv/data', content: 'abcdef' }))));
  const found = rootfs.tree.lookup('/srv/data');
  assert.ok(found.ok);
  assert.equal(rootfs.bytes.read(found.entry.identity, 2, 3), null);
  assert.equal(rootfs.read.passes, 1);
  assert.deepEqual(await rootfs.bytes.fetch([{ identity: found.entry.identity, offset: 2, length: 3 }]), []);
  assert.equal(Buffer.from(rootfs.bytes.read(found.entry.identity, 2, 3) ?? '').toString(), 'cde');
  assert.equal(rootfs.read.passes, 2);
});

test('a stream that can be had once leaves what it did not bring unread', async () => {
  let opened = false;
  const stored = layer(
    { name: 'var/lib/dpkg/copy', content: 'Package: a\n' },
    { name: 'var/lib/dpkg/status', flag: '1', linkName: 'var/lib/dpkg/copy' },
    { name: 'kept', content: 'x' },
  );
  const once: LayerSource = {
    content: {
      kind: 'stream',
      async open() {
        if (opened) throw new BasewiseError('stream-once', 'it cannot be read a second time');
        opened = true;
        return pieces(stored);
      },
    },
  };
  const rootfs = await readImage(image(once));
  const found = rootfs.tree.lookup('/var/lib/dpkg/status');
  assert.ok(found.ok);
  assert.deepEqual(
    rootfs.unread.map(({ identity }) => identity),
    [found.entry.identity],
  );
  assert.match(rootfs.unread[0]?.why ?? '', /second time/);
  const kept = rootfs.tree.lookup('/kept');
  assert.match(
    (await rootfs.bytes.fetch([{ identity: kept.ok ? kept.entry.identity : '', offset: 0, length: 1 }]))[0]?.why ?? '',
    /second time/,
  );
});

test('an archive that arrives as a stream', async () => {
  const stored = layer({ name: 'a', content: 'x' });
  const source = image({
    content: { kind: 'stream', open: async () => Promise.reject(new Error('never opened')) },
    diffId: sha256(tarOf({ name: 'a', content: 'x' })),
  });
  const archive: StreamedArchive = {
    name: '-',
    read: async (walk) => ({
      source,
      walked: [await walk({ name: 'layer.tar', size: stored.length, digest: sha256(stored) }, pieces(stored, 20))],
    }),
  };
  const { rootfs } = await readStreamedImage(archive);
  assert.deepEqual(paths(rootfs), ['/', '/a']);
  await assert.rejects(readStreamedImage(archive, { signal: AbortSignal.abort() }), failure('reading-stopped', /stopped/));
});

test('a 10 GB sparse file and a tar that is padded far beyond its end are ordinary', async () => {
  const sparse = tarOf({ name: 'holey', content: 'x', pax: { 'GNU.sparse.size': '10737418241', 'GNU.sparse.map': '10737418240,1' } });
  const rootfs = await readRootfsTar(
    'sparse',
    { kind: 'stream', open: async () => pieces(Buffer.concat([sparse, padded(Buffer.alloc(1_000_000))])) },
    { digests: true },
  );
  const found = rootfs.tree.lookup('/holey');
  assert.equal(found.ok && found.entry.size, 10_737_418_241);
  assert.match(rootfs.unread[0]?.why ?? '', /holes/);
});

function failure(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof BasewiseError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}
