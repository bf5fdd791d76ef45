import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const alpine = (lines: string): string => `FROM alpine:3.20\n${lines}\n`;
const debian = (lines: string): string => `FROM debian:12-slim\n${lines}\n`;
const fails = ['2 error likely'];

describe('a user that nobody makes', () => {
  stageCases('missing-user', [
    ['Alpine', alpine('USER app'), fails],
    ['Debian', debian('USER app'), fails],
    ['made on Alpine', alpine('RUN adduser -D app\nUSER app'), []],
    ['made on Debian', debian('RUN useradd -m app\nUSER app'), []],
    ['a number', debian('USER 1000:1000'), []],
    ['of the base', alpine('USER nobody'), []],
    ['a script that may make it', debian('COPY setup.sh /\nRUN /setup.sh\nUSER app'), []],
    ['copied', 'FROM scratch\nCOPY passwd /etc/passwd\nUSER app\n', []],
    ['an image that may bring it', 'FROM postgres:17-alpine\nUSER app\n', []],
  ]);
});

describe('made in the words of another distribution', () => {
  stageCases('missing-user', [
    ['--gid is for addgroup alone in busybox', alpine('RUN adduser --system --gid 1000 app'), fails],
    ['addgroup --gid is known to it', alpine('RUN addgroup --gid 1000 app'), []],
    ['what both know', alpine('RUN adduser --disabled-password --gecos "" --home /app --uid 10 app'), []],
    ['adduser -D on Debian', debian('RUN adduser -D app'), fails],
    ['addgroup -g on Debian is ambiguous', debian('RUN addgroup -g 1000 app'), fails],
    ['long options on Debian', debian('RUN addgroup --system --gid 10 app && adduser --system --ingroup app app'), []],
    ['with shadow', alpine('RUN apk add shadow && useradd -r app'), []],
    ['useradd without shadow is a missing program', alpine('RUN useradd -r app'), []],
    ['on another base it is an edit', alpine('RUN adduser -D app'), ['2 note likely'], { on: 'debian:13-slim' }],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('missing-user', debian('RUN addgroup -g 1000 app'));
    assert.equal(
      finding?.message,
      '`addgroup -g 1000 app`: -g is not an option of addgroup on debian:12-slim (glibc 2.36); the build stops there.',
    );
  });
});
