import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FormatError } from '../format-error.ts';
import { collectTar, isFormatError } from './collect-tar.suite.ts';
import { encodeFileName } from './file-name.ts';
import type { TarEntry } from './tar-entry.ts';
import { createTarReader } from './tar-reader.ts';
import { checked, gnuLong, octal, paxHeader, tarEntry, tarOf } from './write-tar.suite.ts';

const only = (archive: Buffer): ReturnType<typeof collectTar>[number] => {
  const entries = collectTar(archive);
  assert.equal(entries.length, 1);
  return entries[0]!;
};
const end = Buffer.alloc(1024);

describe('tar dialects', () => {
  test('all types of entries, with mode and owner', () => {
    const archive = tarOf(
      { name: 'd/', mode: 0o1777 },
      { name: 'd/file', content: 'hello', mode: 0o4755, uid: 1000, gid: 100 },
      { name: 'd/link', linkName: '../x' },
      { name: 'd/hard', flag: '1', linkName: 'd/file', size: 5 },
      { name: 'd/null', flag: '3' },
      { name: 'd/sda', flag: '4' },
      { name: 'd/pipe', flag: '6' },
      { name: 'd/contiguous', flag: '7', content: 'c' },
      { name: 'd/of-no-known-type', flag: 'Q', content: 'q' },
    );
    const entries = collectTar(archive).map(({ name, type, mode, uid, gid, size, linkName, content }) => [
      name,
      type,
      mode,
      uid,
      gid,
      size,
      linkName,
      content.toString(),
    ]);
    assert.deepEqual(entries, [
      ['d/', 'dir', 0o1777, 0, 0, 0, '', ''],
      ['d/file', 'file', 0o4755, 1000, 100, 5, '', 'hello'],
      ['d/link', 'symlink', 0o644, 0, 0, 0, '../x', ''],
      ['d/hard', 'link', 0o644, 0, 0, 0, 'd/file', ''],
      ['d/null', 'char', 0o644, 0, 0, 0, '', ''],
      ['d/sda', 'block', 0o644, 0, 0, 0, '', ''],
      ['d/pipe', 'fifo', 0o644, 0, 0, 0, '', ''],
      ['d/contiguous', 'file', 0o644, 0, 0, 1, '', 'c'],
      ['d/of-no-known-type', 'file', 0o644, 0, 0, 1, '', 'q'],
    ]);
  });

  test('v7: no magic, no prefix, a directory by its slash', () => {
    const archive = tarOf(
      { name: 'old/', flag: '\0', format: 'v7' },
      { name: 'old/f', flag: '\0', format: 'v7', content: 'x', prefix: 'not-a-prefix' },
    );
    assert.deepEqual(
      collectTar(archive).map(({ name, type }) => [name, type]),
      [
        ['old/', 'dir'],
        ['old/f', 'file'],
      ],
    );
  });

  test('names: ustar prefix, exactly 100 bytes, no prefix in GNU headers', () => {
    assert.equal(only(tarOf({ name: 'v'.repeat(100), prefix: 'u'.repeat(155) })).name, `${'u'.repeat(155)}/${'v'.repeat(100)}`);
    assert.equal(only(tarOf({ name: 'v'.repeat(100) })).name, 'v'.repeat(100));
    assert.equal(only(tarOf({ name: 'f', format: 'gnu', prefix: '12345670123' })).name, 'f');
  });

  test('GNU long names and links', () => {
    const name = `long/${'x'.repeat(300)}`;
    const archive = Buffer.concat([
      gnuLong('K', '/t'.repeat(200)),
      gnuLong('L', name),
      tarEntry({ name: 'short', linkName: 'short', format: 'gnu' }),
      end,
    ]);
    const entry = only(archive);
    assert.deepEqual([entry.name, entry.linkName], [name, '/t'.repeat(200)]);
  });

  test('PAX records override the header, and an empty one gives it back', () => {
    const entry = only(
      tarOf({
        name: 'n',
        content: 'abc',
        pax: {
          path: 'päx/名',
          uid: '2200000',
          gid: '3',
          mtime: '1.5',
          comment: 'x'.repeat(600),
          'SCHILY.xattr.security.capability': '\u0001\n\0',
        },
      }),
    );
    assert.deepEqual(
      [entry.name, entry.uid, entry.gid, entry.capabilities, entry.content.toString()],
      ['päx/名', 2_200_000, 3, true, 'abc'],
    );
    assert.equal(
      only(
        tarOf({
          name: 'n',
          pax: [
            ['path', 'other'],
            ['path', ''],
          ],
        }),
      ).name,
      'n',
    );
    assert.equal(only(tarOf({ name: 'n', linkName: 'short', pax: { linkpath: 'l'.repeat(200) } })).linkName, 'l'.repeat(200));
    assert.equal(only(tarOf({ name: 'n', content: 'abcdef', size: 0, pax: { size: '6' } })).content.toString(), 'abcdef');
  });

  test('a global PAX header counts for what follows, a local one comes first', () => {
    const archive = Buffer.concat([
      paxHeader({ uid: '7', gid: '8' }, 'g'),
      tarEntry({ name: 'a' }),
      tarEntry({ name: 'b', pax: { uid: '9' } }),
      end,
    ]);
    assert.deepEqual(
      collectTar(archive).map(({ uid, gid }) => [uid, gid]),
      [
        [7, 8],
        [9, 8],
      ],
    );
  });

  test('base-256 numbers and signed checksums', () => {
    const binary = only(
      tarOf({
        name: 'n',
        content: 'abc',
        patch(header) {
          header.fill(0, 124, 136);
          header[124] = 0x80;
          header[135] = 3;
          header.fill(0, 108, 116);
          header.writeUInt32BE(0x80000000, 108);
          header.writeUInt32BE(4_000_000_000, 112);
        },
      }),
    );
    assert.deepEqual([binary.size, binary.uid], [3, 4_000_000_000]);
    const signed = tarEntry({ name: 'n\u00fc' });
    const sum = [...signed.subarray(0, 512)].reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : (byte << 24) >> 24), 0);
    signed.write(octal(sum, 7), 148);
    assert.equal(only(Buffer.concat([signed, end])).name, 'nü');
  });

  test('names that are no UTF-8 stay different and come back as bytes', () => {
    const raw = Buffer.from([0x61, 0xff, 0xc3, 0xbc, 0xc3]);
    const entry = only(tarOf({ name: '', patch: (header) => void header.set(raw, 0) }));
    assert.equal(entry.name, 'a\udcffü\udcc3');
    assert.deepEqual(encodeFileName(entry.name), raw);
  });
});

