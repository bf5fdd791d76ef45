import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

/** Go without cgo has its own resolver inside. */
const go =
  'FROM golang:1.25 AS b\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM alpine:3.23\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n';

describe('a bad AAAA fails a good A: musl since 1.2.1', () => {
  stageCases('resolver-strict-pair', [
    ['comes with the move', 'FROM debian:12\n', ['1 note possible'], { on: 'alpine:3.23' }],
    ['Alpine 3.12 has musl 1.1.24', 'FROM debian:12\n', [], { on: 'alpine:3.12' }],
    ['there already', 'FROM alpine:3.20\n', [], { on: 'alpine:3.23' }],
    ['glibc takes the half that is good', 'FROM alpine:3.23\n', [], { on: 'debian:12' }],
    ['when it is wrong: a program that asks for itself', go, [], { on: 'alpine:3.20' }],
  ]);

  test('the words', () =>
    assert.match(findingsOf('resolver-strict-pair', 'FROM debian:12\n', { on: 'alpine:3.23' })[0]?.message ?? '', /AAAA gets NXDOMAIN/));
});
