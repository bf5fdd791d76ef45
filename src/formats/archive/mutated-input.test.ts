import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { FormatError } from '../format-error.ts';
import { fuzzTargets } from './archive.fuzz.ts';

for (const target of fuzzTargets) {
  test(`${target.name}: 2,000 mutated inputs end in a result or a FormatError`, { timeout: 120_000 }, async () => {
    const random = randomNumbers(1);
    const seeds = target.seeds();
    let refused = 0;
    for (const seed of seeds) await target.run(seed);
    for (let run = 0; run < 2000; run++) {
      const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds);
      try {
        await target.run(input);
      } catch (error) {
        assert.ok(error instanceof FormatError, `run ${run}: ${String(error)}`);
        refused++;
      }
    }
    assert.ok(refused > 50 && refused < 2000, `${refused} refused`);
  });
}
