import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectTar, isFormatError } from './collect-tar.suite.ts';
import { createTarReader } from './tar-reader.ts';
import { octal, padded, tarEntry, tarOf } from './write-tar.suite.ts';

const end = Buffer.alloc(1024);

describe('sparse files', () => {
  const expected = Buffer.concat([Buffer.from('head'), Buffer.alloc(1020), Buffer.from('middle'), Buffer.alloc(2000)]);
  const stored = 'headmiddle';
  const size = expected.length;

  test('PAX 0.0, 0.1 and 1.0', () => {
    const zero = [
      ['GNU.sparse.size', String(size)],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.offset', '0'],
      ['GNU.sparse.numbytes', '4'],
      ['GNU.sparse.offset', '1024'],
      ['GNU.sparse.numbytes', '6'],
    ] as const;
    const one = { 'GNU.sparse.size': String(size), 'GNU.sparse.map': '0,4,1024,6', 'GNU.sparse.name': 'real' };
    const two = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'real', 'GNU.sparse.realsize': String(size) };
    const map = padded(Buffer.from('2\n0\n4\n1024\n6\n'));
    for (const [name, archive] of [
      ['n', tarOf({ name: 'n', content: stored, pax: zero })],
      ['real', tarOf({ name: 'GNUSparseFile.0/n', content: stored, pax: one })],
      ['real', tarOf({ name: 'GNUSparseFile.0/n', content: Buffer.concat([map, Buffer.from(stored)]), pax: two })],
    ] as const) {
      const entry = collectTar(archive)[0];
      assert.ok(entry);
      assert.deepEqual([entry.name, entry.size, entry.stored], [name, size, 10]);
      assert.deepEqual(entry.content, expected);
    }
  });

  test('old GNU format with extension blocks', () => {
    const parts = Array.from({ length: 30 }, (_, i) => [i * 1000, 2] as const);
    const pairs = (from: number, to: number): Buffer =>
      Buffer.concat(parts.slice(from, to).map(([offset, length]) => Buffer.from(octal(offset, 12) + octal(length, 12))));
    const extension = (from: number, to: number, more: number): Buffer => {
      const block = Buffer.alloc(512);
      pairs(from, to).copy(block);
      block[504] = more;
      return block;
    };
    const header = tarEntry({
      name: 'holey',
      flag: 'S',
      format: 'gnu',
      size: 60,
      patch(block) {
        pairs(0, 4).copy(block, 386);
        block[482] = 1;
        block.write(octal(30_000, 12), 483);
      },
    });
    const content = Buffer.from(Array.from({ length: 60 }, (_, i) => 65 + (i % 26)));
    const archive = Buffer.concat([header, extension(4, 25, 1), extension(25, 30, 0), padded(content), tarEntry({ name: 'next' }), end]);
    const whole = Buffer.alloc(30_000);
    for (const [i, [offset]] of parts.entries()) content.copy(whole, offset, i * 2, i * 2 + 2);
    for (const piece of [1, 511, 512, 5000]) {
      const [holey, next] = collectTar(archive, piece);
      assert.deepEqual(holey?.content, whole);
      assert.equal(next?.name, 'next');
    }
  });

  test('maps that contradict themselves are refused', () => {
    const sparse = (map: string, real: number): Buffer =>
      tarOf({ name: 'n', content: stored, pax: { 'GNU.sparse.size': String(real), 'GNU.sparse.map': map } });
    for (const archive of [
      sparse('0,4', size),
      sparse('4,4,0,6', size),
      sparse('0,4,2,6', size),
      sparse('0,4,1024,6', 100),
      sparse('0,4,1024', size),
    ]) {
      assert.throws(() => collectTar(archive), isFormatError('tar-bad-sparse'));
    }
  });

  test('a 10 GB hole is only counted', () => {
    let holes = 0;
    const reader = createTarReader({ entry: () => true, data: () => true, hole: (length) => ((holes += length), true), end: () => {} });
    reader.push(tarOf({ name: 'n', content: 'x', pax: { 'GNU.sparse.size': '10737418241', 'GNU.sparse.map': '10737418240,1' } }));
    reader.finish();
    assert.equal(holes, 10_737_418_240);
  });
});
