import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, judgeStageText, stageCases } from '../stage-rule.suite.ts';
import type { Extra } from '../stage-rule.suite.ts';

function message(text: string, extra: Extra = {}): string {
  return findingsOf('install-without-lock', text, extra)[0]?.message ?? '';
}

describe('the Dockerfile that started it all', () => {
  const story = (name: string): string =>
    `FROM python:3.11-alpine\nRUN apk --update add gcc build-base\nRUN pip install --no-cache-dir ${name}\n`;

  test('numpy: which wheel serves which release, and what the compiler costs', () => {
    assert.equal(judgeStageText(story('numpy')).verdict, 'runs');
    const text = message(story('numpy'));
    assert.match(text, /before 1\.25\.0 none, 1\.25\.0 up to 2\.2\.0 musllinux_1_1, 2\.2\.0 up to 2\.5\.0 musllinux_1_2/);
    assert.match(text, /numpy 2\.4\.\d+ is served by its musllinux_1_2_x86_64 wheel \(the newest that Python 3\.11 is given\)/);
    assert.match(
      text,
      /gcc, build-base \(244 MB installed with all dependencies, by the package index of Alpine 3\.17\) stay in the image that runs\. gcc is part of build-base\./,
    );
    assert.match(text, /Nothing named here needs a compiler any more/);
  });

  test('a package that still compiles', () => {
    const text = message(story('psycopg2'));
    assert.match(text, /psycopg2, today 2\.9\.\d+, has no build for musl and is compiled/);
    assert.match(text, /Compiling asks for gcc, musl-dev and libpq-dev on this base: 140 MB/);
    assert.match(text, /Not in this stage: libpq-dev\./);
    assert.match(text, /needed while that is compiled, and not at run time/);
  });

  test('numpy of the time', () => {
    assert.match(message(story('numpy==1.24.4')), /numpy 1\.24\.4 has no build for musl and is compiled/);
    assert.match(message('FROM python:3.11-alpine\nRUN pip install numpy==1.24.4\n'), /Not in this stage: g\+\+, musl-dev, openblas-dev/);
  });
});

describe('on musl', () => {
  const alpine = (lines: string): string => `FROM python:3.12-alpine\n${lines}\n`;
  stageCases('install-without-lock', [
    ['no build and no source', alpine('RUN pip install torch'), ['2 warning possible']],
    ['compiles without its tools', alpine('RUN pip install psycopg2'), ['2 warning possible']],
    ['compiles with its tools', alpine('RUN apk add build-base libpq-dev && pip install psycopg2'), ['2 note possible']],
    ['another name for the headers', alpine('RUN apk add gcc musl-dev postgresql-dev && pip install psycopg2'), ['2 note possible']],
    ['a wheel, and no compiler', alpine('RUN pip install numpy'), []],
    ['a release older than its wheels', alpine('RUN pip install psutil==7.0.0'), ['2 warning possible']],
    ['a release that has no wheel for this Python', 'FROM python:3.14-alpine\nRUN pip install numpy==1.26.4\n', ['2 warning possible']],
    ['musl 1.1', 'FROM python:3.9-alpine3.12\nRUN pip install pillow\n', ['2 warning possible']],
    ['a package that nobody looked up', alpine('RUN pip install flask'), []],
    ['an index of its own', alpine('RUN pip install --extra-index-url https://x.example/simple psycopg2'), []],
    ['with hashes', alpine('RUN pip install --require-hashes -r r.txt'), []],
    ['npm', 'FROM node:22-alpine\nRUN npm install -g node-rdkafka\n', ['2 warning possible']],
    ['npm, prebuilt', 'FROM node:22-alpine\nRUN npm install -g sharp\n', []],
  ]);

  test('what becomes of the tools', () => {
    const virtual = message(alpine('RUN apk add --virtual .b build-base libpq-dev && pip install psycopg2 && apk del .b'));
    assert.match(virtual, /build-base \(244 MB .*\) is removed in the RUN that installs it, without cost in size/);
    const later = message(alpine('RUN apk add build-base libpq-dev\nRUN pip install psycopg2\nRUN apk del build-base libpq-dev'));
    assert.match(later, /is removed in a later RUN, so that the bytes stay in the layer below/);
    const stage = message(
      alpine('RUN apk add build-base libpq-dev && pip install psycopg2\nFROM python:3.12-alpine\nCOPY --from=0 /usr/local /usr/local'),
    );
    assert.match(stage, /is in a build stage, without cost in the size of the image that runs/);
  });

  test('a second Python, and headers whose index has them not', () => {
    assert.match(message(alpine('RUN apk add build-base python3-dev && pip install lz4')), /python3-dev brings a second Python/);
    assert.match(message(alpine('RUN pip install confluent-kafka')), /and librdkafka-dev on top, whose size is not known here/);
  });
});

describe('on glibc', () => {
  stageCases('install-without-lock', [
    ['no wheel for Linux at all, on slim', 'FROM python:3.12-slim\nRUN pip install psycopg2\n', ['2 warning possible']],
    ['the full image has the tools', 'FROM python:3.12\nRUN pip install psycopg2 mysqlclient\n', []],
    ['installed before', 'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev && pip install psycopg2\n', []],
    ['wheels', 'FROM python:3.12-slim\nRUN pip install numpy torch psycopg2-binary\n', []],
    ['a floor above the base', 'FROM python:3.13-slim-bullseye\nRUN pip install ibm-db\n', ['2 warning possible']],
    ['an old Python is given an older release', 'FROM python:3.8-slim-bullseye\nRUN pip install scipy\n', []],
    ['npm', 'FROM node:22-slim\nRUN npm install -g node-rdkafka\n', ['2 warning possible']],
    ['npm, full image', 'FROM node:22\nRUN npm install -g node-rdkafka\n', []],
  ]);

  test('in the names and sizes of the base', () => {
    const text = message('FROM python:3.12-slim-bookworm\nRUN pip install psycopg2\n');
    assert.match(
      text,
      /Compiling asks for gcc, libc6-dev and libpq-dev on this base: \d+ MB installed with all dependencies, by the package index of Debian 12\./,
    );
    assert.match(text, /Not in this stage: gcc, libc6-dev, libpq-dev\./);
    const fix = findingsOf('install-without-lock', 'FROM python:3.12-slim-bookworm\nRUN pip install psycopg2\n')[0]?.fix;
    assert.equal(fix, 'apt-get install --no-install-recommends gcc libc6-dev libpq-dev before this step');
  });
});
