import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { FormatError } from '../format-error.ts';
import { fuzzTargets } from './package-db.fuzz.ts';

for (const target of fuzzTargets) {
  test(`${target.name}: 2,000 damaged inputs throw nothing foreign`, () => {
    const random = randomNumbers(20_261_124);
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run += 1) {
      const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds);
      try {
        void target.run(input);
      } catch (error) {
        assert.ok(error instanceof FormatError, `run ${run}: ${String(error)}`);
      }
    }
  });
}
