import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'basewise-settings-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = join(folder, 'root');
mkdirSync(join(root, 'etc'), { recursive: true });
mkdirSync(join(root, 'bin'));
mkdirSync(join(root, 'lib'));
writeFileSync(join(root, 'etc/os-release'), 'ID=example\n');

function basewise(
  settings: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  writeFileSync(join(folder, 'basewise.yaml'), settings);
  return spawnSync(process.execPath, [resolve('src/main.ts'), ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
}

test('settings stand below flags and environment, and above defaults', () => {
  const isJson = (run: { readonly stdout: string }): boolean => run.stdout.startsWith('{');
  assert.equal(isJson(basewise('format: json\n', ['check', root])), true);
  assert.equal(isJson(basewise('format: json\n', ['check', root, '--format', 'pretty'])), false);
  assert.equal(isJson(basewise('format: json\n', ['check', root], { BASEWISE_FORMAT: 'pretty' })), false);
  assert.equal(isJson(basewise('', ['check', root])), false);
});

test('a mistyped setting, a wrong value and broken YAML are refused with the file', () => {
  for (const [settings, text] of [
    ['fial-on: never\n', 'unknown setting fial-on'],
    ['fail-on: sometimes\n', 'not one of error'],
    ['on: alpine\n', 'a list of texts'],
    ['- a\n', 'no mapping'],
    ['a: [\n', 'no YAML'],
  ] as const) {
    const run = basewise(settings, ['check', root]);
    assert.equal(run.status, 2);
    assert.ok(run.stderr.includes(text) && run.stderr.includes('basewise.yaml'), run.stderr);
    assert.doesNotMatch(run.stderr, /\n\s+at /);
  }
});
