import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeStageText, findingsOf, stageCases } from '../stage-rule.suite.ts';

const note = ['1 note possible'];

describe('the resolver of a stage, by the libc of its base', () => {
  stageCases('resolver-no-tcp', [
    ['Alpine 3.17', 'FROM python:3.11-alpine3.17\nCMD ["python"]\n', note],
    ['Alpine 3.18', 'FROM alpine:3.18\n', []],
    ['Debian', 'FROM debian:12\n', []],
    ['comes with the move', 'FROM debian:12\n', note, { on: 'alpine:3.16' }],
    ['scratch has none', 'FROM alpine:3.16 AS b\nFROM scratch\nCOPY --from=b /app /app\n', []],
    ['a base that nobody knows', 'FROM nobody/knows:1\n', []],
    [
      'Go without cgo asks for itself',
      'FROM golang:1.25 AS b\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM alpine:3.16\nCOPY --from=b /app /app\n',
      [],
    ],
    [
      'Go with cgo does not',
      'FROM golang:1.25-alpine3.16 AS b\nENV CGO_ENABLED=1\nRUN apk add build-base && go build -o /app .\nFROM alpine:3.16\nCOPY --from=b /app /app\n',
      ['4 note possible'],
    ],
  ]);

  test('no verdict changes, and the words name the version', () => {
    const { verdict } = judgeStageText('FROM alpine:3.16\n');
    const [finding] = findingsOf('resolver-no-tcp', 'FROM alpine:3.16\n');
    assert.equal(verdict, 'runs');
    assert.match(finding?.message ?? '', /^Programs resolve names through musl 1\.2\.3\. It never asks again over TCP/);
  });
});
