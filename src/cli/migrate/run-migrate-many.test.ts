import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { main, temporary } from '../check/services.suite.ts';
import type { MigrationsReport } from '../../report/migrations.ts';

const dockerfiles = {
  moves: 'FROM alpine:3.20\nRUN apk add --no-cache curl\nCMD ["curl", "--version"]\n',
  there: 'FROM debian:13-slim\nCMD ["/bin/sh"]\n',
  blocked: 'FROM alpine:3.20\nRUN apk add strange-one\n',
  alike: 'FROM alpine:3.20\nRUN apk add curl strange-one\n',
  twice: 'FROM alpine:3.20\nRUN apk add strange-one\nRUN apk add strange-two\n',
  windows: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["cmd"]\n',
};

function write(folder: string): readonly string[] {
  for (const [name, text] of Object.entries(dockerfiles)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'Dockerfile'), text);
  }
  return Object.keys(dockerfiles);
}

function migrate(
  folder: string,
  args: readonly string[],
): { readonly code: number | null; readonly out: string; readonly problems: string } {
  const run = spawnSync(process.execPath, [main, 'migrate', ...args, '--to', 'debian:13-slim'], { cwd: folder, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, problems: run.stderr };
}

test('one table: who can move, what blocks whom, which single thing frees most; nothing is written', (t) => {
  const folder = temporary(t);
  const { code, out, problems } = migrate(folder, [...write(folder), '--format', 'json']);
  assert.deepEqual([code, problems], [1, '']);
  const report: MigrationsReport = JSON.parse(out);
  assert.deepEqual(
    report.files.map(({ name, outcome }) => [name, outcome]),
    [
      ['moves', 'moves'],
      ['there', 'there'],
      ['blocked', 'blocked'],
      ['alike', 'blocked'],
      ['twice', 'blocked'],
      ['windows', 'passed-over'],
    ],
  );
  const [first, second] = report.blockers;
  assert.match(first?.text ?? '', /strange-one/);
  assert.deepEqual(
    [first?.files, first?.frees],
    [
      ['blocked', 'alike', 'twice'],
      ['blocked', 'alike'],
    ],
  );
  assert.deepEqual([second?.files, second?.frees], [['twice'], []]);
  assert.deepEqual(report.bases.find(({ from }) => from === 'alpine:3.20')?.to, 'debian:13-slim');
  for (const [name, text] of Object.entries(dockerfiles)) assert.equal(readFileSync(join(folder, name, 'Dockerfile'), 'utf8'), text);
  const valid = new Ajv().compile(JSON.parse(readFileSync('schema/basewise-migrations-1.schema.json', 'utf8')) as object);
  assert.ok(valid(report), JSON.stringify(valid.errors));
});

test('a folder of several is one table, and pins to other digests of one image are one thing to do', (t) => {
  const folder = temporary(t);
  for (const [name, digit] of [
    ['a', '1'],
    ['b', '2'],
  ] as const) {
    mkdirSync(join(folder, 'all', name), { recursive: true });
    writeFileSync(join(folder, 'all', name, 'Dockerfile'), `FROM alpine:3.20@sha256:${digit.repeat(64)}\nCMD ["/bin/sh"]\n`);
  }
  const report: MigrationsReport = JSON.parse(migrate(folder, ['all', '--format', 'json']).out);
  assert.deepEqual(
    report.blockers.map(({ files, frees }) => [files, frees]),
    [
      [
        ['all/a/Dockerfile', 'all/b/Dockerfile'],
        ['all/a/Dockerfile', 'all/b/Dockerfile'],
      ],
    ],
  );
  assert.deepEqual(report.files[0]?.blockers, [report.blockers[0]?.text]);
});

test('a list, with names and lines that cannot be read; 0 where all can move, 2 where none can be read', (t) => {
  const folder = temporary(t);
  write(folder);
  writeFileSync(join(folder, 'list'), 'moves\tthe shop\nthere/Dockerfile\ngone\n');
  const { code, out } = migrate(folder, ['--from-file', 'list', '--format', 'json']);
  const report: MigrationsReport = JSON.parse(out);
  assert.deepEqual(
    [code, report.files.map(({ name }) => name), report.failed.map(({ name, line }) => [name, line])],
    [1, ['the shop', 'there/Dockerfile'], [['gone', 3]]],
  );
  assert.equal(migrate(folder, ['moves', 'there']).code, 0);
  assert.equal(migrate(folder, ['gone', 'gone-too']).code, 2);
  assert.match(migrate(folder, ['moves', 'there', '--write']).problems, /^basewise: many Dockerfiles/);
});
