// Files larger than what is kept of a file while it passes by.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { octal, tarEntry } from '../formats/archive/write-tar.suite.ts';
import { zipOf } from '../formats/archive/write-zip.suite.ts';
import { literalElf } from '../formats/binary/elf-literal.ts';
import { elfExtractor } from './elf-extractor.ts';
import type { Extractors } from './extractors.ts';
import { imageRootfs, type ImageRootfs } from './image-rootfs.ts';
import { readRanges } from './read-ranges.ts';
import { walkLayer } from './walk-layer.ts';
import { zipExtractor } from './zip-extractor.ts';

const MIB = 1 << 20;
const extractors: Extractors = { elf: elfExtractor, archive: zipExtractor };

/** A layer of one file: some bytes, then zeros up to `size`, then some more. */
async function layerOf(name: string, start: Buffer, size: number, end: Buffer = Buffer.alloc(0)): Promise<ImageRootfs> {
  const zeros = Buffer.alloc(MIB);
  async function* stored(): AsyncGenerator<Uint8Array> {
    yield tarEntry({ name, patch: (header) => void header.write(octal(size, 12), 124) });
    yield start;
    for (let left = size - start.length - end.length; left > 0; left -= MIB) yield zeros.subarray(0, Math.min(left, MIB));
    yield end;
    yield Buffer.alloc((-size & 511) + 1024);
  }
  const walk = await walkLayer(stored(), extractors);
  return imageRootfs([walk], { extractors, keeps: () => false, layered: true, pass: (_layer, wanted) => readRanges(stored(), wanted) });
}

function identityOf(rootfs: ImageRootfs, path: string): string {
  const found = rootfs.tree.lookup(path);
  assert.ok(found.ok);
  return found.entry.identity;
}

const library = { soname: 'libx.so.1', needed: ['libc.musl-x86_64.so.1'], symbols: [{ name: 'run' }, { name: 'wanted', defined: false }] };

describe('ELF files', () => {
  const facts = (rootfs: ImageRootfs): unknown => {
    const elf = rootfs.elf(identityOf(rootfs, '/big'));
    assert.ok(elf !== null && 'dynamic' in elf, inspect(elf));
    return [elf.dynamic?.soname, elf.dynamic?.needed, elf.symbols.count, elf.size, elf.defects];
  };

  test('of 600 MB, in bounded memory', async () => {
    const before = process.memoryUsage.rss();
    const rootfs = await layerOf('big', Buffer.from(literalElf(library)), 600 * MIB);
    assert.deepEqual(facts(rootfs), ['libx.so.1', ['libc.musl-x86_64.so.1'], 3, 600 * MIB, []]);
    assert.equal(rootfs.read.passes, 1);
    assert.ok(process.memoryUsage.rss() - before < 120 * MIB);
  });

  test('whose strings patchelf moved to the end', async () => {
    const moved = Buffer.from(literalElf({ ...library, stringsAtEnd: { gap: 60 * MIB } }));
    const rootfs = await layerOf('big', moved, moved.length);
    assert.deepEqual(facts(rootfs), ['libx.so.1', ['libc.musl-x86_64.so.1'], 3, moved.length, []]);
    assert.equal(rootfs.read.passes, 1);
  });

  test('whose strings stand where nothing was kept: one more pass', async () => {
    const moved = Buffer.from(literalElf({ ...library, stringsAtEnd: { gap: 40 * MIB } }));
    const rootfs = await layerOf('big', moved, moved.length + 60 * MIB);
    assert.deepEqual(facts(rootfs), ['libx.so.1', ['libc.musl-x86_64.so.1'], 3, moved.length + 60 * MIB, []]);
    assert.equal(rootfs.read.passes, 2);
  });

  test('whose tables lead nowhere are read as far as they go', async () => {
    const bytes = Buffer.from(
      literalElf({
        ...library,
        tags: [
          [5, 0x3000_0000],
          [10, 100 * MIB],
        ],
      }),
    );
    const rootfs = await layerOf('big', bytes, 700 * MIB);
    const elf = rootfs.elf(identityOf(rootfs, '/big'));
    assert.ok(elf !== null && 'defects' in elf, inspect(elf));
    assert.ok(elf.defects.length > 0);
  });
});

