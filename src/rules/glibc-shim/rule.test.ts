import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('shims', () => {
  stageCases('glibc-shim', [
    ['gcompat', 'FROM alpine:3.20\nRUN apk add gcompat\n', ['2 note likely']],
    ['libc6-compat', 'FROM node:22-alpine\nRUN apk add --no-cache libc6-compat\n', ['2 note likely']],
    [
      'a link in the name of the loader',
      'FROM alpine:3.20\nRUN mkdir /lib64 && ln -s /lib/libc.musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2\n',
      ['2 note likely'],
    ],
    ['a glibc beside musl', 'FROM frolvlad/alpine-glibc\n', ['1 note likely']],
    ['none', 'FROM alpine:3.20\nRUN apk add curl\n', []],
    ['on glibc it is no shim', 'FROM debian:12-slim\nRUN ln -s /lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 /opt/ld.so\n', []],
    ['in a builder', 'FROM alpine:3.20 AS b\nRUN apk add gcompat\nFROM alpine:3.20\n', []],
  ]);

  test('the words say what it can do and what not', () => {
    const [finding] = findingsOf('glibc-shim', 'FROM alpine:3.20\nRUN apk add gcompat\n');
    assert.match(
      finding?.message ?? '',
      /^gcompat on alpine:3\.20 \(musl 1\.2\.5\) puts a stub in the place of glibc's loader\..*no symbol versions/,
    );
  });
});
