import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deserialize, serialize } from 'node:v8';
import { literalElf } from '../formats/binary/elf-literal.ts';
import { readElf } from '../formats/binary/elf.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import { atHand } from '../tree/stored-elf.ts';
import { factsBudget, MOST_FACTS, PLAIN_FACTS, takeBudget, takenBudget } from './facts-budget.ts';
import { packedFacts, type PackedFacts } from './facts-chunks.ts';
import { addFacts, packedWeight, settleFacts } from './packed-facts.ts';
import { factsOf } from './read-packed-facts.ts';

function elf(soname: string, symbols: number = 4): ElfFacts {
  const bytes = literalElf({ soname, symbols: Array.from({ length: symbols }, (_, i) => ({ name: `function_${i}_of_${soname}` })) });
  const facts = readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
  return { ...facts, dynamic: { ...facts.dynamic!, tags: [] } };
}

function given(packed: PackedFacts, index: number): ElfFacts {
  const facts = factsOf(packed, index);
  assert.ok(facts !== undefined);
  return atHand(facts);
}

test('what was kept is given again by its number, equal facts once', () => {
  const packed = packedFacts();
  const budget = factsBudget();
  for (let index = 0; index < 500; index++) assert.ok(addFacts(packed, index, elf(`lib${index % 50}.so`), budget));
  settleFacts(packed, budget);
  for (const index of [0, 49, 50, 499]) assert.deepEqual(given(packed, index), elf(`lib${index % 50}.so`));
  assert.equal(factsOf(packed, 3), factsOf(packed, 53));
  assert.equal(factsOf(packed, 500), undefined);
  assert.equal(new Set(packed.places.values()).size, 50);
});

test('beyond what stays plain it is compressed, records of any size, and read all the same, also after a cache', () => {
  const packed = packedFacts();
  const budget = factsBudget();
  takeBudget(budget, PLAIN_FACTS);
  const large = elf('large.so', 20_000);
  const all = [...Array.from({ length: 300 }, (_, i) => elf(`lib${i}.so`, 30)), large, elf('last.so')];
  for (const [index, facts] of all.entries()) assert.ok(addFacts(packed, index, facts, budget));
  // Of a compressed chunk equal facts are found as well.
  assert.ok(addFacts(packed, all.length, large, budget));
  settleFacts(packed, budget);
  assert.ok(packed.chunks.length > 3 && packed.chunks.every(({ compressed }) => compressed));
  assert.ok(packedWeight(packed) < packed.chunks.reduce((sum, { used }) => sum + used, 0));
  assert.ok(takenBudget(budget) - PLAIN_FACTS <= packedWeight(packed));
  const again: PackedFacts = deserialize(serialize(packed));
  for (const each of [packed, again])
    for (const index of [0, 150, 299, 300, 301, 302]) assert.deepEqual(given(each, index), all[index] ?? large);
});

test('plain chunks of a cache stand at any offset', () => {
  const packed = packedFacts();
  const budget = factsBudget();
  for (let index = 0; index < 200; index++) addFacts(packed, index, elf(`lib${index}.so`, index % 7), budget);
  settleFacts(packed, budget);
  for (let shift = 0; shift < 8; shift++) {
    const [, again]: [string, PackedFacts] = deserialize(serialize(['x'.repeat(shift), packed]));
    assert.deepEqual(given(again, 199), elf('lib199.so', 199 % 7));
  }
});

test('one budget for all that take from it: what does not fit is left out and takes nothing', () => {
  const budget = factsBudget();
  const [one, other] = [packedFacts(), packedFacts()];
  assert.ok(addFacts(one, 0, elf('a.so'), budget));
  takeBudget(budget, MOST_FACTS - takenBudget(budget) - 1000);
  const before = takenBudget(budget);
  assert.equal(addFacts(other, 0, elf('b.so', 100), budget), false);
  assert.equal(takenBudget(budget), before);
  // Of equal facts there is only the place.
  assert.ok(addFacts(one, 1, elf('a.so'), budget));
  assert.equal(factsOf(other, 0), undefined);
});
