import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalElf } from '../formats/binary/elf-literal.ts';
import { readElf } from '../formats/binary/elf.ts';
import {
  STB_WEAK,
  definitions,
  definitionsNamed,
  defines,
  definesPrefix,
  isUndefined,
  symbolBinding,
  symbolName,
  symbolType,
  symbolVersion,
  symbolVisibility,
  undefinedSymbols,
} from './elf-symbols.ts';

const file = literalElf({
  needed: ['libc.so.6'],
  symbols: [
    { name: 'open', defined: false, version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } },
    { name: 'canonical', defined: false, value: 0x2000 },
    { name: 'old_and_new', version: { name: 'X_1' }, hidden: true, binding: STB_WEAK, visibility: 3, type: 10 },
    { name: 'old_and_new', version: { name: 'X_2' } },
    { name: 'plain' },
  ],
});
const facts = readElf((offset, length) => file.subarray(offset, offset + length), file.length);
const { symbols } = facts;

test('names, bindings, types and visibilities by index', () => {
  assert.deepEqual(
    [0, 1, 3, 9].map((i) => symbolName(symbols, i)),
    ['', 'open', 'old_and_new', ''],
  );
  assert.deepEqual([symbolBinding(symbols, 3), symbolType(symbols, 3), symbolVisibility(symbols, 3)], [2, 10, 3]);
  assert.deepEqual([isUndefined(symbols, 1), isUndefined(symbols, 5)], [true, false]);
});

test('definitions have every index of a name, also undefined symbols with a value, and are built once', () => {
  assert.deepEqual(
    [...definitions(symbols)],
    [
      ['canonical', 2],
      ['old_and_new', [3, 4]],
      ['plain', 5],
    ],
  );
  assert.equal(definitions(symbols), definitions(symbols));
  assert.deepEqual(
    ['old_and_new', 'plain', 'open'].map((name) => definitionsNamed(symbols, name)),
    [[3, 4], [5], []],
  );
  assert.deepEqual(undefinedSymbols(symbols), [1, 2]);
});

test('a definition is found by its bytes as it is among all definitions', () => {
  for (const name of ['open', 'canonical', 'old_and_new', 'plain', 'lain', '', 'none'])
    assert.equal(defines(symbols, name), name !== '' && definitions(symbols).has(name), name);
  assert.deepEqual(
    ['old_', 'op', 'pl', 'lain'].map((prefix) => definesPrefix(symbols, prefix)),
    [true, false, true, false],
  );
  const many = literalElf({ symbols: Array.from({ length: 40 }, (_, i) => ({ name: `x${i}_PyInit_a`, defined: i === 39 })) });
  const table = readElf((offset, length) => many.subarray(offset, offset + length), many.length).symbols;
  assert.deepEqual([definesPrefix(table, 'PyInit_'), definesPrefix(table, 'x39'), definesPrefix(table, 'x3')], [false, true, true]);
});

test('the version of an import names its file, that of an export only itself', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((i) => symbolVersion(facts, i)),
    [{ name: 'GLIBC_2.2.5', file: 'libc.so.6' }, undefined, { name: 'X_1' }, { name: 'X_2' }, undefined],
  );
});