describe('JARs', () => {
  const native = Buffer.from(literalElf(library));
  const nested = zipOf([
    { name: 'linux/libnested.so', content: native },
    { name: 'META-INF/MANIFEST.MF', content: 'Nested: yes\n' },
  ]);
  const members = (padding: number): Parameters<typeof zipOf>[0] => [
    { name: 'META-INF/MANIFEST.MF', content: 'Main-Class: a.B\n' },
    { name: 'front/liba.so', content: native },
    { name: 'padding-1', content: Buffer.alloc(padding), stored: true },
    { name: 'middle/libb.so', content: native, stored: true },
    { name: 'lib/stored.jar', content: nested, stored: true },
    { name: 'lib/deflated.jar', content: nested },
    { name: 'padding-2', content: Buffer.alloc(padding), stored: true },
    { name: 'bin/tool', content: native },
    { name: 'windows/x.so', content: 'MZ no ELF' },
    { name: 'encrypted/libz.so', content: native, encrypted: true },
  ];
  const summary = (rootfs: ImageRootfs): unknown => {
    const zip = rootfs.archive(identityOf(rootfs, '/app.jar'));
    assert.ok(zip !== null && 'members' in zip, inspect(zip));
    return {
      members: zip.members.length,
      elf: Object.fromEntries(zip.elf.map(({ member, facts }) => [member, 'unknown' in facts ? 'unknown' : facts.dynamic?.soname])),
      texts: zip.texts.map(({ member, text }) => `${member}: ${text.trim()}`),
    };
  };
  const expected = {
    members: 14,
    elf: {
      'front/liba.so': 'libx.so.1',
      'middle/libb.so': 'libx.so.1',
      'lib/stored.jar!linux/libnested.so': 'libx.so.1',
      'lib/deflated.jar!linux/libnested.so': 'libx.so.1',
      'bin/tool': 'libx.so.1',
      'encrypted/libz.so': 'unknown',
    },
    texts: [
      'META-INF/MANIFEST.MF: Main-Class: a.B',
      'lib/stored.jar!META-INF/MANIFEST.MF: Nested: yes',
      'lib/deflated.jar!META-INF/MANIFEST.MF: Nested: yes',
    ],
  };

  test('small ones in one pass', async () => {
    const jar = zipOf(members(1000));
    const rootfs = await layerOf('app.jar', jar, jar.length);
    assert.deepEqual(summary(rootfs), expected);
    assert.equal(rootfs.read.passes, 1);
  });

  test('large ones with further passes for what stands in their middle', async () => {
    const jar = zipOf(members(60 * MIB));
    const rootfs = await layerOf('app.jar', jar, jar.length);
    assert.deepEqual(summary(rootfs), expected);
    assert.ok(rootfs.read.passes > 1 && rootfs.read.passes <= 4, `${rootfs.read.passes} passes`);
  });

  test('what is over the budget of an archive is unknown with its size', async () => {
    const jar = zipOf([
      { name: 'huge/liba.so', content: Buffer.alloc(45 * MIB, native), stored: true },
      { name: 'libb.so', content: native },
    ]);
    const rootfs = await layerOf('app.jar', jar, jar.length);
    const zip = rootfs.archive(identityOf(rootfs, '/app.jar'));
    assert.ok(zip !== null && 'elf' in zip);
    assert.match(inspect(zip.elf[0]), /47185920 bytes are over the budget/);
    assert.equal(zip.elf.length, 2);
  });

  test('what is no zip is unknown', async () => {
    const rootfs = await layerOf('app.jar', Buffer.from('PK\x03\x04 broken'), 2000);
    assert.match(inspect(rootfs.archive(identityOf(rootfs, '/app.jar'))), /no end of a central directory/);
  });
});
