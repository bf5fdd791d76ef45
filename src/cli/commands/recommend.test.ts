import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import type { Recommendation } from '../../report/recommendation.ts';
import { silentProgress } from '../progress.ts';
import { registerRecommend } from './recommend.ts';

async function run(...args: readonly string[]): Promise<{ readonly out: string; readonly code: number }> {
  const written: string[] = [];
  let code = 0;
  const program = new Command('basewise').exitOverride().configureOutput({ writeErr: () => undefined });
  registerRecommend(program, {
    out: (text) => void written.push(text),
    problem: () => undefined,
    env: {},
    colors: false,
    columns: 80,
    progress: silentProgress,
    exitWith: (value) => {
      code = Math.max(code, value);
    },
  });
  await program.parseAsync(['node', 'basewise', 'recommend', ...args]);
  return { out: written.join(''), code };
}

describe('basewise recommend', () => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-recommend-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const path = write('Dockerfile', 'FROM alpine:3.20\nRUN apk add --no-cache curl\nCMD ["curl", "https://example.org"]\n');
  const bases = ['--on', 'alpine:3.23', '--on', 'debian:13-slim', '--on', 'ubuntu:24.04'];

  it('prints one screen, and JSON that fits its published schema', async () => {
    const { out, code } = await run(path, ...bases);
    assert.equal(code, 0);
    assert.match(out, /^(take|stay on) \S+: runs/m);
    assert.ok(out.split('\n').length < 60);
    assert.ok(
      out.split('\n').every((line) => line.length <= 80 || /^ +\S+$/.test(line)),
      out,
    );
    const json: Recommendation = JSON.parse((await run(path, ...bases, '--format', 'json')).out);
    const validate = new Ajv({ allErrors: true }).compile(
      JSON.parse(readFileSync('schema/basewise-recommendation-1.schema.json', 'utf8')) as object,
    );
    assert.ok(validate(json), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.equal(json.units[0]?.candidates.length, 4);
  });

  it('takes a repository, names what it passes over, and exits with 1 where nothing runs', async () => {
    write('Dockerfile.windows', 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n');
    const json: Recommendation = JSON.parse((await run(folder, ...bases, '--format', 'json')).out);
    assert.deepEqual([json.units.length, json.unknown.length], [1, 1]);
    assert.equal((await run(join(folder, 'Dockerfile.windows'), ...bases)).code, 1);
  });

  it('weighs sizes as they are paid and ranks as it is told', async () => {
    const asked = ['--nodes', '10', '--pulls', '3', '--above', '390MB', '--rank', 'size,verdict', '--format', 'json'];
    const json: Recommendation = JSON.parse((await run(path, ...bases, ...asked)).out);
    const unit = json.units[0];
    assert.deepEqual(unit?.criteria.slice(0, 2), ['size', 'verdict']);
    const debian = unit?.candidates.find(({ name }) => name === 'debian:13-slim');
    assert.equal(debian?.standing.paid?.fleet, 30 * (390_000_000 + 29_780_765));
  });

  it('refuses bad usage in one line', async () => {
    const refuses = async (code: string, ...args: readonly string[]): Promise<void> =>
      assert.rejects(run(...args), (error) => error instanceof BasewiseError && error.code === code);
    await refuses('bad-usage', path, '--rank', 'price');
    await refuses('bad-usage', path, '--rank', '');
    await refuses('unknown-base', path, '--on', 'no-such-base');
    await refuses('no-such-file', join(folder, 'absent.tar'));
    await refuses('bad-usage', write('package-lock.json', '{"lockfileVersion":3,"packages":{}}'));
  });
});
