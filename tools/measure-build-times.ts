/**
 * node tools/measure-build-times.ts NAME…: builds the newest source distribution of each with this machine's pip, compiler and headers, and writes the CPU seconds
 * of it into data/build-times.json, beside what is there.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface BuildTimes {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly cpuSeconds: number; readonly date: string }>>;
}

const table: { readonly packages: readonly { readonly name: string; readonly manager: string; readonly evidence: string }[] } = JSON.parse(
  readFileSync('data/native-packages.json', 'utf8'),
);
const mostMinutes = 20;

for (const name of process.argv.slice(2)) {
  const version = table.packages.find((row) => row.manager === 'pip' && row.name === name)?.evidence.split(' ')[0];
  const seconds = version === undefined ? null : build(name, version);
  console.log(`${name} ${version ?? ''}: ${seconds === null ? 'not built here' : `${seconds} CPU s`}`);
  if (version === undefined || seconds === null) continue;
  const known: BuildTimes = readTimes();
  const packages = { ...known.packages, [name]: { version, cpuSeconds: seconds, date: new Date().toISOString().slice(0, 10) } };
  writeFileSync(
    'data/build-times.json',
    `${JSON.stringify({ source: "CPU seconds (user and system, all children) of `pip wheel` from the source distribution on one x86_64 machine, GCC 12, CPython 3.11; pip's own work and the build environment included", generator: 'tools/measure-build-times.ts', packages: Object.fromEntries(Object.entries(packages).toSorted()) }, null, 1)}\n`,
  );
}

/** With an environment that holds the build's dependencies already, so that what is counted is the build. */
function build(name: string, version: string): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-build-'));
  try {
    // The first run fills pip's cache of build dependencies, and shows that it can be built at all.
    const words = ['wheel', '--quiet', '--no-deps', '--no-binary', name, '--no-cache-dir', '--wheel-dir', folder, `${name}==${version}`];
    const { status, stdout } = spawnSync('bash', ['-c', 'nice -n 19 pip "$@" >/dev/null 2>&1; s=$?; times; exit $s', 'bash', ...words], {
      encoding: 'utf8',
      timeout: mostMinutes * 60_000,
      env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    });
    return status === 0 ? Math.round(seconds(stdout)) : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The second line of what `times` of bash prints: `0m1.234s 0m0.567s`. */
function seconds(text: string): number {
  const children = text.trim().split('\n').at(-1) ?? '';
  let total = 0;
  for (const [, minutes, rest] of children.matchAll(/(\d+)m([\d.]+)s/g)) total += Number(minutes) * 60 + Number(rest);
  return total;
}

function readTimes(): BuildTimes {
  try {
    return JSON.parse(readFileSync('data/build-times.json', 'utf8'));
  } catch {
    return { packages: {} };
  }
}
