import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Extracted, ResumableExtractor } from '../../image/extractor.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { literalElf, type LiteralElf } from './elf-literal.ts';
import { elfExtractor } from './elf-stream.ts';
import { ELF_STREAM_LIMITS } from './elf-windows.ts';
import { readElf } from './elf.ts';

const LIBRARY: LiteralElf = {
  needed: ['libc.so.6'],
  soname: 'libbig.so.1',
  symbols: [
    { name: 'open', defined: false, version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } },
    { name: 'big_one', version: { name: 'BIG_1' } },
  ],
  relocations: [{ type: 6, symbol: 'open' }, { type: 8 }],
  sections: [{ name: '.comment', content: Buffer.from('rustc version 1.80.0\0') }],
};
/** Limits of a few hundred bytes make a file of a few kilobytes a large one. */
const SMALL = { whole: 8192, head: 640, tail: 512, tables: 4096, part: 256, ranges: 1024 * 1024 };

test('gives the facts of the whole file however it is cut into chunks', () => {
  const file = literalElf(LIBRARY);
  for (const chunk of [1, 7, 512, 1 << 20]) {
    assert.deepEqual(answer(elfExtractor(), file, chunk), { facts: plain(file), passes: 1 });
    assert.deepEqual(answer(elfExtractor({ ...SMALL, tail: 1024 }), file, chunk), { facts: plain(file), passes: 1 });
  }
});

const DEBUG = { name: '.debug_info', content: new Uint8Array(1_000_000) };
const PATCHED: LiteralElf = { ...LIBRARY, stringsAtEnd: { gap: 600_000 }, data: new Uint8Array(600_000), sections: [DEBUG] };

test('asks once for a string table that was moved to the end of a large file', () => {
  const file = literalElf(PATCHED);
  assert.deepEqual(answer(elfExtractor({ ...SMALL, tables: 128 }), file, 4096), { facts: plain(file), passes: 2 });
  assert.deepEqual(answer(elfExtractor(SMALL), file, 4096), { facts: plain(file), passes: 1 }, 'a small segment is kept as it passes by');
});

test('fetches tables that lie in the middle, within two further passes', () => {
  const file = literalElf({ ...LIBRARY, rodata: new Uint8Array(1_500_000), data: new Uint8Array(1_500_000) });
  const { facts, passes } = answer(elfExtractor({ ...SMALL, tables: 1024 * 1024, ranges: 8 * 1024 * 1024 }), file, 65_536);
  assert.deepEqual(facts, plain(file));
  assert.ok(passes <= 3, `${passes} passes`);
});

test('needs one further pass where the program headers stand at the end, as BOLT leaves them', () => {
  const file = withProgramHeadersAtEnd(literalElf({ ...LIBRARY, data: new Uint8Array(300_000), sections: [DEBUG] }));
  assert.deepEqual(plain(file).defects, []);
  assert.deepEqual(answer(elfExtractor({ ...SMALL, part: 400_000 }), file, 4096), { facts: plain(file), passes: 2 });
});

test('does not ask for another pass over marks that no loader reads', () => {
  const sections = [DEBUG, { name: '.comment', content: Buffer.from('rustc version 1.80.0\0') }, { ...DEBUG, name: '.symtab' }];
  const { facts, passes } = answer(elfExtractor({ ...SMALL, head: 4096 }), literalElf({ ...LIBRARY, sections }), 4096);
  assert.equal(passes, 1);
  assert.equal(facts?.rust, undefined);
  assert.deepEqual(facts?.defects, []);
  assert.deepEqual(facts?.dynamic?.needed, ['libc.so.6']);
});

test('is unknown with its reason when the parts exceed the budget', () => {
  const file = literalElf(PATCHED);
  const extractor = elfExtractor({ ...SMALL, tables: 128, ranges: 64 });
  assert.match(JSON.stringify(end(extractor, file, 4096)), /"kind":"unknown","why":"its tables need \d+ bytes more/u);
});

test('is unknown when what claims to be ELF has no readable header', () => {
  const file = new Uint8Array(64);
  file.set([0x7f, 0x45, 0x4c, 0x46, 9]);
  assert.deepEqual(end(elfExtractor(), file, 16), { kind: 'unknown', why: 'unknown ELF class 9 (at byte 4)' });
});

test('wants ELF files only', () => {
  const extractor = elfExtractor();
  const offered = { path: '/x', size: 100, mode: 0o644 };
  assert.equal(extractor.wants(offered, literalElf({}).subarray(0, 512)), true);
  assert.equal(extractor.wants(offered, Buffer.from('#!/bin/sh\n')), false);
  assert.equal(extractor.wants({ ...offered, size: 20 }, literalElf({}).subarray(0, 20)), false);
});

test('keeps a bounded part of a file of 600 MB', () => {
  const head = literalElf({ ...LIBRARY, static: false });
  const size = 600 * 1024 * 1024;
  const consumer = elfExtractor().begin({ path: '/big', size, mode: 0o755 });
  const before = process.memoryUsage().arrayBuffers;
  const zeros = new Uint8Array(1024 * 1024);
  consumer.push(head);
  for (let at = head.length; at < size; at += zeros.length) consumer.push(zeros.subarray(0, Math.min(zeros.length, size - at)));
  assert.ok(process.memoryUsage().arrayBuffers - before < ELF_STREAM_LIMITS.whole);
  const answered = consumer.end();
  assert.equal(answered.kind === 'facts' && answered.facts.dynamic?.soname, 'libbig.so.1');
});

function withProgramHeadersAtEnd(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset);
  const table = file.slice(64, 64 + 56 * view.getUint16(56, true));
  view.setBigUint64(32, BigInt(file.length), true);
  return Buffer.concat([file.fill(0xff, 64, 64 + table.length), table, new Uint8Array(2000)]);
}

function plain(file: Uint8Array): ElfFacts {
  return readElf((offset, length) => file.subarray(offset, offset + length), file.length);
}

/** Plays the image reader: streams the file, serves the ranges asked for, counts the passes. */
function answer(extractor: ResumableExtractor<ElfFacts>, file: Uint8Array, chunk: number): { facts: ElfFacts | null; passes: number } {
  let passes = 1;
  let extracted = end(extractor, file, chunk);
  while (extracted.kind === 'ranges') {
    passes++;
    assert.ok(passes <= 3, 'asks at most twice');
    const parts = extracted.ranges.map(({ offset, length }) => ({ offset, bytes: file.slice(offset, offset + length) }));
    extracted = extractor.resume({ path: '/x', size: file.length, mode: 0o755 }, structuredClone(extracted.state), parts);
  }
  return { facts: extracted.kind === 'facts' ? extracted.facts : null, passes };
}

function end(extractor: ResumableExtractor<ElfFacts>, file: Uint8Array, chunk: number): Extracted<ElfFacts> {
  const consumer = extractor.begin({ path: '/x', size: file.length, mode: 0o755 });
  const reused = new Uint8Array(chunk);
  for (let at = 0; at < file.length; at += chunk) {
    const part = file.subarray(at, at + chunk);
    reused.set(part);
    if (!consumer.push(reused.subarray(0, part.length))) break;
  }
  return consumer.end();
}
