import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../tools/mutate.ts';
import { BasewiseError } from '../errors.ts';
import { FormatError } from '../formats/format-error.ts';
import { fuzzTargets } from './layer.fuzz.ts';

for (const target of fuzzTargets) {
  test(`${target.name}: 2,000 mutated inputs end in a result or an error that says why`, { timeout: 120_000 }, async () => {
    const random = randomNumbers(2);
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run++) {
      try {
        await target.run(mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds));
      } catch (error) {
        assert.ok(
          error instanceof FormatError || error instanceof BasewiseError,
          `run ${run}: ${String(error instanceof Error ? error.stack : error)}`,
        );
      }
    }
  });
}
