// Every Dockerfile and manifest of the corpus is judged or says why not; the reader's judgements of expected.tsv by line; CPU time for 1,000 Dockerfiles.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { judgeDockerfile } from '../../src/judge/judge-dockerfile.ts';
import { judgeManifest } from '../../src/judge/judge-manifest.ts';
import { readBuildFolder } from '../../src/subjects/read-build-folder.ts';
import type { Judged } from '../../src/judge/judge-dockerfile.ts';
import { kitFolder } from './kit-folder.ts';

const corpus = join(kitFolder(), 'corpus');
const dockerfiles = globSync(join(corpus, '{projects/**,dockerfiles}/*ockerfile*'))
  .concat(globSync(join(corpus, 'dockerfiles/*.template')))
  .filter((file) => !file.endsWith('.dockerignore'))
  .toSorted();
const manifests = globSync(join(corpus, 'manifests/*')).toSorted();
const problems: string[] = [];
const found = new Map<string, readonly number[]>();
const bases = new Map<string, string>();
const rules = new Map<string, number>();
let silent = 0;

for (const file of dockerfiles) {
  const name = relative(corpus, file);
  try {
    const { units, unknown } = judge(file, name);
    if (units.length === 0 && unknown.length === 0) silent += 1;
    for (const { targets, base } of units) {
      bases.set(name, base?.libc?.family ?? 'none');
      for (const { findings } of targets) {
        for (const { rule, severity, where } of findings) {
          rules.set(`${rule} ${severity}`, (rules.get(`${rule} ${severity}`) ?? 0) + 1);
          const [first] = where;
          if (rule === 'cross-libc-copy' && severity !== 'note' && first !== undefined && 'line' in first)
            found.set(name, [...(found.get(name) ?? []), first.line]);
        }
      }
    }
  } catch (error) {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
for (const file of manifests) {
  const { units, unknown } = judgeManifest(relative(corpus, file), readFileSync(file, 'utf8'));
  if (units.length === 0 && unknown.length === 0) silent += 1;
}

const rows = readFileSync(join(corpus, 'expected.tsv'), 'utf8').trim().split('\n').slice(1);
const tally = { hit: 0, missed: 0, extra: 0, base: 0, otherBase: 0 };
for (const row of rows) {
  const [file = '', libc = '', copy = '', lines = ''] = row.split('\t');
  const wanted = copy === 'broken' || copy === 'risky' ? lines.split(',').map(Number) : [];
  const lineNumbers = found.get(file) ?? [];
  for (const line of wanted) {
    if (lineNumbers.includes(line)) tally.hit += 1;
    else {
      tally.missed += 1;
      problems.push(`${file}:${line}: no finding`);
    }
  }
  for (const line of lineNumbers) {
    if (wanted.includes(line)) continue;
    tally.extra += 1;
    problems.push(`${file}:${line}: a finding where the reader says ${copy}`);
  }
  // A glibc beside musl, a loader copied into scratch: the base is what it is.
  const expected = libc.startsWith('musl') ? 'musl' : libc === 'glibc' ? 'glibc' : 'none';
  const told = bases.get(file) ?? 'none';
  if (told === expected || /scratch|loader/.test(`${libc} ${file}`)) tally.base += 1;
  else {
    tally.otherBase += 1;
    problems.push(`${file}: final stage on ${told}, the reader says ${libc}`);
  }
}

const before = process.cpuUsage();
for (let index = 0; index < 1000; index += 1) {
  const file = dockerfiles[index % dockerfiles.length];
  if (file !== undefined) judge(file, relative(corpus, file));
}
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1e6;
if (seconds > 20) problems.push(`1,000 Dockerfiles took ${seconds.toFixed(1)} s of CPU`);
if (silent > 0) problems.push(`${silent} files gave neither a unit nor a reason`);
for (const problem of problems) console.log(problem);
for (const [rule, count] of [...rules].toSorted((a, b) => b[1] - a[1])) console.log(`${String(count).padStart(4)} ${rule}`);
console.log(
  `${dockerfiles.length} Dockerfiles, ${manifests.length} manifests; cross-libc-copy by line: ${tally.hit} found, ${tally.missed} missed, ${tally.extra} extra of ${rows.length} judged files; bases ${tally.base}/${tally.base + tally.otherBase}; 1,000 Dockerfiles ${seconds.toFixed(1)} s CPU, ${Math.round(process.memoryUsage.rss() / 1e6)} MB`,
);
process.exit(problems.length === 0 && tally.hit > 0 ? 0 : 1);

function judge(file: string, name: string): Judged {
  return judgeDockerfile({
    name,
    bytes: readFileSync(file),
    folder: readBuildFolder(dirname(file), ''),
    on: [],
    options: {},
    today: '2026-11-24',
  });
}
