// `npm run lab:compare [DIR DIR]`: two real Debian roots (made from packages, or the two that are named) compared, beside what dpkg-query, find, diff, getent's files and
// readelf say of them. Exits 1 when one of them says something else.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { aptInstall } from '../apt.ts';
import { minbase } from '../profiles/minbase.ts';

interface Changes {
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly { readonly name?: string; readonly path?: string; readonly what?: readonly string[] }[];
}
interface Answer {
  readonly differences: readonly (Readonly<Record<'packages' | 'users' | 'privileged' | 'sonames' | 'programs' | 'files', Changes>> & {
    readonly same: boolean;
  })[];
}

aptInstall(['mmdebstrap', 'binutils', 'diffutils']);
const folder = mkdtempSync(join(tmpdir(), 'basewise-lab-compare-'));
let wrong = 0;
let right = 0;
try {
  const given = process.argv.slice(2).map((path) => resolve(path));
  const [a, b] = given.length === 2 ? given : [makeRoot('bookworm'), makeRoot('trixie')];
  if (a === undefined || b === undefined) throw new Error('two roots');
  const difference = compare(a, b);
  check('packages', difference.packages, names(packages(a)), names(packages(b)), changedIn(packages(a), packages(b)));
  check('users', difference.users, names(users(a)), names(users(b)), changedIn(users(a), users(b)));
  check('setuid and setgid', difference.privileged, privileged(a), privileged(b));
  check('sonames', difference.sonames, sonames(a), sonames(b), []);
  const { gone, added, content } = diff(a, b);
  equal('files only in one (diff -rq)', top(difference.files.gone, difference.files.added), [gone, added]);
  const ours = difference.files.changed.filter(({ what = [] }) => what.some((each) => !/^(?:mode|owner) /.test(each)));
  equal('files with other content (diff -rq)', ours.map(({ path = '' }) => path).sort(), content);
  const owned = difference.files.changed.filter(({ what = [] }) => what.some((each) => /^(?:mode|owner) /.test(each)));
  equal('files with other mode or owner (find)', owned.map(({ path = '' }) => path).sort(), changedIn(modes(a), modes(b)));
  equal('a root and itself', compare(a, a).same, true);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`lab compare: ${right} of ${right + wrong} questions answered as dpkg-query, find, diff and readelf answer them`);
process.exit(wrong === 0 && right > 0 ? 0 : 1);

function makeRoot(suite: string): string {
  const root = join(folder, suite);
  run('mmdebstrap', ['--quiet', '--mode=root', ...minbase(suite), suite, root, 'http://deb.debian.org/debian']);
  return root;
}

function compare(a: string, b: string): Answer['differences'][number] {
  const answer = JSON.parse(run('node', ['src/main.ts', 'compare', `rootfs:${a}`, `rootfs:${b}`, '--format', 'json'])) as Answer;
  const [difference] = answer.differences;
  if (difference === undefined) throw new Error('no difference was answered');
  return difference;
}

function packages(root: string): ReadonlyMap<string, string> {
  return table(run('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, '-W', '-f', '${Package}\t${Version}\n']));
}

function users(root: string): ReadonlyMap<string, string> {
  const rows = readFileSync(join(root, 'etc/passwd'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(':'));
  return new Map(rows.map(([name = '', , ...rest]) => [name, [rest[0], rest[1], ...rest.slice(3)].join(':')]));
}

/** A merged /usr moves none of them. */
function privileged(root: string): readonly string[] {
  const found = run('find', [root, '-xdev', '-type', 'f', '-perm', '/6000', '-printf', '/%P\n']);
  return found
    .split('\n')
    .filter(Boolean)
    .map((path) => path.replace(/^\/usr(?=\/)/, ''))
    .sort();
}

function sonames(root: string): readonly string[] {
  const script =
    'for file in "$1"/usr/lib/x86_64-linux-gnu/*.so* "$1"/usr/lib/*.so* "$1"/usr/lib64/*.so* "$1"/lib/x86_64-linux-gnu/*.so* "$1"/lib64/*.so*; do [ -f "$file" ] && [ ! -L "$file" ] && readelf -d "$file"; done; true';
  const text = run('sh', ['-c', script, 'sh', root]);
  return [...new Set([...text.matchAll(/\(SONAME\)\s+Library soname: \[(.*)\]/g)].map(([, name = '']) => name))].sort();
}

function modes(root: string): ReadonlyMap<string, string> {
  return table(run('find', [root, '-mindepth', '1', '-printf', '/%P\t%y %m %U:%G\n']));
}

/** What `diff -rq` names: paths only in one root (the topmost), and those whose content differs. */
function diff(
  a: string,
  b: string,
): { readonly gone: readonly string[]; readonly added: readonly string[]; readonly content: readonly string[] } {
  const { stdout } = spawnSync('diff', ['-rq', '--no-dereference', a, b], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const found = { gone: [] as string[], added: [] as string[], content: [] as string[] };
  for (const line of stdout.split('\n')) {
    const only = /^Only in (.*?): (.*)$/.exec(line);
    if (only !== null) {
      const [, where = '', name = ''] = only;
      const first = where === a || where.startsWith(`${a}/`);
      found[first ? 'gone' : 'added'].push(`${where.slice((first ? a : b).length)}/${name}`);
    }
    // Two equal devices differ for diff.
    const typed = /^File (.*?) is an? (.*) while file .* is an? (.*)$/.exec(line);
    const other = /^(?:Files|Symbolic links) (.*?) and .* differ$/.exec(line) ?? (typed?.[2] === typed?.[3] ? null : typed);
    if (other !== null) found.content.push((other[1] ?? '').slice(a.length));
  }
  return { gone: found.gone.sort(), added: found.added.sort(), content: found.content.sort() };
}

function top(gone: readonly string[], added: readonly string[]): readonly (readonly string[])[] {
  return [gone, added].map((paths) => {
    const all = new Set(paths);
    return paths.filter((path) => !all.has(path.slice(0, path.lastIndexOf('/')))).sort();
  });
}

function check(what: string, ours: Changes, before: readonly string[], after: readonly string[], changed?: readonly string[]): void {
  equal(`${what} gone`, [...ours.gone].sort(), before.filter((each) => !after.includes(each)).sort());
  equal(`${what} added`, [...ours.added].sort(), after.filter((each) => !before.includes(each)).sort());
  if (changed !== undefined) equal(`${what} changed`, ours.changed.map(({ name = '' }) => name).sort(), changed);
}

function changedIn(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const type = (text: string): string => (/^[a-z] /.test(text) ? text.slice(0, 1) : '');
  // Of another type is another content.
  return [...before]
    .flatMap(([name, value]) => {
      const other = after.get(name);
      return other === undefined || other === value || type(other) !== type(value) ? [] : [name];
    })
    .sort();
}

function names(found: ReadonlyMap<string, string>): readonly string[] {
  return [...found.keys()];
}

function table(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]),
  );
}

function equal(what: string, ours: unknown, theirs: unknown): void {
  const same = JSON.stringify(ours) === JSON.stringify(theirs);
  if (same) right += 1;
  else wrong += 1;
  const size = Array.isArray(theirs) ? ` (${theirs.flat().length})` : '';
  console.log(
    `${same ? 'right' : 'WRONG'}  ${what}${size}${same ? '' : `\n  ours   ${JSON.stringify(ours).slice(0, 600)}\n  theirs ${JSON.stringify(theirs).slice(0, 600)}`}`,
  );
}

function run(program: string, argv: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, argv, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr.slice(-500)}`);
  return stdout;
}
