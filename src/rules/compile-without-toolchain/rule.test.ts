import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('cgo', () => {
  const go = (from: string, before = 'true'): string => `FROM ${from}\nENV CGO_ENABLED=1\nRUN ${before}\nRUN go build -o /app .\n`;
  stageCases('compile-without-toolchain', [
    ['Alpine without a compiler', go('golang:1.25-alpine'), ['4 error likely']],
    ['Alpine with a compiler and no headers', go('golang:1.25-alpine', 'apk add gcc'), ['4 error likely']],
    ['Alpine with both', go('golang:1.25-alpine', 'apk add gcc musl-dev'), []],
    ['Alpine with build-base', go('golang:1.25-alpine', 'apk add build-base'), []],
    ['Debian, whose Go image has a compiler', go('golang:1.25'), []],
    [
      'Debian slim with its own Go',
      'FROM debian:12-slim\nENV CGO_ENABLED=1\nRUN apt-get install -y --no-install-recommends golang-go\nRUN go build -o /app .\n',
      ['4 error likely'],
    ],
    ['without cgo', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=0\nRUN go build -o /app .\n', []],
    ['a compiler of another kind', 'FROM golang:1.25-alpine\nENV CGO_ENABLED=1 CC="zig cc"\nRUN go build -o /app .\n', []],
  ]);

  test('the words say what is missing and how to get it', () => {
    const [finding] = findingsOf('compile-without-toolchain', go('golang:1.25-alpine', 'apk add gcc'));
    assert.match(
      finding?.message ?? '',
      /^`go build -o \/app \.` compiles C, and musl-dev \(the headers of libc\) is not in golang:1\.25-alpine/,
    );
    assert.equal(finding?.fix, 'apk add gcc musl-dev in this stage');
  });
});
