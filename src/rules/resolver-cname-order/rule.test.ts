import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

/** Go without cgo has its own resolver inside. */
const go =
  'FROM golang:1.25 AS b\nENV CGO_ENABLED=0\nRUN go build -o /app .\nFROM alpine:3.23\nCOPY --from=b /app /app\nENTRYPOINT ["/app"]\n';

describe('addresses before their CNAME: glibc of 2.37 and its branches', () => {
  stageCases('resolver-cname-order', [
    ['comes with the move', 'FROM alpine:3.23\n', ['1 note possible'], { on: 'debian:12' }],
    ['an older glibc takes any order', 'FROM alpine:3.23\n', [], { on: 'debian:11' }],
    ['musl takes any order', 'FROM debian:12\n', [], { on: 'alpine:3.23' }],
    ['a base has always done it: nothing new on its own', 'FROM debian:12\n', []],
    ['when it is wrong: a program that asks for itself', go, [], { on: 'debian:12' }],
  ]);

  test('the words', () =>
    assert.match(
      findingsOf('resolver-cname-order', 'FROM alpine:3.23\n', { on: 'debian:12' })[0]?.message ?? '',
      /glibc 2\.36.*before the CNAME/,
    ));
});
