import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('static against glibc', () => {
  const go = (from: string, environment: string, to = 'scratch'): string =>
    `FROM ${from}\nENV ${environment}\nRUN go build -ldflags '-linkmode external -extldflags "-static"' -o /app .\nFROM ${to}\nCOPY --from=0 /app /app\n`;
  stageCases('static-glibc', [
    ['cgo on Debian, for scratch', go('golang:1.25', 'CGO_ENABLED=1'), ['3 note possible']],
    ['for Alpine', go('golang:1.25', 'CGO_ENABLED=1', 'alpine:3.20'), ['3 note possible']],
    ['without cgo', go('golang:1.25', 'CGO_ENABLED=0'), []],
    ['against musl', go('golang:1.25-alpine', 'CGO_ENABLED=1'), []],
    ['for the very same glibc', go('golang:1.25-bookworm', 'CGO_ENABLED=1', 'debian:12-slim'), []],
    ['gcc -static', 'FROM debian:12\nRUN gcc -static -o /app app.c\nFROM alpine:3.20\nCOPY --from=0 /app /app\n', ['2 note possible']],
  ]);

  test('the words', () => {
    const [finding] = findingsOf(
      'static-glibc',
      'FROM debian:12\nRUN gcc -static -o /app app.c\nFROM alpine:3.20\nCOPY --from=0 /app /app\n',
    );
    assert.match(finding?.message ?? '', /^`gcc -static -o \/app app\.c` links glibc statically in debian:12 \(glibc 2\.36\)\./);
  });
});
