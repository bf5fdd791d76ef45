import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeStageText } from '../../rules/stage-rule.suite.ts';
import type { Extra } from '../../rules/stage-rule.suite.ts';

function judged(text: string, extra: Extra = {}): readonly [verdict: string, why: unknown] {
  const { verdict, findings } = judgeStageText(text, extra);
  const open = findings.filter(({ rule }) => rule === 'undecided');
  assert.ok(open.length <= 1);
  assert.ok(findings.every(({ severity, rule }) => severity === 'note' || rule === 'undecided'));
  return [verdict, open[0]?.evidence['why']];
}

const elf = '\u{7f}ELF\u{2}\u{1}\u{1}\0';
const unknown = ['unknown', 'absent'] as const;
const runs = ['runs', undefined] as const;

describe('a started program of which the build context tells nothing', () => {
  for (const [name, text] of [
    ['named in full', 'FROM alpine:3.23\nCOPY minio /usr/bin/minio\nENTRYPOINT ["/usr/bin/minio"]\n'],
    ['on the empty image', 'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\n'],
    ['on glibc', 'FROM debian:13-slim\nCOPY out/app /app\nENTRYPOINT ["/app"]\n'],
    ['found by PATH', 'FROM alpine:3.23\nCOPY app other /usr/local/bin/\nCMD ["app"]\n'],
    ['behind tini', 'FROM alpine:3.23\nRUN apk add tini\nCOPY app /app\nENTRYPOINT ["tini", "--", "/app"]\n'],
    ['from the working directory', 'FROM alpine:3.23\nWORKDIR /srv\nCOPY app .\nRUN chmod +x /srv/app\nCMD ["./app"]\n'],
    ['in shell form', 'FROM alpine:3.23\nCOPY app /app\nCMD exec /app --port 80\n'],
    ['below the stage', 'FROM alpine:3.23 AS a\nCOPY app /app\nFROM a\nENTRYPOINT ["/app"]\n'],
    ['a name with a wildcard', 'FROM alpine:3.23\nCOPY dist/app_* /app\nENTRYPOINT ["/app"]\n'],
  ] as const)
    test(name, () => assert.deepEqual(judged(text), unknown));

  const copied = 'FROM alpine:3.23\nCOPY app /app\nENTRYPOINT ["/app"]\n';
  test('it is there and compiled', () => assert.deepEqual(judged(copied, { files: { app: elf } }), ['unknown', 'binary']));
  test('compiled, in a folder', () =>
    assert.deepEqual(judged('FROM alpine:3.23\nCOPY . /srv\nCMD ["/srv/app"]\n', { files: { app: elf } }), ['unknown', 'binary']));
  test('on another base', () => assert.deepEqual(judged(copied, { on: 'debian:13-slim' }), unknown));
  test('a script is judged by its first line', () => assert.deepEqual(judged(copied, { files: { app: '#!/bin/sh\n' } }), runs));

  for (const [name, text] of [
    ['a script by its name', 'FROM alpine:3.23\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n'],
    ['an argument of a runtime', 'FROM node:22-alpine\nCOPY app /app\nCMD ["node", "/app"]\n'],
    ['linked statically', 'FROM scratch\nCOPY target/x86_64-unknown-linux-musl/release/app /app\nENTRYPOINT ["/app"]\n'],
    [
      'of another stage',
      'FROM golang:1.25 AS b\nRUN CGO_ENABLED=0 go build -o /app\nFROM scratch\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n',
    ],
    ['made by a command', 'FROM golang:1.25-alpine\nCOPY . /srv\nRUN CGO_ENABLED=0 go build -o /srv/app\nCMD ["/srv/app"]\n'],
    ['written in the file', 'FROM alpine:3.23\nCOPY <<EOF /app\n#!/bin/sh\nEOF\nENTRYPOINT ["/app"]\n'],
  ] as const)
    test(`silent: ${name}`, () => assert.deepEqual(judged(text), runs));
});
