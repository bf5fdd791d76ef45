import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podFindings } from '../workload-rule.suite.ts';

const options = (text: string): string => `  dnsConfig:\n    options:\n    - ${text}\n`;

test('ndots:1 where the manifest names a service of another namespace: an error on musl, nothing on glibc', () => {
  const text = options('{name: ndots, value: "1"}');
  const [finding] = podFindings('pod-resolver', 'alpine:3.20', text);
  assert.deepEqual([finding?.severity, finding?.certainty], ['error', 'likely']);
  assert.match(finding?.message ?? '', /redis\.cache\.svc, which then is not found/);
  assert.deepEqual(podFindings('pod-resolver', 'debian:12', text), []);
});

test('an option that only glibc knows', () => {
  const text = options('{name: single-request-reopen}');
  assert.match(podFindings('pod-resolver', 'alpine:3.20', text)[0]?.message ?? '', /single-request-reopen.*without effect/);
  assert.deepEqual(podFindings('pod-resolver', 'debian:12', text), []);
});

test('a pod that says nothing about DNS has what every pod has', () => {
  assert.deepEqual(podFindings('pod-resolver', 'alpine:3.20'), []);
  assert.deepEqual(podFindings('pod-resolver', 'debian:12'), []);
});
