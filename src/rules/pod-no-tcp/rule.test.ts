import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podFindings } from '../workload-rule.suite.ts';

test('a container on musl before 1.2.4, and none on a newer one or on glibc', () => {
  const [finding, ...more] = podFindings('pod-no-tcp', 'alpine:3.17');
  assert.deepEqual([finding?.severity, finding?.certainty, more.length], ['note', 'possible', 0]);
  assert.match(finding?.message ?? '', /^alpine:3\.17: musl 1\.2\.3 never asks again over TCP/);
  assert.deepEqual(podFindings('pod-no-tcp', 'alpine:3.20'), []);
  assert.deepEqual(podFindings('pod-no-tcp', 'debian:12'), []);
});