describe('broken and odd archives', () => {
  const archive = tarOf({ name: 'a', content: 'x'.repeat(700) }, { name: 'b', content: 'y' });

  test('the result does not depend on how the input is cut', () => {
    const whole = collectTar(archive);
    for (const piece of [1, 7, 511, 512, 513, 1000]) assert.deepEqual(collectTar(archive, piece), whole);
  });

  test('missing end blocks and padding, and anything after the end, are accepted', () => {
    assert.equal(collectTar(archive.subarray(0, 512 * 3 + 512 + 1)).length, 2);
    assert.equal(collectTar(archive.subarray(0, 512 * 5)).length, 2);
    assert.equal(collectTar(Buffer.concat([archive, Buffer.from('trailing garbage'.repeat(100))])).length, 2);
    assert.equal(collectTar(Buffer.alloc(0)).length, 0);
    assert.equal(collectTar(Buffer.alloc(10_240)).length, 0);
    assert.equal(collectTar(archive.subarray(0, archive.length - 512)).length, 2);
  });

  test('an archive that ends inside an entry is an error with its offset', () => {
    for (const length of [100, 512, 513, 1211, 1536 + 3]) {
      assert.throws(
        () => collectTar(archive.subarray(0, length)),
        (error) => error instanceof FormatError && error.code === 'tar-truncated' && error.offset === length,
      );
    }
    assert.throws(() => collectTar(gnuLong('L', 'name')), isFormatError('tar-truncated'));
  });

  test('what is no header is refused where it stands', () => {
    const flipped = Buffer.from(archive);
    flipped[512 * 3] = 0x41;
    assert.throws(
      () => collectTar(flipped),
      (error) => error instanceof FormatError && error.code === 'tar-bad-checksum' && error.offset === 1536,
    );
    assert.throws(() => collectTar(Buffer.from('no tar at all'.repeat(100))), isFormatError('tar-bad-checksum'));
    assert.throws(
      () => collectTar(Buffer.concat([tarEntry({ name: 'a' }), Buffer.alloc(512), tarEntry({ name: 'b' })])),
      isFormatError('tar-lone-zero-block'),
    );
    assert.throws(() => collectTar(tarOf({ name: 'n', flag: 'M' })), isFormatError('tar-multi-volume'));
    assert.throws(() => collectTar(tarOf({ name: 'n', size: 2 ** 21, flag: 'x' })), isFormatError('tar-extension-too-long'));
    assert.throws(() => collectTar(tarOf({ name: 'n', pax: { size: '12x' } })), isFormatError('tar-bad-pax'));
    assert.throws(() => collectTar(tarOf({ name: 'n', pax: { path: 'a\0b' } })), isFormatError('tar-bad-pax'));
    const negative = checked(tarEntry({ name: 'n', patch: (block) => void block.fill(0xff, 124, 136) }));
    assert.throws(() => collectTar(Buffer.concat([negative, end])), isFormatError('tar-bad-number'));
  });

  test('content that nobody wants can be skipped', () => {
    const names: string[] = [];
    const reader = createTarReader({
      entry: (entry: TarEntry) => (names.push(entry.name), false),
      data: () => true,
      hole: () => true,
      end: () => {},
    });
    let pushed = 0;
    for (let at = 0; at < archive.length;) {
      const skip = Math.min(reader.skippable(), archive.length - at);
      reader.skip(skip);
      at += skip;
      if (skip > 0) continue;
      reader.push(archive.subarray(at, at + 512));
      at += 512;
      pushed += 512;
    }
    reader.finish();
    assert.deepEqual(names, ['a', 'b']);
    assert.equal(pushed, 512 * 4);
    assert.equal(reader.offset(), archive.length);
  });
});
