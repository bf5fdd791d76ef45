// `recommend IMAGE --on BASE…` against what was really run there: where a program or a module failed, no verdict may say that the carried image runs; where it ran,
// no error of the rebuild may name it.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Recommendation } from '../../src/report/recommendation.ts';
import { kitFolder, kitSubject, kitTarget } from './kit-folder.ts';

interface Observation {
  readonly on: string;
  readonly argv: readonly string[];
  readonly exit: number;
  readonly stdout: string;
}

interface Expected {
  readonly reference: string;
  readonly observations?: readonly Observation[];
}

let compared = 0;
let wrong = 0;

for (const file of globSync(join(kitFolder(), 'images/expect/*.json')).toSorted()) {
  const { reference, observations = [] } = JSON.parse(readFileSync(file, 'utf8')) as Expected;
  // What a prober opened tells of one native; what the image starts or imports tells of the image.
  const asked = observations.filter(({ on, argv }) => on !== 'self' && argv[0] !== '/dlprobe' && argv[0] !== '/lib/ld-musl-x86_64.so.1');
  const subject = kitSubject(reference);
  if (asked.length === 0 || !existsSync(subject.replace(/^(archive|oci):/, '').replace(/(\.tar|\.oci):.*$/, '$1'))) continue;
  const names = [...new Set(asked.map(({ on }) => on))];
  const candidates = recommend(subject, names.map(kitTarget)).units[0]?.candidates ?? [];
  for (const { on, argv, exit, stdout } of asked) {
    const found = candidates.find(({ name }) => name === kitTarget(on));
    compared++;
    const program = argv[0] === '/bin/sh' ? (argv[2]?.split(' ')[0] ?? '') : (argv[0] ?? '');
    const files = exit === 0 ? [program, /(\/\S+\.so)\s*$/.exec(stdout)?.[1] ?? program] : [];
    const named = found?.findings.filter(
      ({ severity, where }) => severity === 'error' && where.some((place) => 'path' in place && files.includes(place.path)),
    );
    const right = found !== undefined && (exit === 0 ? named?.length === 0 : found.carry === 'breaks' || found.carry === 'unknown');
    if (right) continue;
    wrong++;
    console.log(`FAIL ${basename(file, '.json')} on ${on}: ${argv.join(' ').slice(0, 60)} exits ${exit}; carry ${found?.carry ?? 'not judged'}, rebuild ${found?.changed ?? ''} ${named?.map(({ rule }) => rule).join(' ') ?? ''}`); // prettier-ignore
  }
}
console.log(`${compared} observations on candidates, ${wrong} wrong`);
process.exit(wrong > 0 || compared === 0 ? 1 : 0);

function recommend(subject: string, targets: readonly string[]): Recommendation {
  const args = ['src/main.ts', 'recommend', subject, '--format', 'json', ...targets.flatMap((target) => ['--on', target])];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.stdout === '') throw new Error(`${subject}: exit ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Recommendation;
}
