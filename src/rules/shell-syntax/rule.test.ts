import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, judgeStageText, stageCases } from '../stage-rule.suite.ts';

const debian = (run: string): string => `FROM debian:12-slim\nRUN ${run}\n`;

describe('bash in dash', () => {
  stageCases('shell-syntax', [
    ['source', debian('source /venv/bin/activate && pip install x'), ['2 error likely']],
    ['source that nothing waits for', debian('source /env; make'), ['2 warning likely']],
    ['pipefail', debian('set -o pipefail && curl x | tar x'), ['2 error likely']],
    ['pipefail in Debian 13, which knows it', 'FROM golang:1.26-trixie\nRUN set -o pipefail && curl x | tar x\n', []],
    ['pipefail in Ubuntu 24.04', 'FROM ubuntu:24.04\nRUN set -euo pipefail && a | b\n', ['2 error likely']],
    ['pushd', debian('pushd /a && make && popd'), ['2 error likely']],
    ['a condition', debian('if [[ -f /a ]]; then rm /a; fi'), ['2 warning likely']],
    ['two equals signs', debian('if [ "$A" == "b" ]; then rm /a; fi'), ['2 warning likely']],
    ['two of them', debian('if [ "$A" == "b" ] || [ "$A" == "c" ]; then rm /a; fi'), ['2 warning likely']],
    ['a here-string', debian('cat <<< "a" > /b'), ['2 error likely']],
    ['an expansion', 'FROM node:22\nRUN echo "${NODE_VERSION//./-}"\n', ['2 error likely']],
    ['a heredoc', 'FROM ubuntu:24.04\nRUN <<EOT\nif [ "$A" == "b" ]; then\n  rm /a\nfi\nEOT\n', ['3 warning likely']],
    ['one finding for all of them', debian('[[ a ]] && b\nRUN [[ c ]] && d'), ['2 warning likely']],
    ['POSIX', debian('if [ "$A" = b ]; then . /env; fi; echo "${A%.x}" > /f 2>&1'), []],
    ['SHELL', 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN source /env && make\n', []],
    ['bash -c', debian('bash -c "source /env && make"'), []],
    ['a heredoc for bash', 'FROM debian:12\nRUN <<EOF\n#!/bin/bash\nsource /env\nEOF\n', []],
    ['sh is bash', debian('ln -sf /bin/bash /bin/sh\nRUN source /env && make'), []],
    ['it may fail', debian('source /env || true'), []],
    ['in quotes', debian(`echo '[[ a ]]' && echo "source x"`), []],
    ['sh of RHEL is bash', 'FROM rockylinux:9\nRUN source /env && make\n', []],
    ["another publisher's image", 'FROM acme/tool:bookworm\nRUN source /env && make\n', []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('shell-syntax', debian('source /a && b'));
    assert.equal(
      finding?.message,
      '/bin/sh of debian:12-slim (glibc 2.36) is dash, which does not read what only bash knows: `source` (source: not found). The build stops there.',
    );
  });

  test('on another base it is an edit', () => {
    const text = 'FROM alpine:3.20\nRUN if [[ -f /a ]]; then rm /a; fi\n';
    const target = judgeStageText(text, { on: 'debian:13-slim' });
    assert.deepEqual(
      target.findings.filter(({ rule }) => rule === 'shell-syntax').map(({ severity }) => severity),
      ['note'],
    );
  });
});

describe("bash in busybox's ash", () => {
  const alpine = (run: string): string => `FROM alpine:3.20\nRUN ${run}\n`;
  stageCases('shell-syntax', [
    ['a here-string', alpine('cat <<< a'), ['2 error likely']],
    ['an array', alpine('a=(1 2) && echo $a'), ['2 error likely']],
    ['pushd', alpine('pushd /a && make'), ['2 error likely']],
    ['what it knows', alpine('set -o pipefail && source /a && [[ a == b ]] || echo "${A//b/c}" &> /f'), []],
    ['SHELL', 'FROM alpine:3.20\nRUN apk add bash\nSHELL ["/bin/bash", "-c"]\nRUN cat <<< a\n', []],
  ]);
});
