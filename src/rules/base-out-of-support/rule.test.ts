import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('the end of support, on 2026-11-24', () => {
  stageCases('base-out-of-support', [
    ['Alpine 3.16', 'FROM alpine:3.16\n', ['1 note likely']],
    ['an image on it', 'FROM node:18-alpine3.16\n', ['1 note likely']],
    ['CentOS 7', 'FROM centos:7\n', ['1 note likely']],
    ['Alpine 3.23', 'FROM alpine:3.23\n', []],
    ['Debian 13', 'FROM debian:13-slim\n', []],
    ['a builder is not the image', 'FROM alpine:3.16 AS b\nFROM debian:13-slim\nCOPY --from=b /a /a\n', []],
    ['a rolling base', 'FROM archlinux:latest\n', []],
  ]);

  test('the words name both days', () => {
    const [finding] = findingsOf('base-out-of-support', 'FROM alpine:3.16\n');
    assert.match(finding?.message ?? '', /^alpine:3\.16 stands on alpine 3\.16, whose support ended on 2024-05-23 \(today is 2026-11-24\)/);
  });
});
