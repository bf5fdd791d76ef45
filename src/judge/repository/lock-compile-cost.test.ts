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
    assert.match(finding?.message ?? '', /has a compiler\.\nCompiling asks for .*\nNot in this stage: libpq-dev\./);
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
