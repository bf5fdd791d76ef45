import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Usage {
  /** CPU seconds, user and system, all threads. */
  readonly cpu: number;
  readonly peakMiB: number;
}

const hook = resolve('bench/usage-hook.mjs');

/** Runs a Node program `times` over and gives the run with the least CPU: on a shared machine the least disturbed one. */
export function measure(args: readonly string[], times = 3, cwd: string = process.cwd()): Usage {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-bench-'));
  const file = join(folder, 'usage.json');
  try {
    const runs = Array.from({ length: times }, () => runOnce(args, file, cwd));
    return runs.toSorted((a, b) => a.cpu - b.cpu)[0] ?? { cpu: 0, peakMiB: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOnce(args: readonly string[], file: string, cwd: string): Usage {
  const run = spawnSync(process.execPath, ['--import', hook, ...args], {
    cwd,
    encoding: 'utf8',
    // A child's peak begins with what its parent had in memory: results are not collected here.
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, BENCH_USAGE: file },
  });
  if (run.status !== 0 && run.status !== 1) throw new Error(`${args.join(' ')}: exit ${run.status}\n${run.stderr.slice(-2000)}`);
  const usage: Usage = JSON.parse(readFileSync(file, 'utf8'));
  return usage;
}
