import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { literalElf, type LiteralElf } from '../formats/binary/elf-literal.ts';
import { readElf } from '../formats/binary/elf.ts';
import { FormatError } from '../formats/format-error.ts';
import { goBuildInfoSection } from '../formats/binary/go-literal.ts';
import type { ElfFacts } from './elf-facts.ts';
import { areShared, shareFacts } from './elf-symbols.ts';
import { elfHead, elfTables, packElf, recordAt } from './packed-elf.ts';
import { atHand, storedElf } from './stored-elf.ts';

const rich: LiteralElf = {
  interpreter: '/lib/ld-musl-x86_64.so.1',
  needed: ['libc.so.6', 'lib\u00e4.so'],
  soname: 'libx.so.1',
  hash: 'both',
  symbols: [
    { name: 'open64', defined: false, version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } },
    { name: 'x_one', version: { name: 'X_1' }, hidden: true },
    { name: 'x_two', version: { name: 'X_2' } },
  ],
  versionDefinitions: [{ name: 'X_1' }, { name: 'X_2', parents: ['X_1'] }],
  relocations: [{ type: 6, symbol: 'open64' }, { type: 8 }, { type: 7, symbol: 'open64', table: 'jmprel' }],
  relr: [0x1000, 3],
  tls: { size: 64, align: 16 },
  stack: { flags: 6, size: 0x100000 },
  rodata: Buffer.from('\0musl libc (x86_64)\nVersion %s\n\x001.2.5\0'),
  data: goBuildInfoSection('go1.24.4', 'path\tx\nmod\tx\tv1\nbuild\t__proto__=linux\n'),
};

const forms: Readonly<Record<string, LiteralElf>> = {
  rich,
  'big-endian': { ...rich, endian: 'big', machine: 22, entry: 0x1234 },
  '32-bit': { ...rich, class: 32, machine: 3, data: new Uint8Array() },
  static: { static: true, type: 2 },
  empty: {},
};

function read(bytes: Uint8Array): ElfFacts {
  return readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
}

/** As a chunk has it, with something before it. */
function stored(facts: ElfFacts): Uint8Array<ArrayBuffer> {
  const record = packElf(facts);
  const chunk = new Uint8Array(24 + record.length + 5);
  chunk.set(record, 24);
  return recordAt(chunk, 24);
}

function unpacked(facts: ElfFacts): ElfFacts {
  const record = stored(facts);
  return { ...elfHead(record), ...elfTables(record) };
}

function withoutTags(facts: ElfFacts): ElfFacts {
  return facts.dynamic === undefined ? facts : { ...facts, dynamic: { ...facts.dynamic, tags: [] } };
}

for (const [name, form] of Object.entries(forms)) {
  test(`facts come out of their bytes as they went in: ${name}`, () => {
    const facts = read(literalElf(form));
    assert.deepEqual(unpacked(facts), withoutTags(facts));
  });
}

test('so do those of a real program, and of what is left of it when bytes are changed', () => {
  const file = literalElf(rich);
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 0x7fff_ffff) % below;
  for (let round = 0; round < 300; round++) {
    const bytes = new Uint8Array(file);
    for (let change = 0; change < 4; change++) bytes[random(bytes.length)] = random(256);
    try {
      const facts = read(bytes);
      assert.deepEqual(unpacked(facts), withoutTags(facts));
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
    }
  }
  if (process.platform !== 'linux') return;
  const facts = read(readFileSync(process.execPath));
  assert.ok(facts.symbols.count > 0);
  assert.deepEqual(unpacked(facts), withoutTags(facts));
});

test('stored facts give each field when it is looked at, and all of them at hand', () => {
  const facts = read(literalElf(rich));
  const record = stored(facts);
  const places: number[] = [];
  const store = { head: (place: number) => (places.push(place), elfHead(record)), tables: () => elfTables(record) };
  const later = storedElf(store, 5);
  assert.deepEqual(places, []);
  for (const [field, value] of Object.entries(withoutTags(facts)))
    assert.deepEqual(Object.entries(atHand(later)).find(([name]) => name === field)?.[1], value, field);
  assert.equal(later.interpreter, facts.interpreter);
  assert.deepEqual(later.symbols, facts.symbols);
  assert.deepEqual(atHand(later), withoutTags(facts));
  assert.equal(atHand(facts), facts);
  assert.ok(places.every((place) => place === 5));
  assert.notEqual(atHand(later), atHand(later));
  const shared = shareFacts(later);
  assert.deepEqual(
    [atHand(later) === shared, areShared(later), areShared(shared), later.symbols === shared.symbols],
    [true, true, true, true],
  );
});

test('each getter gives its own field', () => {
  const facts = withoutTags(read(literalElf(rich)));
  const record = stored(facts);
  const later = storedElf({ head: () => elfHead(record), tables: () => elfTables(record) }, 0);
  const { written, rust, staticLibc, ...there } = later;
  assert.deepEqual([written, rust, staticLibc, there], [undefined, undefined, undefined, {}]);
  const fields = Object.getOwnPropertyNames(Object.getPrototypeOf(later)).filter(
    (name) => name !== 'constructor' && name !== 'all' && name !== 'keep',
  );
  assert.deepEqual(
    Object.fromEntries(fields.map((name) => [name, Reflect.get(later, name)]).filter(([, value]) => value !== undefined)),
    facts,
  );
});
