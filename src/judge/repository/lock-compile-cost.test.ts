import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf } from '../../rules/stage-rule.suite.ts';
import type { Finding } from '../../report/report.ts';

const lock = `version = 1
requires-python = ">=3.12"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "psycopg2" }]

[[package]]
name = "psycopg2"
version = "2.9.12"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example/psycopg2-2.9.12.tar.gz", hash = "sha256:00" }
`;

function compiles(from: string, before = 'true'): Finding | undefined {
  const text = `FROM ${from}\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN ${before}\nRUN pip install uv && uv sync --frozen\n`;
  const files = { 'uv.lock': lock, 'pyproject.toml': '[project]\nname = "app"\nversion = "0.1.0"\ndependencies = ["psycopg2"]\n' };
  return findingsOf('package-compiles', text, { files })[0];
}

describe('packages of a lock that compile', () => {
  test('on Alpine without a compiler', () => {
    const finding = compiles('python:3.12-alpine');
    assert.equal(finding?.severity, 'error');
    assert.match(
      finding?.message ?? '',
      /Compiling asks for gcc, musl-dev and libpq-dev: 140 MB installed with all dependencies, by the package index of Alpine 3\.17\.\nNot in this stage: gcc, musl-dev, libpq-dev\./,
    );
  });

  test('with a compiler and without the headers', () => {
    const finding = compiles('python:3.12-alpine', 'apk add build-base');
    assert.deepEqual([finding?.severity, finding?.certainty], ['warning', 'possible']);
    assert.match(finding?.message ?? '', /has gcc and musl-dev\.\nCompiling asks for .*\nNot in this stage: libpq-dev\./);
  });

  test('with both it is a note, and says what becomes of them', () => {
    const finding = compiles('python:3.12-alpine', 'apk add gcc musl-dev libpq-dev');
    assert.equal(finding?.severity, 'note');
    assert.match(finding?.message ?? '', /gcc, musl-dev, libpq-dev stay in the image that runs\./);
  });

  test('on Debian slim in its own names, on the full image a note', () => {
    assert.match(
      compiles('python:3.12-slim-bookworm')?.message ?? '',
      /Compiling asks for gcc, libc6-dev and libpq-dev: \d+ MB .* Debian 12\.\nNot in this stage: gcc, libc6-dev, libpq-dev\./,
    );
    assert.equal(compiles('python:3.12-bookworm')?.severity, 'note');
  });
});

describe('packages of npm that compile', () => {
  const npm = (name: string, more: object = {}): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { ['optional' in more ? 'optionalDependencies' : 'dependencies']: { [name]: '1.0.0' } },
        [`node_modules/${name}`]: { version: '1.0.0', hasInstallScript: true, ...more },
      },
    });
  const found = (from: string, lock: string, before = 'true', command = 'npm ci'): Finding | undefined =>
    findingsOf('package-compiles', `FROM ${from}\nWORKDIR /app\nCOPY package*.json ./\nRUN ${before}\nRUN ${command}\n`, {
      files: { 'package-lock.json': lock },
    })[0];
  const rdkafka = npm('node-rdkafka', { dependencies: { nan: '1', bindings: '1' } });

  test('node-gyp asks for python3, make and g++ on slim as on Alpine', () => {
    for (const from of ['node:22-alpine', 'node:22-slim']) {
      const finding = found(from, rdkafka);
      assert.deepEqual([finding?.severity, finding?.certainty], ['warning', 'possible']);
      assert.match(finding?.message ?? '', /has no python3, no make, no g\+\+, so the installation fails there/);
    }
    assert.equal(found('node:22', rdkafka)?.severity, 'note');
  });

  test('a compiler without Python is not enough', () => {
    assert.match(found('node:22-alpine', rdkafka, 'apk add build-base')?.message ?? '', /has no python3, so the installation fails/);
    assert.equal(found('node:22-alpine', rdkafka, 'apk add build-base python3 bash openssl-dev zlib-dev')?.severity, 'note');
  });

  const scripted = npm('some-addon', { dependencies: { nan: '1' } });
  test('a package of which only its signs are known, on glibc', () => {
    assert.match(
      found('node:22-slim', scripted)?.message ?? '',
      /install script and tools for building: unless the tarball brings a build/,
    );
    assert.equal(found('node:22', scripted), undefined);
    assert.equal(found('node:22-slim', scripted, 'true', 'npm ci --ignore-scripts'), undefined);
    assert.equal(found('node:22-slim', npm('some-addon', { dependencies: { 'node-gyp-build': '1', nan: '1' } })), undefined);
    assert.equal(found('node:22-slim', npm('some-addon', { optional: true, dependencies: { nan: '1' } })), undefined);
  });
});
