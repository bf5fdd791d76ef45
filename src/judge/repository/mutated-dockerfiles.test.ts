import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { FormatError } from '../../formats/format-error.ts';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { fuzzTargets } from './judge-dockerfile.fuzz.ts';

for (const target of fuzzTargets) {
  test(`${target.name}: 2,000 mutated inputs end in a result or an error that says why`, { timeout: 120_000 }, async () => {
    const random = randomNumbers(7);
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run += 1) {
      try {
        await target.run(mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds));
      } catch (error) {
        if (!(error instanceof FormatError) && !(error instanceof BasewiseError)) throw error;
      }
    }
  });
}
