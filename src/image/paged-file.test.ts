import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReadInto } from './extractor.ts';
import { pagedFile } from './paged-file.ts';
import { giveBack, takeBuffer } from './window-buffer.ts';

function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff);
}

function reads(content: Uint8Array, calls: [number, number][]): ReadInto {
  return (bytes, offset) => {
    const part = content.subarray(offset, offset + bytes.length);
    calls.push([offset, bytes.length]);
    bytes.set(part);
    return part.length;
  };
}

describe('a file at hand', () => {
  const next = numbers(7);
  const content = Uint8Array.from({ length: 100_003 }, () => next() >>> 8);

  test('any ranges are those of the file, and no page is read twice', () => {
    const calls: [number, number][] = [];
    const buffer = takeBuffer();
    buffer.bytes.fill(0xff, 0, content.length);
    const file = pagedFile(buffer, content.length, reads(content, calls));
    for (let count = 0; count < 300; count++) {
      const offset = next() % (content.length + 10_000);
      const length = next() % 30_000;
      assert.deepEqual(Buffer.from(file.read(offset, length)), Buffer.from(content.subarray(offset, offset + length)));
    }
    assert.ok(calls.reduce((sum, [, length]) => sum + length, 0) <= content.length);
    assert.equal(file.isShort(), false);
    giveBack(buffer);
  });

  test('no more is read than the pages that were asked for', () => {
    const calls: [number, number][] = [];
    const buffer = takeBuffer();
    const file = pagedFile(buffer, content.length, reads(content, calls));
    file.read(8190, 4);
    file.read(content.length - 1, 1);
    file.read(0, 8192);
    assert.deepEqual(calls, [
      [0, 16_384],
      [98_304, 1699],
    ]);
    giveBack(buffer);
  });

  test('a file that ends before its size is short', () => {
    const buffer = takeBuffer();
    const file = pagedFile(buffer, content.length + 1, reads(content, []));
    file.read(0, 10);
    assert.equal(file.isShort(), false);
    file.read(content.length, 1);
    assert.equal(file.isShort(), true);
    giveBack(buffer);
  });
});
