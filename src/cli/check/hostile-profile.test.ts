import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unpackProfile } from '../../bases/profiles/pack-profile.ts';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { fuzzTargets, judgeOnProfile, seedProfiles } from './profile.fuzz.ts';

function isExpected(error: unknown): boolean {
  return error instanceof BasewiseError || error instanceof FormatError;
}

test('profiles survive being written and read', () => {
  for (const profile of seedProfiles()) {
    const read = unpackProfile(Buffer.from(JSON.stringify(profile)), 'x');
    assert.deepEqual(read, JSON.parse(JSON.stringify(profile)));
    judgeOnProfile(read);
  }
});

test('2,000 damaged files are refused or judged, never a crash', async () => {
  const random = randomNumbers(4);
  const [target] = fuzzTargets;
  assert.ok(target !== undefined);
  const seeds = target.seeds();
  for (let i = 0; i < 2000; i++) {
    const input = mutate(seeds[i % seeds.length] ?? new Uint8Array(), random, seeds);
    try {
      await target.run(input);
    } catch (error) {
      assert.ok(isExpected(error), String(error instanceof Error ? error.stack : error));
    }
  }
});

test('2,000 profiles with one value of another kind are refused or judged', () => {
  const random = randomNumbers(5);
  const seeds = seedProfiles().map((profile) => JSON.stringify(profile));
  let judged = 0;
  for (let i = 0; i < 2000; i++) {
    const value: unknown = JSON.parse(seeds[i % seeds.length] ?? '');
    damage(value, random);
    try {
      judgeOnProfile(unpackProfile(Buffer.from(JSON.stringify(value)), 'x'));
      judged++;
    } catch (error) {
      assert.ok(isExpected(error), `${i}: ${String(error instanceof Error ? error.stack : error)}`);
    }
  }
  assert.ok(judged > 100, `${judged} were judged`);
});

const strange: readonly unknown[] = [
  null,
  0,
  -1,
  1e21,
  4294967296,
  '',
  '/',
  '/../etc',
  'x\u0000y',
  '1,1,1,1,1',
  [],
  {},
  [null],
  { a: 1 },
  true,
  '99999999999999999999',
];

/** Replaces, removes or adds one value somewhere. */
function damage(value: unknown, random: () => number): void {
  let at: unknown = value;
  for (let depth = 0; depth < 12; depth++) {
    if (typeof at !== 'object' || at === null) return;
    const keys = Object.keys(at);
    const key = keys[Math.floor(random() * keys.length)];
    if (key === undefined) return;
    const inner: unknown = Reflect.get(at, key);
    if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && random() < 0.85) {
      at = inner;
      continue;
    }
    if (random() < 0.1) Reflect.deleteProperty(at, key);
    else Reflect.set(at, key, strange[Math.floor(random() * strange.length)]);
    return;
  }
}
