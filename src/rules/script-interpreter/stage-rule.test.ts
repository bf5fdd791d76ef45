import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const bash = { files: { 'start.sh': '#!/bin/bash\nexec app\n', 'docker/start.sh': '#!/usr/bin/env bash\n' } };

describe('scripts of the build context', () => {
  stageCases('script-interpreter', [
    ['bash on Alpine', 'FROM alpine:3.20\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n', ['3 error likely'], bash],
    ['by env', 'FROM alpine:3.20\nCOPY docker/start.sh /\nCMD /start.sh\n', ['3 error likely'], bash],
    ['in a folder that is copied', 'FROM alpine:3.20\nCOPY docker/ /etc/app/\nCMD ["/etc/app/start.sh"]\n', ['3 error likely'], bash],
    ['from the working directory', 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["./start.sh"]\n', ['4 error likely'], bash],
    ['on PATH', 'FROM alpine:3.20\nCOPY start.sh /usr/local/bin/\nENTRYPOINT ["start.sh"]\n', ['3 error likely'], bash],
    ['under another name', 'FROM alpine:3.20\nCOPY start.sh /usr/bin/boot\nENTRYPOINT ["boot", "-x"]\n', ['3 error likely'], bash],
    [
      'behind dumb-init',
      'FROM alpine:3.20\nRUN apk add dumb-init\nCOPY start.sh /s.sh\nCMD ["dumb-init", "--", "/s.sh"]\n',
      ['4 error likely'],
      bash,
    ],
    ['a build step', 'FROM alpine:3.20\nCOPY start.sh /s.sh\nRUN /s.sh\n', ['3 error likely'], bash],
    ['a package may bring it', 'FROM alpine:3.7\nRUN apk add openvpn\nCOPY start.sh /s.sh\nCMD ["/s.sh"]\n', ['4 warning possible'], bash],
    ['installed', 'FROM alpine:3.20\nRUN apk add bash\nCOPY start.sh /s.sh\nCMD ["/s.sh"]\n', [], bash],
    ['given to a shell', 'FROM alpine:3.20\nCOPY start.sh /s.sh\nCMD ["sh", "/s.sh"]\n', [], bash],
    ['on Debian', 'FROM debian:12-slim\nCOPY start.sh /s.sh\nCMD ["/s.sh"]\n', [], bash],
    ["in another publisher's image", 'FROM acme/alpine-tools\nCOPY start.sh /s.sh\nCMD ["/s.sh"]\n', [], bash],
    ['made by another stage', 'FROM debian:12 AS b\nFROM alpine:3.20\nCOPY --from=b /start.sh /start.sh\nCMD ["/start.sh"]\n', [], bash],
    ['it is not there', 'FROM alpine:3.20\nCOPY other.sh /start.sh\nCMD ["/start.sh"]\n', [], bash],
    [
      'sh where there is no shell',
      'FROM gcr.io/distroless/base-debian12\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n',
      ['3 error likely'],
      { files: { 'run.sh': '#!/bin/sh\n' } },
    ],
    ['sh where there is one', 'FROM alpine:3.20\nCOPY run.sh /run.sh\nCMD ["/run.sh"]\n', [], { files: { 'run.sh': '#!/bin/sh\n' } }],
  ]);
});

describe('carriage returns', () => {
  const dos = { files: { 'start.sh': '#!/bin/sh\r\nexec app\r\n' } };
  const text = (more: string): string => `FROM debian:12-slim\nCOPY start.sh /\n${more}ENTRYPOINT ["/start.sh"]\n`;
  stageCases('script-interpreter', [
    ['on any base', text(''), ['3 error likely'], dos],
    ['taken away', text("RUN sed -i 's/\\r$//' /start.sh\n"), [], dos],
    ['by git', text(''), [], { files: { ...dos.files, '.gitattributes': '*.sh text eol=lf\n' } }],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('script-interpreter', text(''), dos);
    assert.match(finding?.message ?? '', /^start\.sh names the interpreter `\/bin\/sh\\r`: the line ends in a carriage return/);
  });
});
