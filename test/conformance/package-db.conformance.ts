// Package databases held against the package managers themselves: this machine's dpkg, the apk of the kits' Alpine roots in a chroot of each,
// and rpm databases made here in all three formats. Run: node --test test/conformance/package-db.conformance.ts (root rights for apk).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import type { TestContext } from 'node:test';
import { readPackages } from '../../src/distro/packages/read-packages.ts';
import type { Packages } from '../../src/distro/packages/read-packages.ts';
import { folderRootfs } from '../../src/distro/folder-rootfs.suite.ts';
import { RPM_SPEC } from './package-db-spec.ts';

const scratch = mkdtempSync(join(tmpdir(), 'basewise-packages-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** What was compared: said with the test, and together in the last line. */
const compared: string[] = [];
process.on('exit', () => console.log(compared.join('; ') || 'nothing could be compared here'));

function say(t: TestContext, what: string): void {
  t.diagnostic(what);
  compared.push(`${t.name.split(':')[0]}: ${what}`);
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...env },
  });
  assert.equal(done.status, 0, `${command} ${args.slice(0, 6).join(' ')}: ${done.stderr.slice(0, 500)}`);
  return done.stdout;
}

/** Output whatever the exit status; the command comes as a value, because these tools are looked for and not depended on. */
function attempt(
  command: string,
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 1 << 30, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } });
}

function has(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

test('dpkg: names, versions, sources and owners of this machine', (t) => {
  if (!has('dpkg-query') || !existsSync('/var/lib/dpkg/status')) return t.skip('no dpkg here');
  const packages = readPackages(folderRootfs('/', ['proc', 'sys', 'dev', 'tmp', 'work', 'root', 'home', 'run']));
  const format = '${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n';
  const expected = lines(run('dpkg-query', ['-W', '-f', format])).flatMap((line) => {
    const [status, ...fields] = line.split('\t');
    return status === 'not-installed' || status === 'config-files' ? [] : [fields.join('\t')];
  });
  const dpkg = packages.packages.filter((each) => each.database === 'dpkg');
  const found = dpkg.map(({ name, version, architecture, source, sourceVersion }) =>
    [name, version, architecture, source ?? name, sourceVersion ?? version].join('\t'),
  );
  assert.deepEqual(found.toSorted(), expected.toSorted());
  const paths = compareOwners(packages, dpkgOwners());
  say(t, `${dpkg.length} packages, ${paths} paths of dpkg -S`);
});

/** `dpkg -S` for every path of every list: names of all owners by path. Directories have many owners and are left out. */
function dpkgOwners(): Map<string, ReadonlySet<string>> {
  const paths = new Set(globSync('/var/lib/dpkg/info/*.list').flatMap((list) => lines(readFileSync(list, 'utf8'))));
  const owners = new Map<string, ReadonlySet<string>>();
  const all = [...paths].filter(
    (path) => path !== '/.' && !path.includes('*') && !path.includes('[') && !path.includes('?') && !path.includes('\\'),
  );
  for (let at = 0; at < all.length; at += 2000) {
    const spoken = attempt('dpkg', ['-S', ...all.slice(at, at + 2000)]);
    for (const line of lines(spoken.stdout)) {
      const match = /^(?!diversion by)(.+?): (\/.*)$/.exec(line);
      if (match?.[1] === undefined || match[2] === undefined) continue;
      owners.set(match[2], new Set(match[1].split(', ').map((name) => name.replace(/:[a-z0-9-]+$/, ''))));
    }
  }
  return owners;
}

/** Directories belong to everyone who lists them; files and links that are there to the package that dpkg names. */
function compareOwners(packages: Packages, owners: ReadonlyMap<string, ReadonlySet<string>>): number {
  const wrong: string[] = [];
  let count = 0;
  for (const [path, names] of owners) {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined || there.isDirectory() || names.size > 1) continue;
    count += 1;
    const owner = packages.ownerOf(path)?.name;
    if (owner === undefined || !names.has(owner)) wrong.push(`${path}: ${owner}, not ${[...names].join(' or ')}`);
  }
  assert.deepEqual(wrong.slice(0, 20), []);
  return count;
}

