// `check IMAGE --on BASE` against what was really run there: the kit's observations on other roots and images (carried files, natives taken out of jars).
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Artifact, Report } from '../../src/report/report.ts';
import { kitFolder, kitSubject, kitTarget } from './kit-folder.ts';

interface Observation {
  readonly on: string;
  readonly carry?: readonly string[];
  readonly extract?: Readonly<Record<string, string>> | null;
  readonly argv: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Expected {
  readonly reference: string;
  readonly artifacts?: readonly { readonly path: string }[];
  readonly observations?: readonly Observation[];
}

let compared = 0;
let wrong = 0;
let unasked = 0;

for (const file of globSync(join(kitFolder(), 'images/expect/*.json')).toSorted()) {
  const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;
  const others = (expected.observations ?? []).filter(({ on }) => on !== 'self');
  const subject = kitSubject(expected.reference);
  if (others.length === 0 || !existsSync(subject.replace(/^(archive|oci):/, '').replace(/(\.tar|\.oci):.*$/, '$1'))) continue;
  const targets = [...new Set(others.map(({ on }) => on))];
  const report = check(subject, targets.map(kitTarget));
  for (const observation of others) {
    const target = report.units[0]?.targets.find(({ name, move }) => move === 'carry' && name === kitTarget(observation.on));
    const before = wrong;
    compare(basename(file, '.json'), observation, target?.artifacts ?? []);
    if (wrong > before) console.log(`     (${observation.on}: ${observation.argv.join(' ').slice(0, 120)})`);
  }
}
console.log(`${compared} outcomes on other bases, ${wrong} wrong, ${unasked} observations ask about something else`);
process.exit(wrong > 0 || compared === 0 ? 1 : 0);

function check(subject: string, targets: readonly string[]): Report {
  const args = [
    'src/main.ts',
    'check',
    subject,
    '--format',
    'json',
    '--fail-on',
    'never',
    ...targets.flatMap((target) => ['--on', target]),
  ];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${subject}: exit ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Report;
}

/** A program that was executed, modules that Python imported, natives that a prober opened: each says `ok`, or prints the loader's line. */
function compare(name: string, { argv, extract, exit, stdout, stderr }: Observation, artifacts: readonly Artifact[]): void {
  const program = argv[0] === '/bin/sh' ? argv[2]?.split(' ')[0] : argv[0];
  const executed = artifacts.find(({ path }) => path === program);
  if (executed !== undefined) return judge(`${name} ${executed.path}`, executed, exit === 0, stderr.replaceAll('/bin/sh: ', ''));
  const listed = Object.entries(extract ?? {});
  if (argv[0]?.endsWith('dlprobe') === true && listed.length > 0) {
    for (const [to, from] of listed) {
      const artifact = artifacts.find(({ path }) => path === from);
      if (artifact !== undefined) judge(`${name} ${from}`, artifact, stdout.includes(`ok ${to}\n`), stdout.replaceAll(to, from));
    }
    return;
  }
  const module = /import ([\w.]+) as m/.exec(argv.at(-1) ?? '')?.[1];
  const imported =
    module === undefined
      ? undefined
      : artifacts.find(({ path }) => new RegExp(`-packages/${module.replaceAll('.', '/')}(\\.[\\w-]+)*\\.so$`).test(path));
  // A module that the base brings itself says nothing about the carried one.
  if (imported === undefined || (exit === 0 && !stdout.includes(imported.path))) return void unasked++;
  judge(`${name} ${imported.path}`, imported, exit === 0, stdout);
}

function judge(what: string, artifact: Artifact, runs: boolean, printed: string): void {
  compared++;
  const right = (artifact.outcome === 'runs') === runs;
  // The kernel's refusal is worded by whoever asked it, a name that Python never tries by the package; glibc names the program as it was typed.
  const worded = ['no-interpreter', 'not-opened'].includes(artifact.outcome);
  const typed = printed.replaceAll(artifact.path, artifact.path.slice(artifact.path.lastIndexOf('/') + 1));
  const said = runs || worded || artifact.messages.some((line) => printed.includes(line) || typed.includes(line));
  if (right && said) return;
  wrong++;
  console.log(
    `FAIL ${what}: ${artifact.outcome} ${artifact.messages.slice(0, 2).join(' | ')}; really ${runs ? 'ran' : printed.trim().slice(0, 200)}`,
  );
}
