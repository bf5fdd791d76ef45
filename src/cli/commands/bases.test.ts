import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import { BasewiseError } from '../../errors.ts';
import { silentProgress } from '../progress.ts';
import { registerBases } from './bases.ts';

async function run(...args: readonly string[]): Promise<string> {
  const written: string[] = [];
  const program = new Command('basewise').exitOverride();
  registerBases(program, {
    out: (text) => void written.push(text),
    problem: () => undefined,
    env: {},
    colors: false,
    columns: 100,
    progress: silentProgress,
    exitWith: () => undefined,
  });
  await program.parseAsync(['node', 'basewise', 'bases', ...args]);
  return written.join('');
}

describe('basewise bases', () => {
  it('lists the catalogue', async () => {
    assert.match(await run('list'), /^debian:13-slim +glibc 2\.41/m);
    const all: readonly { readonly name: string }[] = JSON.parse(await run('list', '--all', '--format', 'json'));
    assert.ok(all.some(({ name }) => name === 'alpine:3.12'));
  });

  it('shows one base, and an image by what it stands on', async () => {
    const text = await run('show', 'nginx:alpine', '--build-date', '2025-07-01');
    assert.match(text, /base {8}alpine 3\.22/);
    assert.match(text, /2026-07-15 {2}alpine:3\.24/);
    const facts: { readonly shell: string | null } = JSON.parse(await run('show', 'gcr.io/distroless/static-debian13', '--format', 'json'));
    assert.equal(facts.shell, null);
  });

  it('refuses bad dates and unknown images in one line', async () => {
    await assert.rejects(
      run('show', 'alpine', '--build-date', '2026-02-30'),
      (error) => error instanceof BasewiseError && error.code === 'bad-date',
    );
    await assert.rejects(run('show', 'corp/thing:1'), (error) => error instanceof BasewiseError && error.hint !== undefined);
  });
});
