import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podFindings } from '../workload-rule.suite.ts';

const debug = (image: string): string => `  ephemeralContainers:\n  - name: debugger\n    image: ${image}\n    targetContainerName: web\n`;

test('an ephemeral container of the other C library, in both directions', () => {
  const [onGlibc] = podFindings('debug-image-other-libc', 'debian:12', debug('alpine:3.20'));
  assert.match(onGlibc?.message ?? '', /alpine:3\.20/);
  const [onMusl] = podFindings('debug-image-other-libc', 'alpine:3.20', debug('debian:12'));
  assert.match(onMusl?.message ?? '', /debian:12/);
});

test('of the same family: nothing', () => {
  assert.deepEqual(podFindings('debug-image-other-libc', 'alpine:3.20', debug('busybox:musl')), []);
  assert.deepEqual(podFindings('debug-image-other-libc', 'debian:12', debug('ubuntu:24.04')), []);
});
