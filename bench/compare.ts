// `npm run bench:compare [DIR DIR]`: CPU seconds of `basewise compare` on two real roots, as folders and as archives, beside diff -rq and a digest of every file. Without folders
// it makes Debian 12 and 13 from packages. Prints a Markdown table. `npm run build` comes first.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { minbase } from '../tools/profiles/minbase.ts';
import { measure } from './measure.ts';

const folder = mkdtempSync(join(tmpdir(), 'basewise-bench-compare-'));
const program = resolve('dist/main.js');
const rows: (readonly [string, number])[] = [];
try {
  const given = process.argv.slice(2).map((path) => resolve(path));
  const [a, b] = given.length === 2 ? given : [makeRoot('bookworm'), makeRoot('trixie')];
  if (a === undefined || b === undefined) throw new Error('two roots');
  const [left, right] = [archive(a, 'a'), archive(b, 'b')];
  rows.push(['empty Node', measure(['-e', '0'], 5).cpu]);
  rows.push(['basewise compare, two catalogue names', measure([program, 'compare', 'debian:12-slim', 'debian:13-slim'], 5).cpu]);
  rows.push(['basewise compare, two folders', measure([program, 'compare', `rootfs:${a}`, `rootfs:${b}`], 5).cpu]);
  rows.push(['basewise compare, a folder and itself', measure([program, 'compare', `rootfs:${a}`, `rootfs:${a}`], 5).cpu]);
  rows.push(['basewise compare, two tar archives', measure([program, 'compare', `rootfs:${left}`, `rootfs:${right}`], 5).cpu]);
  rows.push(['diff -rq, the folders', shellCpu('diff -rq --no-dereference "$1" "$2"', a, b)]);
  rows.push(['sha256sum of every file in both', shellCpu('find "$1" "$2" -xdev -type f -print0 | xargs -0 sha256sum', a, b)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log('| work | CPU s |\n| --- | --- |');
for (const [work, cpu] of rows) console.log(`| ${work} | ${cpu.toFixed(2)} |`);

function makeRoot(suite: string): string {
  const root = join(folder, suite);
  run('mmdebstrap', ['--quiet', '--mode=root', ...minbase(suite), suite, root, 'http://deb.debian.org/debian']);
  return root;
}

function archive(root: string, name: string): string {
  const file = join(folder, `${name}.tar`);
  run('tar', ['-C', root, '-cf', file, '.']);
  return file;
}

/** The least of five runs of a script, by what bash says of its children. */
function shellCpu(script: string, ...argv: readonly string[]): number {
  const times = Array.from({ length: 5 }, () => {
    const { stdout } = spawnSync('bash', ['-c', `{ ${script}; } > /dev/null; times`, 'bash', ...argv], { encoding: 'utf8' });
    const children = stdout.trim().split('\n').at(-1) ?? '';
    return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
      0,
    );
  });
  return Math.min(...times);
}

function run(program: string, argv: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, argv, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr.slice(-500)}`);
}
