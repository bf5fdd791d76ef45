// `npm run boundaries`: dependency-cruiser over the whole source, and two boundaries that imports do not show.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const cruise = spawnSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', 'src', 'test', 'tools', 'bench'],
  { encoding: 'utf8' },
);
process.stdout.write(cruise.stdout);
process.stderr.write(cruise.stderr);
// Without the compiler's API dependency-cruiser sees no TypeScript at all, reports 0 modules and exits 0.
const modules = /(\d+) modules/.exec(cruise.stdout)?.[1] ?? '0';
const problems: string[] = [];
if (cruise.status !== 0 || Number(modules) < 10) problems.push(`dependency-cruiser: exit ${cruise.status}, ${modules} modules`);

for (const file of globSync('src/**/*.ts')) {
  if (/\.(test|suite|fuzz)\.ts$/.test(file) || file.startsWith('src/cli/') || file === 'src/main.ts') continue;
  const text = readFileSync(file, 'utf8');
  const knows = /\bprocess\.(argv|env|stdout|stderr|stdin|exit|exitCode|cwd)\b/.exec(text);
  if (knows !== null) problems.push(`${file}: ${knows[0]} — only cli knows the process; pass the value in`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
