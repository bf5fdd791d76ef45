import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import { silentProgress } from '../progress.ts';
import { registerDns } from './dns.ts';

async function run(...args: readonly string[]): Promise<{ readonly out: string; readonly code: number }> {
  let out = '';
  let code = 0;
  const program = new Command('basewise').exitOverride();
  registerDns(program, {
    out: (text) => void (out += text),
    problem: () => undefined,
    env: {},
    colors: false,
    columns: 100,
    progress: silentProgress,
    exitWith: (next) => void (code = Math.max(code, next)),
  });
  await program.parseAsync(['node', 'basewise', 'dns', ...args]);
  return { out, code };
}

/** A root on disk with one musl, one program and a resolv.conf. */
function alpineRoot(resolvConf: string): string {
  const root = mkdtempSync(join(tmpdir(), 'basewise-doctor-'));
  const put = (path: string, content: string | Uint8Array): void => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode: 0o755 });
  };
  const loader = '/lib/ld-musl-x86_64.so.1';
  put('/etc/os-release', 'ID=alpine\nVERSION_ID=3.17.10\n');
  put('/lib/apk/db/installed', 'P:musl\nV:1.2.3-r5\nF:lib\nR:ld-musl-x86_64.so.1\n\n');
  put(
    loader,
    literalElf({
      soname: 'libc.musl-x86_64.so.1',
      rodata: Buffer.from('musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u00001.2.3\u0000'),
    }),
  );
  put('/bin/busybox', literalElf({ interpreter: loader, needed: ['libc.musl-x86_64.so.1'], type: 3, tags: [[0x6ffffffb, 0x0800_0000]] }));
  symlinkSync('/bin/busybox', join(root, 'bin/sh'));
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync('/bin/busybox', join(root, 'usr/bin/nslookup'));
  put('/etc/resolv.conf', resolvConf);
  return root;
}

test('dns doctor --root: who resolves, and what its resolv.conf does to it', async () => {
  const root = alpineRoot('search . d.svc.cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n');
  try {
    const { out, code } = await run('doctor', '--root', root, '--no-ask');
    assert.equal(code, 1);
    assert.match(out, /through musl 1\.2\.3-r5 \(\/lib\/ld-musl-x86_64\.so\.1\)/);
    assert.match(out, /error: `search \.`: musl 1\.2\.3-r5 makes malformed questions/);
    assert.match(out, /busybox nslookup \(\/usr\/bin\/nslookup/);
    const json: { readonly who: { readonly kind: string }; readonly configuration: { readonly ndots: number } } = JSON.parse(
      (await run('doctor', '--root', root, '--no-ask', '--format', 'json')).out,
    );
    assert.deepEqual([json.who.kind, json.configuration.ndots], ['libc', 5]);
    assert.match((await run('doctor', '--root', root, '--no-ask', '--program', '/none')).out, /there is no \/none in this root/);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('dns doctor refuses what is no folder', async () => {
  await assert.rejects(
    run('doctor', '--root', '/nowhere/at/all', '--no-ask'),
    (error) => error instanceof BasewiseError && error.code === 'not-a-folder',
  );
});

test('dns probe prints a script, and only that', async () => {
  const { out } = await run('probe', '--sh', 'api.example.com');
  assert.match(out, /^#!\/bin\/sh\n/);
  assert.match(out, /\nprobe api\.example\.com\nsay end\n$/);
  await assert.rejects(run('probe', 'api.example.com'), (error) => error instanceof BasewiseError && error.hint !== undefined);
});
