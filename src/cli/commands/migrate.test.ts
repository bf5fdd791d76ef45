import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import { silentProgress } from '../progress.ts';
import { registerMigrate } from './migrate.ts';

async function run(...args: readonly string[]): Promise<{ readonly out: string; readonly problem: string; readonly code: number }> {
  const written: string[] = [];
  const problems: string[] = [];
  let code = 0;
  const program = new Command('basewise').exitOverride().configureOutput({ writeErr: () => undefined });
  registerMigrate(program, {
    out: (text) => void written.push(text),
    problem: (text) => void problems.push(text),
    env: {},
    colors: false,
    columns: 100,
    progress: silentProgress,
    exitWith: (value) => {
      code = Math.max(code, value);
    },
  });
  await program.parseAsync(['node', 'basewise', 'migrate', ...args]);
  return { out: written.join(''), problem: problems.join(''), code };
}

const input = '# mine\r\nFROM alpine:3.19\r\nRUN apk add --no-cache curl \\\r\n      git\r\nCMD ["curl"]';

describe('basewise migrate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-migrate-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('shows a diff that patch takes, and changes nothing', async (t) => {
    const path = write('Dockerfile', input);
    const { out, problem, code } = await run(path, '--to', 'debian:13-slim');
    assert.equal(code, 0);
    assert.equal(readFileSync(path, 'utf8'), input);
    assert.match(problem, /everything is translated/);
    const json: { readonly text: string; readonly edits: readonly object[]; readonly complete: boolean } = JSON.parse(
      (await run(path, '--to', 'debian:13-slim', '--format', 'json')).out,
    );
    assert.equal(json.complete, true);
    assert.deepEqual(Object.keys(json.edits[0] ?? {}).toSorted(), ['after', 'before', 'certainty', 'column', 'line', 'reason', 'rule']);
    if (spawnSync('patch', ['--version']).status !== 0) return t.skip('patch is not installed');
    const copy = write('copy', input);
    const patched = spawnSync('patch', ['--binary', '-p1', copy], { input: out, encoding: 'utf8' });
    assert.equal(patched.status, 0, patched.stdout + patched.stderr);
    assert.equal(readFileSync(copy, 'utf8'), json.text);
    return undefined;
  });

  it('writes the file once and keeps the old one', async () => {
    const path = write('Writable', input);
    assert.equal((await run(path, '--to', 'debian:13-slim', '--write')).code, 0);
    const after = readFileSync(path, 'utf8');
    assert.equal(readFileSync(`${path}.bak`, 'utf8'), input);
    assert.match(
      after,
      /^# mine\r\nFROM debian:13-slim\r\nRUN apt-get update && .* curl \\\r\n {6}git \\\r\n {4}&& rm -rf \S+\r\nCMD \["curl"\]$/,
    );
    assert.equal((await run(path, '--to', 'debian:13-slim', '--write')).code, 0);
    assert.equal(readFileSync(path, 'utf8'), after);
    assert.equal(readFileSync(`${path}.bak`, 'utf8'), input);
  });

  it('exits with 1 where something is left to do, again on the second run', async () => {
    const path = write('Marked', 'FROM alpine:3.19\nRUN apk add --no-cache no-such-package\n');
    assert.equal((await run(path, '--to', 'debian:13-slim', '--write')).code, 1);
    assert.match(readFileSync(path, 'utf8'), /# basewise: 'no-such-package': no package like/);
    const second = await run(path, '--to', 'debian:13-slim');
    assert.equal(second.code, 1);
    assert.equal(second.out, '');
    assert.match(second.problem, /still to do/);
    const windows = await run(write('Windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n'), '--to', 'wolfi');
    assert.equal(windows.code, 1);
  });

  it('takes arguments, a stage and a folder', async () => {
    write('Dockerfile', 'ARG BASE=alpine:3.19\nFROM ${BASE} AS one\nFROM one AS two\n');
    const { out } = await run(folder, '--to', 'debian:13-slim', '--target', 'one');
    assert.match(out, /^\+ARG BASE=debian:13-slim$/m);
    const given = await run(folder, '--to', 'debian:13-slim', '--build-arg', 'BASE=corp/base:1');
    assert.equal(given.code, 1);
  });

  it('refuses bad usage in one line', async () => {
    const path = write('Plain', 'FROM alpine:3.19\n');
    const refuses = async (code: string, ...args: readonly string[]): Promise<void> =>
      assert.rejects(run(...args), (error) => error instanceof BasewiseError && error.code === code);
    await refuses('unknown-base', path, '--to', 'corp/thing');
    await refuses('no-such-file', join(folder, 'absent'), '--to', 'debian');
    await refuses('bad-usage', path, '--to', 'debian', '--write', '--diff');
    assert.equal(existsSync(`${path}.bak`), false);
  });
});
