import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('a shell', () => {
  stageCases('missing-shell', [
    ['CMD in shell form on distroless', 'FROM gcr.io/distroless/base-debian12\nCMD /app\n', ['2 error likely']],
    ['on scratch', 'FROM scratch\nCOPY app /app\nENTRYPOINT /app\n', ['3 error likely']],
    ['RUN', 'FROM gcr.io/distroless/static-debian12\nRUN /app --setup\n', ['2 error likely']],
    ['HEALTHCHECK', 'FROM gcr.io/distroless/base-debian12\nHEALTHCHECK CMD curl -f http://localhost\nCMD ["/app"]\n', ['2 error likely']],
    ['exec form', 'FROM gcr.io/distroless/base-debian12\nCMD ["/app"]\n', []],
    ['the debug image has one', 'FROM gcr.io/distroless/base-debian12:debug\nCMD /app\n', []],
    ['Alpine', 'FROM alpine:3.20\nRUN true\nCMD /app\n', []],
    ['Debian', 'FROM debian:12-slim\nRUN true\nCMD /app\n', []],
    ['copied', 'FROM busybox:musl AS b\nFROM scratch\nCOPY --from=b /bin/ /bin/\nCMD /app\n', []],
  ]);

  stageCases('missing-shell', [
    ['bash on Alpine', 'FROM alpine:3.20\nCMD ["bash", "-c", "true"]\n', ['2 error likely']],
    [
      'by its path, with a script',
      'FROM node:22-alpine\nCOPY a.sh /a.sh\nENTRYPOINT ["/bin/bash", "/a.sh"]\n',
      ['3 error likely'],
      { files: { 'a.sh': 'true' } },
    ],
    ['through SHELL', 'FROM alpine:3.20\nSHELL ["/bin/bash", "-c"]\nCMD true\n', ['3 error likely']],
    ['installed', 'FROM alpine:3.20\nRUN apk add bash\nCMD ["bash"]\n', []],
    ['bash on Debian', 'FROM debian:12-slim\nCMD ["bash"]\n', []],
    ["in another publisher's image", 'FROM acme/alpine-tools\nCMD ["bash"]\n', []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('missing-shell', 'FROM gcr.io/distroless/base-debian12\nCMD /app\n');
    assert.match(
      finding?.message ?? '',
      /^CMD in shell form needs \/bin\/sh, which gcr\.io\/distroless\/base-debian12 \(glibc 2\.36\) does not have: the container does not start/,
    );
  });
});
