import { test } from 'node:test';
import { mutate, randomNumbers } from '../../tools/mutate.ts';
import { fuzzTargets } from './loader.fuzz.ts';

/** 2,000 damaged files, each as program, library, plugin, cache and loader of five roots; `npm run fuzz` takes more. */
const ROUNDS: Readonly<Record<string, number>> = { loader: 400, recognise: 2000 };

for (const { name, seeds, run } of fuzzTargets) {
  test(`${name}: damaged input ends in an answer`, async () => {
    const random = randomNumbers(20_261_124);
    const valid = seeds();
    for (const seed of valid) await run(seed);
    for (let round = 0; round < (ROUNDS[name] ?? 0); round++)
      await run(mutate(valid[round % valid.length] ?? new Uint8Array(), random, valid));
  });
}
