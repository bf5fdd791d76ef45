// `check` on the kit's real images: base, libc, each artifact's verdict on its own base, the printed messages, refusals. Truth: ../shared/images/expect.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Report } from '../../src/report/report.ts';
import { kitFolder } from './kit-folder.ts';

interface Expected {
  readonly reference: string;
  readonly architecture?: string;
  readonly refused?: boolean;
  readonly choices?: readonly string[];
  readonly base?: { readonly distro: string; readonly version: string } | null;
  readonly libc?: { readonly family: string; readonly version: string; readonly package: string; readonly loader: string };
  readonly own_base?: 'broken' | 'fine' | 'n/a';
  readonly artifacts?: readonly { readonly path: string; readonly loads_on_own_base: boolean }[];
  readonly observations?: readonly {
    readonly on: string;
    readonly extract?: Readonly<Record<string, string>>;
    readonly helpers?: unknown;
    readonly stdout: string;
    readonly stderr: string;
  }[];
}

const images = process.env['BASEWISE_IMAGES'] ?? '';
let facts = 0;
let wrong = 0;
let skipped = 0;

for (const file of globSync(join(kitFolder(), 'images/expect/*.json')).toSorted()) {
  const name = basename(file, '.json');
  const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;
  const subject = expected.reference.replace('OUT/', `${images}/`).replace(/^docker-archive:|^oci-archive:/, 'archive:');
  if (!existsSync(subject.replace(/^(archive|oci):/, '').replace(/:[^/]*$|(?<=\.tar):.*$/, ''))) {
    skipped++;
    console.log(`skipped ${name}: ${subject} was not built`);
    continue;
  }
  const platform = expected.architecture === undefined ? [] : ['--platform', `linux/${expected.architecture}`];
  const run = spawnSync(process.execPath, ['src/main.ts', 'check', subject, '--format', 'json', '--fail-on', 'never', ...platform], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const before = wrong;
  if (expected.refused === true) compareRefusal(name, expected, run);
  else if (run.status !== 0) say(false, `${name}: exit ${run.status}: ${run.stderr.trim()}`);
  else compareReport(name, expected, JSON.parse(run.stdout) as Report);
  console.log(`${wrong === before ? 'ok  ' : 'FAIL'} ${name}`);
}
console.log(`${facts} facts, ${wrong} wrong, ${skipped} images skipped`);
process.exit(wrong > 0 || facts === 0 || skipped > 1 ? 1 : 0);

function compareRefusal(name: string, { choices = [] }: Expected, run: { readonly status: number | null; readonly stderr: string }): void {
  say(run.status === 2, `${name}: should be refused, exit ${run.status}`);
  for (const choice of choices) say(run.stderr.includes(choice), `${name}: ${choice} is not offered: ${run.stderr.trim()}`);
}

function compareReport(name: string, expected: Expected, report: Report): void {
  const unit = report.units[0];
  const base = unit?.base ?? null;
  if (expected.base !== undefined)
    equal(`${name} base`, base === null ? null : { distro: base.distribution, version: base.release }, expected.base);
  if (expected.libc !== undefined) {
    const libc = base?.libc ?? null;
    const { package: wanted, ...rest } = expected.libc;
    equal(`${name} libc`, libc === null ? null : { family: libc.family, version: libc.version, loader: libc.loader }, rest);
    // Packages of Debian change with point releases; the name has to be right.
    equal(`${name} libc package`, libc?.package?.split(' ')[0], wanted.split(' ')[0]);
  }
  const own = unit?.targets.find(({ move }) => move === 'own');
  if (expected.own_base === 'broken') equal(`${name} verdict`, own?.verdict, 'breaks');
  if (expected.own_base === 'fine') equal(`${name} verdict`, own?.verdict, 'runs');
  for (const { path, loads_on_own_base } of expected.artifacts ?? []) {
    const artifact = own?.artifacts.find((each) => each.path === path);
    equal(`${name} ${path}`, artifact?.outcome === 'runs', loads_on_own_base);
    if (!loads_on_own_base && artifact !== undefined) comparePrinted(name, path, artifact.messages, expected);
  }
}

/** For a failure at least one message was really printed in an observation without helpers. */
function comparePrinted(name: string, path: string, messages: readonly string[], { observations = [] }: Expected): void {
  const printed = observations
    .filter(
      ({ on, helpers }) =>
        on === 'self' &&
        (helpers === null || helpers === undefined || Object.keys(helpers).every((helper) => helper.startsWith('/dlprobe'))),
    )
    .map(({ stdout, stderr, extract = {} }) =>
      Object.entries(extract).reduce((text, [to, from]) => text.replaceAll(to, from), `${stdout}\n${stderr}`),
    )
    .join('\n');
  const related = printed.includes(path) || printed.includes(path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? path);
  if (related)
    say(
      messages.some((line) => printed.includes(line.replace(/^execve: /, ''))),
      `${name} ${path}: none of these was printed: ${messages.slice(0, 3).join(' | ')}`,
    );
}

function equal(what: string, got: unknown, wanted: unknown): void {
  say(JSON.stringify(got) === JSON.stringify(wanted), `${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`);
}

function say(right: boolean, problem: string): void {
  facts++;
  if (right) return;
  wrong++;
  console.log(`     ${problem}`);
}
