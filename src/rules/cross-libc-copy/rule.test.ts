import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('what crosses to the other C library', () => {
  const rust = 'RUN cargo build --release';
  const copy = 'COPY --from=0 /target/release/app /app\nCMD ["/app"]\n';
  stageCases('cross-libc-copy', [
    ['glibc to musl', `FROM rust:1\n${rust}\nFROM alpine:3.20\n${copy}`, ['4 error likely']],
    [
      'musl to glibc',
      'FROM node:22-alpine\nWORKDIR /app\nRUN npm ci\nFROM node:22-slim\nCOPY --from=0 /app/node_modules /app/node_modules\n',
      ['5 warning possible'],
    ],
    ['one family', `FROM rust:1-bookworm\n${rust}\nFROM debian:12-slim\n${copy}`, []],
    ['static against musl', `FROM rust:1-alpine\n${rust}\nFROM debian:12-slim\n${copy}`, []],
    ['comes with the move', `FROM rust:1\n${rust}\nFROM debian:12-slim\n${copy}`, ['4 error likely'], { on: 'alpine:3.23' }],
  ]);

  test('the words name both sides', () => {
    const [finding] = findingsOf('cross-libc-copy', `FROM rust:1-bookworm\n${rust}\nFROM alpine:3.20\n${copy}`);
    assert.match(finding?.message ?? '', /rust:1-bookworm \(glibc 2\.36\)/);
    assert.match(finding?.message ?? '', /alpine:3\.20 \(musl 1\.2\.5\)/);
  });
});
