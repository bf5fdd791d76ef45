import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('resolv.conf read once: glibc before 2.26', () => {
  stageCases('resolver-stale-configuration', [
    ['on its own base, since later ones do not', 'FROM centos:7\n', ['1 note possible']],
    ['comes with the move', 'FROM alpine:3.23\n', ['1 note possible'], { on: 'centos:7' }],
    ['a newer glibc reads it again', 'FROM debian:12\n', []],
    ['musl reads it each time', 'FROM alpine:3.23\n', []],
  ]);

  test('the words', () =>
    assert.match(findingsOf('resolver-stale-configuration', 'FROM centos:7\n')[0]?.message ?? '', /reads resolv\.conf once/));
});