const kits = resolve(process.env['BASEWISE_KITS'] ?? '../shared');
for (const archive of globSync(join(kits, 'images/roots/alpine-*.tar.gz')).toSorted()) {
  test(`apk: names, versions and owners of ${basename(archive, '.tar.gz')}`, (t) => {
    if (archive.includes('aarch64') && process.arch !== 'arm64') return t.skip('its apk is for another machine');
    if (process.getuid?.() !== 0) return t.skip('chroot needs root rights');
    const root = join(scratch, basename(archive, '.tar.gz'));
    mkdirSync(root);
    run('tar', ['-xzf', archive, '-C', root]);
    const packages = readPackages(folderRootfs(root, ['dev', 'proc', 'sys']));
    const spoken = lines(
      run('chroot', [root, '/sbin/apk', 'info', '-v', '--no-network'], { PATH: '/sbin:/bin' }).replaceAll(/^WARNING.*$/gm, ''),
    );
    assert.deepEqual(packages.packages.map((each) => `${each.name}-${each.version}`).toSorted(), spoken.toSorted());
    let files = 0;
    for (const { name } of packages.packages) {
      const listed = lines(run('chroot', [root, '/sbin/apk', 'info', '-q', '-L', '--no-network', name], { PATH: '/sbin:/bin' })).toSorted();
      const database = packages.databases[0];
      const own = [...(database?.files() ?? [])].filter(({ owner }) => owner.name === name).map(({ path }) => path.slice(1));
      assert.deepEqual(own.toSorted(), listed, name);
      for (const path of listed) assert.equal(packages.ownerOf(`/${path}`)?.name, name, path);
      files += listed.length;
    }
    say(t, `${packages.packages.length} packages, ${files} files`);
  });
}

const rpmReady = has('rpmbuild') && has('rpm');
const built = rpmReady ? buildRpms() : [];

function buildRpms(): string[] {
  const top = join(scratch, 'rpmbuild');
  mkdirSync(top, { recursive: true });
  writeFileSync(join(top, 'many.spec'), RPM_SPEC);
  run('rpmbuild', ['-bb', '--define', `_topdir ${top}`, '--define', '_build_id_links none', join(top, 'many.spec')]);
  return globSync(join(top, 'RPMS/*/*.rpm'));
}

/** A root with a database of that backend at the given place. */
function rpmRoot(backend: string): string {
  const root = join(scratch, `rpm-${backend}`);
  const dbpath = join(root, 'var/lib/rpm');
  mkdirSync(dbpath, { recursive: true });
  const database = ['--dbpath', dbpath, '--define', `_db_backend ${backend}`];
  run('rpm', [...database, '--initdb']);
  run('rpm', [...database, '-i', '--justdb', '--nodeps', '--noscripts', '--nosignature', '--nodigest', ...built]);
  return root;
}

function compareWithRpm(root: string, oracle: { readonly root: string; readonly backend: string }): number {
  const packages = readPackages(folderRootfs(root));
  const ask = (format: string): string[] =>
    lines(run('rpm', ['--dbpath', join(oracle.root, 'var/lib/rpm'), '--define', `_db_backend ${oracle.backend}`, '-qa', '--qf', format]));
  const version = '%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}';
  assert.deepEqual(packages.unknown, []);
  assert.deepEqual(
    packages.packages.map((each) => [each.name, each.version, each.architecture].join('\t')).toSorted(),
    ask(`%{NAME}\\t${version}\\t%{ARCH}\\n`).toSorted(),
  );
  assert.deepEqual(
    [...(packages.databases[0]?.files() ?? [])].map(({ path, owner }) => `${owner.name}\t${path}`).toSorted(),
    ask('[%{=NAME}\\t%{FILENAMES}\\n]').toSorted(),
  );
  assert.deepEqual(
    packages.packages.flatMap((each) => each.provides.map((provided) => `${each.name}\t${provided}`)).toSorted(),
    ask('[%{=NAME}\\t%{PROVIDENEVRS}\\n]').toSorted(),
  );
  return packages.packages.length;
}

for (const backend of ['sqlite', 'ndb']) {
  test(`rpm: names, versions, files and provides from ${backend}`, (t) => {
    if (!rpmReady) return t.skip('no rpmbuild here');
    const probe = ['--dbpath', join(scratch, `probe-${backend}`), '--define', `_db_backend ${backend}`, '--initdb'];
    const unsupported = attempt('rpm', probe).stderr.includes('invalid %_db_backend');
    if (unsupported) return t.skip(`this rpm was built without ${backend}`);
    const root = rpmRoot(backend);
    say(t, `${compareWithRpm(root, { root, backend })} packages`);
  });
}

