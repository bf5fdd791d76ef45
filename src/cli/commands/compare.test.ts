import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import type { ComparisonReport } from '../../report/comparison-report.ts';
import { silentProgress } from '../progress.ts';
import { registerCompare } from './compare.ts';

async function run(...args: readonly string[]): Promise<string> {
  const written: string[] = [];
  const program = new Command('basewise').exitOverride();
  registerCompare(program, {
    out: (text) => void written.push(text),
    problem: () => undefined,
    env: { BASEWISE_PROFILES: '/nonexistent' },
    colors: false,
    columns: 100,
    progress: silentProgress,
    exitWith: () => undefined,
  });
  await program.parseAsync(['node', 'basewise', 'compare', '--platform', 'linux/amd64', ...args]);
  return written.join('');
}

const fits = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync('schema/basewise-comparison-1.schema.json', 'utf8')) as object);

/** Every answer fits the published schema. */
async function compare(...names: readonly string[]): Promise<ComparisonReport> {
  const parsed: ComparisonReport = JSON.parse(await run(...names, '--format', 'json'));
  assert.ok(fits(parsed), JSON.stringify(fits.errors?.slice(0, 3)));
  return parsed;
}

/** A small Debian root in a folder; further files take the place of those of the same name. */
function root(folder: string, files: Readonly<Record<string, string>> = {}): string {
  const all = {
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nbackup:x:34:34:backup:/var/backups:/usr/sbin/nologin\n',
    'var/lib/dpkg/status': 'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9\n',
    'usr/bin/tool': '#!/bin/sh\n',
    'usr/share/doc': 'text\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync('tool', join(folder, 'usr/bin/other'));
  return `rootfs:${folder}`;
}

describe('basewise compare', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'basewise-compare-'));
  const folder = (name: string): string => join(scratch, name);
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

  it('finds no difference between a root and itself, nor its copy', async () => {
    const a = root(folder('a'));
    const b = root(folder('b'));
    assert.deepEqual(
      (await compare(a, a)).differences.map(({ same }) => same),
      [true],
    );
    assert.deepEqual(
      (await compare(a, b)).differences.map(({ same }) => same),
      [true],
    );
    assert.match(await run(a, b), /no difference/);
    for (const name of ['debian:12-slim', 'ubuntu:24.04', 'python:3.13-slim', 'scratch'])
      assert.match(await run(name, name), /no difference\n$/);
  });

  it('finds exactly the one file that changed', async () => {
    const { differences } = await compare(root(folder('c')), root(folder('d'), { 'usr/share/doc': 'texT\n' }));
    const [difference] = differences;
    assert.deepEqual(difference?.files, {
      gone: [],
      added: [],
      changed: [{ path: '/usr/share/doc', what: ['content'], package: null }],
      unexplained: ['/usr/share/doc'],
      sameVersion: [],
    });
    assert.deepEqual(difference?.facts, []);
    assert.equal(difference?.same, false);
    for (const part of [difference?.packages, difference?.users, difference?.sonames, difference?.programs, difference?.privileged]) {
      assert.deepEqual(part, { gone: [], added: [], changed: [] });
    }
  });

  it('sees mode, links, packages, users, programs and setuid files', async () => {
    const to = root(folder('f'), {
      'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n',
      'var/lib/dpkg/status': 'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36-9+deb12u14\n',
      'usr/bin/new': 'x',
    });
    chmodSync(join(folder('f'), 'usr/bin/tool'), 0o4755);
    const { differences } = await compare(root(folder('e')), to);
    const [difference] = differences;
    assert.deepEqual(difference?.packages?.changed, [{ name: 'libc6', from: '2.36-9', to: '2.36-9+deb12u14' }]);
    assert.deepEqual(difference?.users?.gone, ['backup']);
    assert.deepEqual(difference?.users?.added, ['app']);
    assert.deepEqual(difference?.programs?.added, ['new']);
    assert.deepEqual(difference?.privileged?.added, ['/bin/tool']);
    assert.deepEqual(difference?.files?.changed.find(({ path }) => path === '/usr/bin/tool')?.what, ['mode 0644 → 4755']);
  });

  it('does not say that no packages are installed where their database is gone', async () => {
    const bare = { 'usr/bin/dpkg': 'x' };
    for (const name of ['no-book', 'no-book-either']) {
      root(folder(name), bare);
      rmSync(join(folder(name), 'var/lib/dpkg'), { recursive: true });
      chmodSync(join(folder(name), 'usr/bin/dpkg'), 0o755);
    }
    const { bases, differences } = await compare(`rootfs:${folder('no-book')}`, `rootfs:${folder('no-book-either')}`);
    assert.deepEqual(
      [bases[0]?.packageManagers, bases[0]?.packages, differences[0]?.packages, differences[0]?.same],
      [['dpkg'], null, null, true],
    );
  });

  it('compares names of the catalogue and profiles in any mix', async () => {
    const { bases, differences } = await compare('alpine:3.20', 'debian:12-slim', 'cgr.dev/chainguard/static');
    assert.deepEqual(
      bases.map(({ libc }) => libc?.family ?? null),
      ['musl', 'glibc', null],
    );
    assert.equal(bases[1]?.libc?.wheelTag, 'manylinux_2_36');
    assert.equal(differences.length, 2);
    assert.ok(differences[0]?.resolver.some(({ what }) => what === 'name servers'));
    assert.ok(differences[0]?.sonames?.gone.includes('libc.musl-x86_64.so.1'));
    assert.deepEqual(differences[1]?.files, null);
    assert.notDeepEqual(differences[1]?.notCompared, []);
  });

  it('never says none where a profile or the catalogue does not know', async () => {
    const { bases, differences } = await compare('ubuntu:24.04', 'cgr.dev/chainguard/wolfi-base', 'busybox', 'alpine:3.24');
    const [ubuntu, wolfi, busybox, alpine] = bases;
    for (const base of bases)
      assert.deepEqual([base.users, base.privileged, base.programs, base.fileCount], [null, null, null, null], base.name);
    assert.deepEqual([ubuntu?.packages, ubuntu?.sonamesPartial, wolfi?.caCertificates], [null, true, 'yes']);
    assert.deepEqual([busybox?.libc?.family, busybox?.shells?.join().includes('ash')], ['glibc', true]);
    assert.equal(alpine?.release, '3.24');
    // Wolfi's libraries are not all known: none of Ubuntu's can be said to vanish unless it is there under another soname.
    assert.deepEqual(differences[0]?.sonames?.gone, []);
    assert.ok(differences[0]?.notCompared.some((why) => why.includes('only the usual ones')));
    // An image that stands on a base is not that base: neither its size nor its pull.
    const [python] = (await compare('python:3.13-slim', 'debian:13-slim')).bases;
    assert.deepEqual([python?.sizes, python?.kind], [[], 'catalogue']);
    assert.match(python?.source ?? '', /debian 13 slim, which it stands on/);
  });

  it('says what a bump changes in one sentence', async () => {
    const text = await run('debian:11-slim', 'debian:12-slim');
    assert.match(
      text.replaceAll(/\s+/g, ' '),
      /glibc 2\.31 becomes glibc 2\.36 \(what is built on it may then need 2\.36\); \d+ sonames vanish: .*merged \/usr no becomes yes; .*support until 2028-06-30 instead of until 2026-08-31/,
    );
    const back = await run('debian:12-slim', 'debian:11-slim');
    assert.match(back.replaceAll(/\s+/g, ' '), /may ask for symbols that 2\.31 does not have/);
  });

  it('takes reports and SBOMs by what they are about, or as told', async () => {
    const a = root(folder('scan-a'));
    const b = root(folder('scan-b'));
    const report = (path: string, target: string, ...matches: readonly unknown[]): string => {
      const file = folder(path);
      writeFileSync(file, JSON.stringify({ matches, source: { type: 'directory', target }, descriptor: { name: 'grype', version: '1' } }));
      return file;
    };
    const match = { vulnerability: { id: 'CVE-2026-1', severity: 'High' }, artifact: { name: 'libc6', version: '2.36-9' } };
    const first = report('a.json', folder('scan-a'), match);
    const second = report('b.json', 'somewhere else');
    const text = (await run(a, b, '--scan', first, '--scan', `2=${second}`)).replaceAll(/\s+/g, ' ');
    assert.match(
      text,
      /no difference vulnerabilities: 1 \(1 high\) → 0 \(none\); 0 in both vulnerabilities gone \(1\): CVE-2026-1 high in libc6/,
    );
    const { bases, differences, fleet } = await compare(
      a,
      b,
      '--scan',
      first,
      '--scan',
      `2=${second}`,
      '--nodes',
      '3',
      '--present',
      'debian:12',
    );
    assert.deepEqual([bases[0]?.vulnerabilities?.high, differences[0]?.scans?.vulnerabilities?.gone.length], [1, 1]);
    assert.deepEqual([fleet.nodes, fleet.present], [3, ['debian:12']]);
    await assert.rejects(run(a, b, '--scan', second), (error) => error instanceof BasewiseError && error.code === 'scan-whose');
    await assert.rejects(
      run(a, b, '--scan', `${b}=/nonexistent`),
      (error) => error instanceof BasewiseError && error.code === 'scan-missing',
    );
    writeFileSync(second, '{"bomFormat": 1}');
    await assert.rejects(run(a, b, '--scan', `1=${second}`), (error) => error instanceof BasewiseError && error.code === 'scan-bad');
  });

  it('says what a pull costs a fleet', async () => {
    const fleet = folder('fleet.yaml');
    writeFileSync(fleet, 'nodes: 200\nabove: 390MB\n');
    const text = (await run('debian:13-slim', 'alpine:3.24', '--fleet', fleet, '--bandwidth', '1Gbit/s')).replaceAll(/\s+/g, ' ');
    assert.match(text, /saves about 25\.9 MB of 420 MB, 6 %, once a node: 5\.19 GB for 200 nodes × 1 pull, 0\.21 s less on the wire/);
    const present = await run('debian:13-slim', 'alpine:3.24', '--present', 'debian:13-slim');
    assert.match(present.replaceAll(/\s+/g, ' '), /costs about 3\.85 MB more, once a node/);
    await assert.rejects(run('debian:13-slim', 'alpine:3.24', '--nodes', 'many'), (error) => error instanceof BasewiseError);
  });

  it('refuses a single base, and a name that says nothing', async () => {
    await assert.rejects(run('alpine:3.20'), (error) => error instanceof BasewiseError && error.code === 'bad-usage');
    await assert.rejects(run('alpine:3.20', 'corp/thing:1'), (error) => error instanceof BasewiseError && error.code === 'unknown-base');
  });
});
