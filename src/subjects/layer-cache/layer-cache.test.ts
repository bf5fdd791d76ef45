import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BasewiseError } from '../../errors.ts';
import { tarOf } from '../../formats/archive/write-tar.suite.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import { pieces } from '../../image/layers.suite.ts';
import type { ImageRootfs } from '../../image/image-rootfs.ts';
import type { ImageSource, LayerSource } from '../../image/source.ts';
import { openDiskCache } from '../../net/cache/disk-cache.ts';
import type { LayerStore } from '../reading/layer-store.ts';
import { readImage } from '../reading/read-image.ts';
import { atHand } from '../../tree/stored-elf.ts';
import { layerCache, layerKinds } from './layer-cache.ts';
import { storedDigests } from './stored-digest.ts';

const sha256 = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-layers-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** As a run of its own has it: nothing in memory yet. */
function storeIn(folder: string): LayerStore {
  const disk = openDiskCache({ folder, kinds: layerKinds, version: '1', mostBytes: 1e9 });
  return layerCache({ disk, digests: storedDigests(), memory: 1e6 });
}

function image(...layers: readonly LayerSource[]): ImageSource {
  const config = { env: [], entrypoint: [], cmd: [], labels: {}, history: [], diffIds: [] };
  return { name: 'test:1', platform: { os: 'linux', architecture: 'amd64' }, config, layers };
}

/** Everything that a root file system says of itself. */
function told({ tree, elf, script, bytes, read, unread }: ImageRootfs): unknown {
  const entries = [...tree.entries()].map(({ identity, ...entry }) => {
    const whole = entry.type === 'file' ? bytes.read(identity, 0, entry.size) : null;
    const facts = elf(identity);
    return {
      ...entry,
      elf: facts === null || 'unknown' in facts ? facts : atHand(facts),
      script: script(identity),
      bytes: whole === null ? null : Buffer.from(whole),
    };
  });
  return { entries, read: { ...read, passes: read.passes }, unread: unread.map(({ why }) => why) };
}

const base = gzipSync(
  tarOf(
    { name: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.20.3\n' },
    { name: 'lib/libx.so', content: literalElf({ soname: 'libx.so', symbols: [{ name: 'f' }] }), mode: 0o755 },
    // Kept by its final name, which takes a further pass.
    { name: 'etc/real-passwd', content: 'root:x:0:0::/root:/bin/sh\n' },
  ),
);
const top = tarOf({ name: 'etc/passwd', flag: '2', linkName: 'real-passwd' }, { name: 'app', content: '#!/bin/sh\n', mode: 0o755 });

test('an image whose layers are known is the image that reading gives, in memory and from the disk, with its further passes', async (t) => {
  const folder = folderFor(t);
  const files = [base, top].map((stored, at): LayerSource => {
    const path = join(folder, `layer-${at}`);
    writeFileSync(path, stored);
    return { digest: sha256(stored), content: { kind: 'file', path, offset: 0, length: stored.length } };
  });
  const plain = told(await readImage(image(...files)));
  const store = storeIn(join(folder, 'cache'));
  assert.deepEqual(told(await readImage(image(...files), { layers: store })), plain);
  assert.deepEqual(told(await readImage(image(...files), { layers: store })), plain);
  assert.deepEqual(told(await readImage(image(...files), { layers: storeIn(join(folder, 'cache')) })), plain);
});

test('a layer of a registry that is known is not opened again', async (t) => {
  const folder = folderFor(t);
  let opened = 0;
  const layer: LayerSource = {
    digest: sha256(base),
    size: base.length,
    content: {
      kind: 'stream',
      open: async () => {
        opened++;
        return pieces(base, 1000);
      },
    },
  };
  const first = told(await readImage(image(layer), { layers: storeIn(folder) }));
  const before = opened;
  assert.deepEqual(told(await readImage(image(layer), { layers: storeIn(folder) })), first);
  assert.deepEqual([before > 0, opened], [true, before]);
});

test('a file that no longer holds what it held is read, and held to its digest', async (t) => {
  const folder = folderFor(t);
  const path = join(folder, 'layer');
  writeFileSync(path, base);
  const content = { kind: 'file', path, offset: 0, length: base.length } as const;
  const store = storeIn(join(folder, 'cache'));
  await readImage(image({ digest: sha256(base), content }), { layers: store });
  const other = gzipSync(tarOf({ name: 'etc/os-release', content: 'ID=debian\n' }));
  writeFileSync(path, other);
  const now = { ...content, length: other.length };
  await assert.rejects(readImage(image({ digest: sha256(base), content: now }), { layers: store }), mismatch);
  await assert.rejects(readImage(image({ digest: sha256(base), content: now }), { layers: storeIn(join(folder, 'cache')) }), mismatch);
  const read = await readImage(image({ content: now }), { layers: store });
  assert.deepEqual(
    [...read.tree.entries()].map((entry) => entry.path),
    ['/', '/etc', '/etc/os-release'],
  );
});

test('what an archive promises of a known layer is still held against it', async (t) => {
  const store = storeIn(folderFor(t));
  const layer = (more: Partial<LayerSource>): LayerSource => ({
    digest: sha256(base),
    content: { kind: 'stream', open: async () => pieces(base, 1000) },
    ...more,
  });
  await readImage(image(layer({})), { layers: store });
  await assert.rejects(readImage(image(layer({ diffId: sha256(top) })), { layers: store }), mismatch);
  await assert.rejects(readImage(image(layer({ size: 3 })), { layers: store }), mismatch);
});

const mismatch = (error: unknown): boolean => error instanceof BasewiseError && error.code === 'layer-mismatch';