for (const order of ['little', 'big']) {
  test(`rpm: the same headers in a Berkeley DB hash file, ${order}-endian`, (t) => {
    if (!rpmReady || !has('db5.3_load') || !has('python3')) return t.skip('no rpmbuild, db5.3_load or python3 here');
    const oracle = join(scratch, 'rpm-sqlite');
    if (!existsSync(oracle)) rpmRoot('sqlite');
    const root = join(scratch, `rpm-bdb-${order}`);
    mkdirSync(join(root, 'var/lib/rpm'), { recursive: true });
    const dump = attempt('python3', ['-c', DUMP, join(oracle, 'var/lib/rpm/rpmdb.sqlite'), order]);
    assert.equal(dump.status, 0, dump.stderr);
    const load = attempt('db5.3_load', [join(root, 'var/lib/rpm/Packages')], dump.stdout);
    assert.equal(load.status, 0, load.stderr);
    say(t, `${compareWithRpm(root, { root: oracle, backend: 'sqlite' })} packages`);
  });
}

/** db_load's input: hash file with rpm's page size, keys are package numbers in the file's own byte order, key 0 the highest of them. */
const DUMP = `
import sqlite3, struct, sys
mark = '<' if sys.argv[2] == 'little' else '>'
print('VERSION=3\\nformat=bytevalue\\ntype=hash\\ndb_pagesize=4096\\ndb_lorder=%d\\nHEADER=END' % (1234 if mark == '<' else 4321))
rows = list(sqlite3.connect(sys.argv[1]).execute('select hnum, blob from Packages'))
for number, blob in [(0, struct.pack(mark + 'I', max(n for n, _ in rows)))] + rows:
    print(' ' + struct.pack(mark + 'I', number).hex())
    print(' ' + blob.hex())
print('DATA=END')
`;

test('rpm: rows that are only in the write-ahead log', (t) => {
  if (!rpmReady || !has('python3')) return t.skip('no rpmbuild or python3 here');
  const oracle = join(scratch, 'rpm-sqlite');
  if (!existsSync(oracle)) rpmRoot('sqlite');
  const root = join(scratch, 'rpm-wal');
  mkdirSync(join(root, 'var/lib/rpm'), { recursive: true });
  const copied = attempt('python3', ['-c', WAL, join(oracle, 'var/lib/rpm/rpmdb.sqlite'), join(root, 'var/lib/rpm')]);
  assert.equal(copied.status, 0, copied.stderr);
  compareWithRpm(root, { root: oracle, backend: 'sqlite' });
  const without = join(scratch, 'rpm-without-wal');
  cpSync(root, without, { recursive: true });
  rmSync(join(without, 'var/lib/rpm/rpmdb.sqlite-wal'));
  assert.throws(() => compareWithRpm(without, { root: oracle, backend: 'sqlite' }), 'the log holds what the comparison needs');
});

/** Deletes and inserts half of the rows again without a checkpoint, leaves an uncommitted change behind them, and copies both files as they are. */
const WAL = `
import os, shutil, sqlite3, sys
work = os.path.join(sys.argv[2], 'work')
os.mkdir(work)
path = os.path.join(work, 'rpmdb.sqlite')
shutil.copy(sys.argv[1], path)
db = sqlite3.connect(path, isolation_level=None)
db.execute('pragma journal_mode=wal'); db.execute('pragma wal_autocheckpoint=0'); db.execute('pragma cache_size=5')
rows = list(db.execute('select hnum, blob from Packages'))
half = rows[len(rows) // 2:]
db.execute('begin'); [db.execute('delete from Packages where hnum=?', (n,)) for n, _ in half]; db.execute('commit')
db.execute('pragma wal_checkpoint(full)')
db.execute('begin'); [db.execute('insert into Packages values (?, ?)', row) for row in half]; db.execute('commit')
db.execute('begin'); db.execute('delete from Packages')
for name in ('rpmdb.sqlite', 'rpmdb.sqlite-wal'): shutil.copy(os.path.join(work, name), sys.argv[2])
os._exit(0)
`;
