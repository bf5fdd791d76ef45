// `node tools/labs/build.ts [12|13] [PATTERN]`: migrates Dockerfiles to Debian, builds the result with Debian's buildah (chroot isolation, no daemon) on a base made
// on the spot from real packages (mmdebstrap minbase), and runs it. Exits 1 when a migration marks something, a build fails or an image does something else.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { migrateDockerfile } from '../../src/migrate/migrate-dockerfile.ts';
import { parseTarget } from '../../src/migrate/target.ts';
import { aptInstall } from '../apt.ts';
import { buildCases } from './build/cases.ts';
import type { BuildCase } from './build/cases.ts';

aptInstall(['buildah', 'mmdebstrap']);
const [release = '13', pattern = ''] = process.argv.slice(2);
const suite = release === '12' ? 'bookworm' : 'trixie';
const folder = mkdtempSync(join(tmpdir(), 'basewise-lab-build-'));
const policy = join(folder, 'policy.json');
const storage = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
const target = parseTarget(`debian:${release}-slim`);
const wrong: string[] = [];
let right = 0;
try {
  writeFileSync(policy, '{"default":[{"type":"insecureAcceptAnything"}]}');
  makeBase();
  for (const each of buildCases.filter(({ name }) => new RegExp(pattern).test(name))) {
    const problem = tryCase(each);
    if (problem === undefined) right += 1;
    else wrong.push(`${each.name}: ${problem}`);
    console.log(`${problem === undefined ? 'right' : 'WRONG'}  ${each.name}`);
  }
} finally {
  spawnSync('buildah', [...storage, 'rm', '-a'], { stdio: 'ignore' });
  spawnSync('buildah', [...storage, 'rmi', '-a', '-f'], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
}
for (const line of wrong) console.log(`\n${line}`);
console.log(`lab build: ${right} of ${right + wrong.length} migrated Dockerfiles build and run on Debian ${release}`);
process.exit(wrong.length === 0 && right > 0 ? 0 : 1);

/** debian:N-slim as far as packages go: what debootstrap's minbase holds. */
function makeBase(): void {
  run('mmdebstrap', ['--mode=root', '--variant=minbase', suite, join(folder, 'base.tar'), 'http://deb.debian.org/debian']);
  const file = 'FROM scratch\nADD base.tar /\nENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nCMD ["bash"]\n';
  writeFileSync(join(folder, 'Base'), file);
  build('Base', folder, `docker.io/library/debian:${release}-slim`);
}

/** What went wrong, undefined when nothing did. */
function tryCase({ dockerfile, context = {}, run: argv, prints }: BuildCase): string | undefined {
  const result = migrateDockerfile(new TextEncoder().encode(dockerfile), 'Dockerfile', target);
  if (result.kind === 'passed-over') return result.why;
  const { after, marks } = result.migration;
  if (marks.length > 0) return `it is marked: ${marks.map(({ text }) => text).join('; ')}`;
  const place = mkdtempSync(join(folder, 'case-'));
  for (const [path, text] of Object.entries({ ...context, Dockerfile: after })) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  try {
    build('Dockerfile', place, 'case');
    const container = run('buildah', [...storage, 'from', '--pull-never', '--signature-policy', policy, 'localhost/case']).trim();
    const printed = run('buildah', [...storage, 'run', '--isolation', 'chroot', container, '--', ...argv]);
    run('buildah', [...storage, 'rm', container]);
    return prints.test(printed) ? undefined : `it prints ${JSON.stringify(printed)}\n${after}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${after}`;
  }
}

function build(file: string, context: string, tag: string): void {
  // OCI images cannot hold SHELL.
  const options = ['build', '--isolation', 'chroot', '--pull-never', '--signature-policy', policy, '--layers=false', '--format', 'docker'];
  run('buildah', [...storage, ...options, '-t', tag, '-f', join(context, file), context]);
}

function run(program: string, args: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${program} ${args.at(-1) ?? ''} failed: ${`${done.stdout}${done.stderr}`.slice(-1500)}`);
  return done.stdout;
}
