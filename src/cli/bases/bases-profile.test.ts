import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { unpackProfile } from '../../bases/profiles/pack-profile.ts';
import { elfFile } from '../../distro/libc/literal-libc.suite.ts';
import { library, MUSL, program } from '../../loader/literal-root.suite.ts';
import type { LiteralEntry } from '../../tree/literal.ts';
import { profileStore, storedProfile } from './profile-store.ts';

const work = mkdtempSync(join(tmpdir(), 'basewise-profile-'));
const base = join(work, 'base');
const app = join(work, 'app');
const store = join(work, 'store');
const main = join(import.meta.dirname, '../../main.ts');

function basewise(...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env: { ...process.env, BASEWISE_PROFILES: store } });
}

function put(root: string, path: string, { content = '', mode = 0o755 }: LiteralEntry): void {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, content);
  chmodSync(root + path, mode);
}

const loader = elfFile({
  soname: 'libc.musl-x86_64.so.1',
  rodata: Buffer.from('\x001.2.5\0musl libc (x86_64)\nVersion %s\n\0'),
  symbols: [{ name: '__libc_start_main' }],
});

before(() => {
  put(base, '/etc/os-release', { content: 'ID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n', mode: 0o644 });
  put(base, MUSL, loader);
  put(base, '/bin/busybox', program(MUSL));
  symlinkSync('/bin/busybox', `${base}/bin/sh`);
  put(base, '/usr/lib/libextra.so.1', library({ soname: 'libextra.so.1', symbols: [{ name: 'extra' }] }));
  put(app, MUSL, loader);
  put(app, '/srv/app', program(MUSL, { needed: ['libextra.so.1', 'libc.musl-x86_64.so.1'] }));
});
after(() => rmSync(work, { recursive: true }));

const platform = ['--platform', 'linux/amd64'] as const;

interface CheckReport {
  readonly units: readonly { readonly targets: readonly CheckTarget[] }[];
}
interface CheckTarget {
  readonly name: string;
  readonly move: string;
  readonly verdict: string;
  readonly profile?: { readonly kind: string; readonly name: string };
  readonly artifacts: readonly { readonly path: string; readonly outcome: string }[];
}

function targetsOn(name: string): readonly CheckTarget[] {
  const { stdout } = basewise('check', `rootfs:${app}`, '--on', name, ...platform, '--format', 'json');
  const report: CheckReport = JSON.parse(stdout);
  return report.units[0]?.targets ?? [];
}

describe('basewise bases profile', () => {
  test('a pipe gets the profile, the store keeps it, and --on uses it', () => {
    assert.match(basewise('check', `rootfs:${app}`, '--on', 'ours:1', ...platform).stderr, /no profile ships for ours:1/);
    const { status, stdout, stderr } = basewise('bases', 'profile', `rootfs:${base}`, '--name', 'ours:1', ...platform);
    assert.equal(status, 0, stderr);
    const profile = unpackProfile(Buffer.from(stdout), 'stdout');
    assert.deepEqual(
      [profile.name, profile.platform, profile.kind, profile.base.libc?.version],
      ['ours:1', 'linux/amd64', 'measured', '1.2.5'],
    );
    assert.match(stderr, /stored ours:1 \(linux\/amd64\) in /);
    assert.deepEqual(storedProfile('OURS:1', 'linux/amd64', store)?.source, profile.source);
    const carried = targetsOn('ours:1').find(({ move }) => move === 'carry');
    assert.deepEqual([carried?.profile?.kind, carried?.artifacts], ['own', carried?.artifacts]);
    assert.equal(carried?.artifacts.find(({ path }) => path === '/srv/app')?.outcome, 'runs');
  });

  test('an own profile takes the place of the shipped one, under every spelling', () => {
    const outcome = (name: string): string | undefined => {
      const carried = targetsOn(name).find(({ move }) => move === 'carry');
      return `${carried?.profile?.kind} ${carried?.artifacts.find(({ path }) => path === '/srv/app')?.outcome}`;
    };
    assert.equal(outcome('ubi9-micro'), 'derived no-interpreter');
    const made = basewise('bases', 'profile', `rootfs:${base}`, '--name', 'ubi9-micro', '--format', 'json', ...platform);
    assert.equal(made.status, 0, made.stderr);
    assert.equal(JSON.parse(made.stdout).libc.family, 'musl');
    assert.equal(outcome('ubi9-micro'), 'own runs');
    assert.equal(outcome('registry.access.redhat.com/ubi9/ubi-micro'), 'own runs');
  });

  test('a file instead of the store, plain or packed, which --on takes too', () => {
    for (const file of [join(work, 'base.json'), join(work, 'base.json.br')]) {
      const made = basewise('bases', 'profile', `rootfs:${base}`, '--output', file, ...platform);
      assert.equal(made.status, 0, made.stderr);
      assert.match(made.stdout, /musl 1\.2\.5, 0 packages, 3 ELF files/);
      assert.equal(unpackProfile(readFileSync(file), file).base.release, '3.20.3');
      assert.equal(targetsOn(file).find(({ move }) => move === 'carry')?.profile?.kind, 'own');
    }
    assert.ok(!readdirSync(store).some((name) => name.includes('rootfs')));
  });

  test('what is no base, no profile or no folder is said in one line', () => {
    mkdirSync(join(work, 'empty'));
    assert.deepEqual(basewise('bases', 'profile', `rootfs:${join(work, 'empty')}`).status, 2);
    writeFileSync(join(work, 'bad.json'), '{"schema":"other"}');
    const bad = basewise('check', `rootfs:${app}`, '--on', join(work, 'bad.json'), ...platform);
    assert.deepEqual([bad.status, /no basewise profile of version 1/.test(bad.stderr)], [2, true]);
    const unwritable = basewise('bases', 'profile', `rootfs:${base}`, '--output', join(work, 'none/there.json'));
    assert.deepEqual([unwritable.status, /could not be written/.test(unwritable.stderr)], [2, true]);
  });

  test('where the store is', () => {
    assert.equal(profileStore({ BASEWISE_PROFILES: '/p' }), '/p');
    assert.equal(profileStore({ XDG_DATA_HOME: '/data' }), '/data/basewise/profiles');
    assert.match(profileStore({ XDG_DATA_HOME: 'relative' }), /\/\.local\/share\/basewise\/profiles$/);
  });
});
