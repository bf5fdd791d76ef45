import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const alpine = (lines: string): string => `FROM alpine:3.20\n${lines}\n`;
const debian = (lines: string): string => `FROM debian:12-slim\n${lines}\n`;

describe('on musl', () => {
  stageCases('ignored-loader-settings', [
    ['tunables of malloc', alpine('ENV MALLOC_ARENA_MAX=2'), ['2 note likely']],
    ['options of the resolver', alpine('ENV RES_OPTIONS="single-request-reopen"'), ['2 note likely']],
    ["a preload at Debian's path", alpine('ENV LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2'), ['2 warning likely']],
    ['a preload where Alpine has it', alpine('RUN apk add jemalloc\nENV LD_PRELOAD=/usr/lib/libjemalloc.so.2'), []],
    ['ldconfig', alpine('RUN ldconfig'), ['2 note likely']],
    ['ldconfig with a folder, which busybox knows no better', alpine('RUN ldconfig /usr/local/lib /opt/lib'), []],
    ['ld.so.conf', alpine('RUN echo /opt/lib > /etc/ld.so.conf.d/opt.conf'), ['2 note likely']],
    ['its own file', alpine('RUN echo /opt/lib >> /etc/ld-musl-x86_64.path'), []],
    ['a search path, which both read', alpine('ENV LD_LIBRARY_PATH=/opt/lib'), []],
    ['a glibc beside musl may read it', 'FROM frolvlad/alpine-glibc\nENV MALLOC_ARENA_MAX=2\n', []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('ignored-loader-settings', alpine('ENV RES_OPTIONS="ndots:1"'));
    assert.equal(
      finding?.message,
      "ENV RES_OPTIONS=ndots:1 has no effect on alpine:3.20 (musl 1.2.5): only glibc's resolver (and c-ares) reads it.",
    );
  });
});

describe('on glibc', () => {
  stageCases('ignored-loader-settings', [
    ['what glibc reads', debian('ENV MALLOC_ARENA_MAX=2 RES_OPTIONS=ndots:1\nRUN ldconfig'), []],
    ['what only musl reads', debian('ENV MUSL_LOCPATH=/usr/share/i18n/locales/musl'), ['2 note likely']],
    ["a preload at musl's path", debian('ENV LD_PRELOAD=/usr/lib/linux-musl/libfoo.so'), ['2 warning likely']],
    ['comes with the move', debian('ENV MALLOC_ARENA_MAX=2'), ['2 note likely'], { on: 'alpine:3.23' }],
  ]);
});
