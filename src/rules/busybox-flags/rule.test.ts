import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const alpine = (run: string): string => `FROM alpine:3.20\nRUN ${run}\n`;
const debian = (run: string): string => `FROM debian:12-slim\nRUN ${run}\n`;
const fails = ['2 error likely'];

describe("GNU's options given to busybox", () => {
  stageCases('busybox-flags', [
    ['grep -P', alpine("grep -P '\\d' /etc/passwd"), fails],
    ['in a cluster', alpine("grep -oP '\\d' /etc/passwd"), fails],
    ['the value of another option', alpine('grep -e -P /etc/passwd'), []],
    ['behind --', alpine('grep x -- -P'), []],
    ['not known before the build', alpine('grep $FLAGS x'), []],
    ['with the package of the program', alpine("apk add grep && grep -P '\\d' /etc/passwd"), []],
    ['with a package that needs it', alpine('apk add dpkg && tar --wildcards -xf a.tar'), []],
    ['find -printf', alpine("find / -printf '%p'"), fails],
    ['find, of the program behind -exec', alpine('find / -exec foo -printf {} ;'), []],
    ['find, as a value', alpine('find / -name -printf'), []],
    ['a date in words', alpine('date -d yesterday +%F'), fails],
    ['a date in words, as one word', alpine("date --date='2 days ago'"), fails],
    ['a date that it reads', alpine('date -d @0'), []],
    ['tar as it has always been called', alpine('tar xzf a.tgz --strip-components=1'), []],
    ['what was believed to be refused', alpine('touch --date=2020-01-01 a && mktemp --tmpdir x.XXXXXX && ls --color=auto'), []],
    ['xargs, which runs another', alpine("printf 'a,b' | xargs -d , rm"), fails],
    ['timeout, which runs another', alpine('timeout --signal=KILL 5 wget x'), fails],
    ['xargs as busybox knows it', alpine('ls | xargs -0 -n 1 rm'), []],
    ['ends the pipe early', alpine('grep -P x y | sort'), ['2 warning likely']],
    ['a condition', alpine('if grep -P x y; then echo z; fi'), ['2 warning likely']],
    ['not the last, and no set -e', alpine('grep -P x y; echo z'), ['2 warning likely']],
    ['not the last, with set -e', alpine('set -eux; grep -P x y; echo z'), fails],
    ['stood in for', alpine('grep -P x y || true'), []],
    ['an option that a later busybox learned: old', 'FROM alpine:3.16\nRUN sort -h x\n', fails],
    ['an option that a later busybox learned: new', 'FROM alpine:3.18\nRUN sort -h x\n', []],
    ['an image that may have brought the program', 'FROM eclipse-temurin:21-alpine\nRUN grep -P x y\n', ['2 note possible']],
    ['an image that has not', 'FROM node:22-alpine\nRUN grep -P x y\n', fails],
    ['Debian, which has GNU programs', debian("grep -P '\\d' /etc/passwd && find / -printf x && date -d yesterday"), []],
    ['on another base it is an edit, and no failure', debian('rm --recursive x'), ['2 note likely'], { on: 'alpine:3.23' }],
  ]);

  test('one program, one finding', () => {
    const [finding, ...more] = findingsOf('busybox-flags', alpine('rm --recursive a\nRUN rm --force b && rm --recursive c'));
    assert.deepEqual([more.length, finding?.count], [0, 3]);
    assert.match(finding?.message ?? '', /^rm with `--recursive` and `--force`: .* refuses each of them/);
  });

  test('the words', () => {
    const [finding] = findingsOf('busybox-flags', alpine('sort --parallel=2 x'));
    assert.equal(
      finding?.message,
      "`sort --parallel`: on alpine:3.20 (musl 1.2.5) sort is busybox's, which refuses it and exits 1; the build stops there.",
    );
    assert.match(finding?.fix ?? '', /^apk add coreutils in this stage/);
  });
});

describe("busybox's options given to the programs of Debian", () => {
  stageCases('busybox-flags', [
    ['date -D', debian('date -D %s -d 1'), fails],
    ['sha256sum -s', debian('sha256sum -s -c sums'), fails],
    ['both know it', debian('sha256sum -c sums'), []],
    ['busybox', alpine('sha256sum -s -c sums'), []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('busybox-flags', debian('sha256sum -s -c sums'));
    assert.match(
      finding?.message ?? '',
      /^`sha256sum -s`: options of busybox, and the sha256sum of debian:12-slim \(glibc 2\.36\) refuses it/,
    );
  });
});
