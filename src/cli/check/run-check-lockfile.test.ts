import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { exitCodeFor } from '../../judge/exit-code.ts';
import { renderPretty } from '../../report/pretty.ts';
import { checkLockfile } from './run-check-lockfile.ts';

const uv = `version = 1

[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "torch" }, { name = "numpy" }, { name = "six" }]

[[package]]
name = "torch"
version = "2.13.0"
wheels = [{ url = "https://x.example/torch-2.13.0-cp312-cp312-manylinux_2_28_x86_64.whl" }]

[[package]]
name = "numpy"
version = "2.5.5"
wheels = [{ url = "https://x.example/numpy-2.5.5-cp312-cp312-musllinux_1_2_x86_64.whl" }]

[[package]]
name = "six"
version = "1.17.0"
wheels = [{ url = "https://x.example/six-1.17.0-py3-none-any.whl" }]
`;

test('one unit, a target per --on with its name as given, and the exit code of its findings', (t) => {
  const path = file(t, 'uv.lock', uv);
  const on = ['musl@1.2/x86_64+cpython@3.12', 'glibc@2.17/x86_64+cpython@3.12'];
  const report = checkLockfile(path, `lockfile:${path}`, { on });
  assert.deepEqual(
    report.units.map(({ kind, base, targets }) => [kind, base, targets.map(({ name, verdict }) => [name, verdict])]),
    [
      [
        'lockfile',
        null,
        [
          [on[0], 'breaks'],
          [on[1], 'breaks'],
        ],
      ],
    ],
  );
  assert.equal(exitCodeFor(report, 'error'), 1);
  assert.equal(exitCodeFor(report, 'never'), 0);
  const where = report.units[0]?.targets[0]?.findings[0]?.where;
  assert.deepEqual(where, [{ file: path, line: 9, column: 9 }]);
});

test('without --on an overview, which never counts for the exit code', (t) => {
  const report = checkLockfile(file(t, 'uv.lock', uv), 'x', { on: [] });
  assert.ok(report.units[0]?.targets.every(({ overview }) => overview === true));
  assert.equal(exitCodeFor(report, 'note'), 0);
});

test('the text: by verdict, native packages named, the others counted', (t) => {
  const report = checkLockfile(file(t, 'uv.lock', uv), 'lockfile:uv.lock', { on: ['musl@1.2/x86_64+cpython@3.12'] });
  const text = renderPretty(report, { colors: false, columns: 200 });
  assert.match(text, /on musl@1\.2\/x86_64\+cpython@3\.12: breaks \(3 packages: 1 fails, 2 prebuilt\)/);
  assert.match(text, /fails \(1\)\n {4}torch 2\.13\.0: no file of the lock fits \(nearest: torch-/);
  assert.match(
    text,
    /numpy 2\.5\.5: numpy-2\.5\.5-cp312-cp312-musllinux_1_2_x86_64\.whl \(a build for the target is selected\)\n {4}1 package without native code/,
  );
  assert.match(text, /fix: another version of torch/);
});

test('a version that is not known is said; damage, a folder and a strange name are errors', (t) => {
  const unknown = checkLockfile(file(t, 'uv.lock', 'version = 9\n'), 'x', { on: [] });
  assert.deepEqual([unknown.units, unknown.unknown[0]?.why], [[], 'this uv.lock has version "9", which is not known here']);
  assert.throws(() => checkLockfile(file(t, 'uv.lock', 'version = '), 'x', { on: [] }), { name: 'BasewiseError', code: 'toml-bad' });
  assert.throws(() => checkLockfile(file(t, 'strange.lock', ''), 'x', { on: [] }), { code: 'lockfile-unknown-name' });
  assert.throws(() => checkLockfile(tmpdir(), 'x', { on: [] }), { code: 'unreadable' });
  assert.throws(() => checkLockfile(file(t, 'uv.lock', uv), 'x', { on: ['alpine:3.23'] }), { code: 'lock-target-bad' });
});

function file(t: TestContext, name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-lockfile-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
