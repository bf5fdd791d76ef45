import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { checkText } from './run-check-repository.ts';

const none = { on: [], buildArg: [] };

test('a repository: a unit for each Dockerfile, workload and lockfile, with names relative to it', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-repository-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'app'));
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules/Dockerfile'), 'FROM alpine\n');
  writeFileSync(
    join(folder, 'app/Dockerfile'),
    'FROM python:3.12-alpine\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n',
  );
  writeFileSync(join(folder, 'app/requirements.txt'), 'torch==2.5.0\n');
  writeFileSync(
    join(folder, 'pod.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: "alpine:3.20"}]\n',
  );
  writeFileSync(join(folder, 'Dockerfile.bad'), 'FROM {{ base }}\n');
  const { units, unknown } = checkText('repository', folder, folder, none, '2026-11-24');
  assert.deepEqual(
    units.map(({ name, kind }) => [name, kind]),
    [
      ['app/Dockerfile', 'stage'],
      ['pod.yaml#Pod/a', 'workload'],
      ['app/requirements.txt', 'lockfile'],
    ],
  );
  const [finding] = units[0]?.targets[0]?.findings ?? [];
  assert.deepEqual([finding?.rule, finding?.where], ['install-without-lock', [{ file: 'app/Dockerfile', line: 4, column: 5 }]]);
  assert.ok(unknown.some(({ what }) => what === 'Dockerfile.bad'));
});

test('a build argument decides the base; a stage that is not there is refused', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-dockerfile-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, 'ARG BASE\nFROM alpine:3.20 AS one\nFROM $BASE\n');
  const open = checkText('dockerfile', file, file, none, '2026-11-24');
  assert.equal(open.units[0]?.base, null);
  assert.equal(open.units[0]?.targets[0]?.verdict, 'unknown');
  assert.equal(open.unknown.length, 1);
  const given = checkText('dockerfile', file, file, { on: [], buildArg: ['BASE=debian:12'] }, '2026-11-24');
  assert.equal(given.units[0]?.base?.libc?.family, 'glibc');
  assert.equal(checkText('dockerfile', file, file, { ...none, stage: 'one' }, '2026-11-24').units[0]?.base?.libc?.family, 'musl');
  assert.throws(
    () => checkText('dockerfile', file, file, { ...none, stage: 'two' }, '2026-11-24'),
    (error) => error instanceof BasewiseError && error.code === 'no-such-stage',
  );
});

test('nothing outside the build context is read', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-context-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'context'));
  writeFileSync(join(folder, 'requirements.txt'), 'torch\n');
  symlinkSync('../requirements.txt', join(folder, 'context/requirements.txt'));
  const file = join(folder, 'context/Dockerfile');
  writeFileSync(file, 'FROM python:3.12-alpine\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n');
  const findings = checkText('dockerfile', file, file, none, '2026-11-24').units[0]?.targets[0]?.findings ?? [];
  assert.deepEqual(
    findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule),
    [],
  );
});

test('a Dockerfile in a folder of its own is judged with the files of its context, and manifests with the images that are built beside them', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-builds-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'docker'));
  writeFileSync(join(folder, 'Makefile'), 'app:\n\tCGO_ENABLED=0 go build -o app .\n');
  writeFileSync(
    join(folder, 'docker/Dockerfile'),
    'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN make app\nFROM alpine:3.22\nCOPY --from=build /src/app /app\nCMD ["/app"]\n',
  );
  writeFileSync(
    join(folder, 'compose.yaml'),
    'services:\n  app: {image: "corp/app:dev", build: {context: ., dockerfile: docker/Dockerfile}}\n',
  );
  writeFileSync(
    join(folder, 'pod.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: "corp/app:1.2"}]\n',
  );
  const { units, unknown } = checkText('repository', folder, folder, none, '2026-11-24');
  assert.deepEqual(
    units.map(({ name, targets }) => [name, targets[0]?.verdict]),
    [
      ['docker/Dockerfile', 'runs'],
      ['pod.yaml#Pod/a', 'runs'],
    ],
  );
  assert.deepEqual(unknown, []);
  assert.equal(units[1]?.base?.libc?.family, 'musl');
});

test('a lockfile that a Dockerfile installs is looked at on the runtime of its stage', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-runtime-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM python:3.11-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n');
  writeFileSync(join(folder, 'requirements.txt'), 'a==1\n');
  writeFileSync(join(folder, 'requirements-dev.txt'), 'a==1\n');
  const names = checkText('repository', folder, folder, none, '2026-11-24').units.map(({ name, targets }) => [name, targets[0]?.name]);
  assert.deepEqual(names, [
    ['Dockerfile', 'own'],
    ['requirements-dev.txt', 'musl@1.2/x86_64+cpython@3.13'],
    ['requirements.txt', 'musl@1.2/x86_64+cpython@3.11'],
  ]);
});
