import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { fuzzTargets } from './base-texts.fuzz.ts';

for (const target of fuzzTargets) {
  test(`${target.name}: 2,000 damaged texts are read without an error`, () => {
    const random = randomNumbers(20_261_124);
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run += 1) {
      const input = mutate(seeds[0] ?? new Uint8Array(), random, seeds);
      assert.doesNotThrow(() => void target.run(input), `run ${run}`);
    }
  });
}

/** Quadratic matching would take minutes here. */
test('long lines take linear time', () => {
  const line = `${'a'.repeat(200_000)}=${' '.repeat(200_000)}${'@x/'.repeat(50_000)}"${'""'.repeat(50_000)}`;
  const start = performance.now();
  for (const target of fuzzTargets) void target.run(new TextEncoder().encode(line));
  assert.ok(performance.now() - start < 5000);
});
