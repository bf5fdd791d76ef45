import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

/** Go without cgo has its own resolver inside. */
const go =
  'FROM golang:1.25 AS b\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM alpine:3.23\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n';

describe('DNS over TCP without a limit: glibc alone', () => {
  stageCases('resolver-tcp-wait', [
    ['comes with the move', 'FROM alpine:3.23\n', ['1 note possible'], { on: 'debian:12' }],
    ['musl has a limit', 'FROM debian:12\n', [], { on: 'alpine:3.23' }],
    ['it has always been so: nothing new on its own base', 'FROM debian:12\n', []],
    ['when it is wrong: a program that asks for itself', go, [], { on: 'debian:12' }],
  ]);

  test('the words', () =>
    assert.match(findingsOf('resolver-tcp-wait', 'FROM alpine:3.23\n', { on: 'debian:12' })[0]?.message ?? '', /without any time limit/));
});
