import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

describe('a digest', () => {
  const digest = `@sha256:${'a'.repeat(64)}`;
  stageCases('old-digest', [
    ['musl without TCP', `FROM alpine:3.16${digest}\n`, ['1 note likely']],
    ['an old glibc', `FROM centos:7${digest}\n`, ['1 note likely']],
    ['musl that is repaired', `FROM alpine:3.20${digest}\n`, []],
    ['Debian 12', `FROM debian:12${digest}\n`, []],
    ['without a digest a rebuild brings the fix', 'FROM alpine:3.16\n', []],
    ['a digest without a tag tells no version', `FROM alpine${digest}\n`, []],
  ]);

  test('the words name the defect and where it is repaired', () => {
    const [finding] = findingsOf('old-digest', `FROM alpine:3.16${digest}\n`);
    assert.match(finding?.message ?? '', /^alpine:3\.16 is pinned by digest to musl 1\.2\.3.*no DNS over TCP.*\(fixed in 1\.2\.4\)/);
  });
});
