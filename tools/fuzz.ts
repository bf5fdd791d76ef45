// `npm run fuzz [NAME…]`: mutated inputs for every parser that registers a target (src/**/*.fuzz.ts), 100,000 each unless BASEWISE_FUZZ_RUNS says otherwise.
// A foreign exception, or one input that takes over 10 s, fails the run; the input is written to the temporary folder to be replayed.
import { globSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BasewiseError } from '../src/errors.ts';
import { FormatError } from '../src/formats/format-error.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutate, randomNumbers } from './mutate.ts';

const runs = Number(process.env['BASEWISE_FUZZ_RUNS'] ?? 100_000);
const seed = Number(process.env['BASEWISE_FUZZ_SEED'] ?? Date.now() % 1_000_000);
const only = process.argv.slice(2);
const slowestAllowed = 10_000;
let failed = false;
let ran = 0;

for (const file of globSync('src/**/*.fuzz.ts').toSorted()) {
  const { fuzzTargets } = (await import(pathToFileURL(resolve(file)).href)) as { fuzzTargets: readonly FuzzTarget[] };
  for (const target of fuzzTargets) {
    if (only.length > 0 && !only.some((name) => target.name.includes(name))) continue;
    failed = !(await fuzz(target)) || failed;
    ran++;
  }
}
console.log(`lab fuzz: ${ran} parsers, ${runs} inputs each, seed ${seed}: ${failed ? 'FAILED' : 'no hang, no foreign exception'}`);
process.exit(failed || ran === 0 ? 1 : 0);

async function fuzz(target: FuzzTarget): Promise<boolean> {
  const random = randomNumbers(seed);
  const seeds = target.seeds();
  const start = process.cpuUsage();
  let refused = 0;
  let slowest = 0;
  for (let run = 0; run < runs; run++) {
    const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(), random, seeds);
    const before = performance.now();
    try {
      const pending = target.run(input);
      if (pending !== undefined) await pending;
    } catch (error) {
      if (!(error instanceof FormatError) && !(error instanceof BasewiseError)) return report(target, input, error);
      refused++;
    }
    slowest = Math.max(slowest, performance.now() - before);
    if (slowest > slowestAllowed) return report(target, input, new Error(`took ${slowest.toFixed(0)} ms`));
  }
  const { user, system } = process.cpuUsage(start);
  console.log(
    `${target.name}: ${runs} inputs, ${refused} refused, slowest ${slowest.toFixed(0)} ms, ${((user + system) / 1e6).toFixed(1)} CPU s`,
  );
  return true;
}

function report(target: FuzzTarget, input: Uint8Array, error: unknown): boolean {
  const file = join(mkdtempSync(join(tmpdir(), 'basewise-fuzz-')), 'input');
  writeFileSync(file, input);
  console.error(`FAIL ${target.name}: ${file}`, error);
  return false;
}
