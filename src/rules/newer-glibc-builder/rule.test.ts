import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe("the builder's glibc", () => {
  const build = (from: string, to: string): string =>
    `FROM ${from}\nRUN cargo build --release\nFROM ${to}\nCOPY --from=0 /target/release/app /app\n`;
  stageCases('newer-glibc-builder', [
    ['newer', build('rust:1-trixie', 'debian:bookworm-slim'), ['4 warning possible']],
    ['newer than UBI 8', build('rust:1-bookworm', 'registry.access.redhat.com/ubi8/ubi-minimal'), ['4 warning possible']],
    ['the same', build('rust:1-bookworm', 'debian:bookworm-slim'), []],
    ['older', build('rust:1-bullseye', 'debian:trixie-slim'), []],
    ['musl has no versions', build('rust:1-alpine3.22', 'alpine:3.18'), []],
    ['comes with the move', build('rust:1-trixie', 'debian:trixie-slim'), ['4 warning possible'], { on: 'debian:11-slim' }],
  ]);

  test('the words name both versions', () => {
    const [finding] = findingsOf('newer-glibc-builder', build('rust:1-trixie', 'debian:bookworm-slim'));
    assert.match(finding?.message ?? '', /if it uses anything that glibc 2\.41 has and 2\.36 has not/);
  });
});
