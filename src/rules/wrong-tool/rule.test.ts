import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const alpine = (run: string): string => `FROM alpine:3.20\nRUN ${run}\n`;
const debian = (run: string): string => `FROM debian:12-slim\nRUN ${run}\n`;
const fails = ['2 error likely'];

describe('package managers of another distribution', () => {
  stageCases('wrong-tool', [
    ['apt-get on Alpine', alpine('apt-get update'), fails],
    ['apk on Debian', debian('apk add curl'), fails],
    ['dnf on Debian', debian('dnf install -y curl'), fails],
    ['apt-get on UBI', 'FROM registry.access.redhat.com/ubi9/ubi\nRUN apt-get update\n', fails],
    ['its own', alpine('apk add curl'), []],
    ['tried, with another behind it', alpine('apt-get update || apk update'), []],
    ['only where it is there', alpine('if command -v apt-get; then apt-get update; fi'), []],
    ['a base that nobody knows', 'FROM nobody/knows:1\nRUN apt-get update\n', []],
    ['on another base it is an edit', debian('apt-get update'), ['2 note likely'], { on: 'alpine:3.23' }],
  ]);
});

describe('programs that no bare base has', () => {
  stageCases('wrong-tool', [
    ['curl on Alpine', alpine('curl -fsSL https://x.example/a'), fails],
    ['curl on Debian', debian('curl -fsSL https://x.example/a'), fails],
    ['wget, which busybox has', alpine('wget https://x.example/a'), []],
    ['wget on Debian', debian('wget -q https://x.example/a'), fails],
    ['bash on Alpine', alpine('bash -c true'), fails],
    ['bash by SHELL', 'FROM alpine:3.20\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN true\n', ['3 error likely']],
    ['bash by the first line of a heredoc', 'FROM alpine:3.20\nRUN <<EOF\n#!/bin/bash\ntrue\nEOF\n', ['2 error likely']],
    ['bash by SHELL after it was installed', 'FROM alpine:3.20\nRUN apk add bash\nSHELL ["/bin/bash", "-c"]\nRUN true\n', []],
    ['bash on Debian', debian('bash -c true'), []],
    ['make on the Go image', 'FROM golang:1.25-alpine\nRUN make build\n', fails],
    ['make on the full Go image', 'FROM golang:1.25\nRUN make build\n', []],
    ['installed before', alpine('apk add curl make && curl https://x.example/a && make'), []],
    ['comes with a compiler', alpine('apk add build-base && make'), []],
    ['a package that may bring it', debian('apt-get install -y some-tool && curl https://x.example/a'), []],
    ['a script may bring it', alpine('wget https://x.example/i.sh && sh i.sh && curl x'), []],
    ['git on slim', 'FROM node:22-slim\nRUN git clone https://x.example/a\n', fails],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('wrong-tool', 'FROM golang:1.25-alpine\nRUN make build\n');
    assert.match(
      finding?.message ?? '',
      /^`make` is not in golang:1\.25-alpine \(musl [\d.]+\), and no step before puts it there: the build stops with "not found" \(exit 127\)\.$/,
    );
    assert.equal(finding?.fix, 'apk add make in this stage');
  });
});
