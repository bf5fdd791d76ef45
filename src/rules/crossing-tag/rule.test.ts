import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('tags that move', () => {
  stageCases('crossing-tag', [
    ['latest', 'FROM alpine\n', ['1 note likely']],
    ['latest of Debian', 'FROM debian:latest\n', ['1 note likely']],
    ['alpine of an image', 'FROM node:alpine\n', ['1 note likely']],
    ['a release', 'FROM alpine:3.23\n', []],
    ['a release of Debian', 'FROM debian:13-slim\n', []],
    ['both named', 'FROM node:22-alpine3.22\n', []],
    ['a digest', `FROM alpine@sha256:${'a'.repeat(64)}\n`, []],
    ['a rolling distribution', 'FROM archlinux:latest\n', []],
  ]);

  test('the words say where it has been', () => {
    const [finding] = findingsOf('crossing-tag', 'FROM debian:latest\n');
    assert.match(finding?.message ?? '', /^debian:latest is debian 13 today and moves to the next release by itself/);
  });
});
