import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../report/report.ts';
import { judgeManifest } from './judge-manifest.ts';

function pod(image: string, more: string): readonly Finding[] {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n  - name: web\n    image: ${image}\n    env:\n    - {name: REDIS_HOST, value: redis.cache.svc}\n${more}`;
  const { units } = judgeManifest('pod.yaml', text);
  assert.equal(units[0]?.kind, 'workload');
  return units[0]?.targets[0]?.findings ?? [];
}

const ndots = '  dnsConfig:\n    options:\n    - {name: ndots, value: "1"}\n';

test('ndots:1 and a name of the cluster: musl never searches it, glibc does', () => {
  const [musl] = pod('alpine:3.20', ndots);
  assert.deepEqual([musl?.rule, musl?.severity, musl?.certainty], ['pod-resolver', 'error', 'likely']);
  assert.match(musl?.message ?? '', /redis\.cache\.svc/);
  assert.deepEqual(musl?.where, [
    { file: 'pod.yaml', line: 11, column: 5 },
    { file: 'pod.yaml', line: 9, column: 33 },
  ]);
  assert.deepEqual(pod('debian:13-slim', ndots), []);
});

test('an option that only glibc knows is ignored by musl', () => {
  const options = '  dnsConfig:\n    options:\n    - name: single-request-reopen\n';
  assert.match(pod('alpine:3.20', options)[0]?.message ?? '', /single-request-reopen/);
  assert.deepEqual(pod('debian:12-slim', options), []);
});

test('a search list that passes 255 bytes with its namespace is not read by musl', () => {
  const domain = (letter: string): string => `${letter.repeat(50)}.example.com`;
  const searches = `  dnsConfig:\n    searches: [${['a', 'b', 'c', 'd'].map(domain).join(', ')}]\n`;
  assert.match(pod('alpine:3.17', searches)[0]?.message ?? '', /255 bytes/);
  assert.match(pod('ubuntu:16.04', searches)[0]?.message ?? '', /256 bytes/);
  assert.deepEqual(pod('debian:12', searches), []);
});

test('attempts:0 stops both, each in its own way', () => {
  const attempts = '  dnsConfig:\n    options:\n    - {name: attempts, value: "0"}\n';
  assert.match(pod('alpine:3.20', attempts)[0]?.message ?? '', /SIGFPE/);
  assert.match(pod('debian:12', attempts)[0]?.message ?? '', /sends no question/);
});

test('a debug image of the other C library, and musl without TCP', () => {
  const debug = '  ephemeralContainers:\n  - name: debugger\n    image: nicolaka/netshoot\n';
  assert.deepEqual(
    pod('debian:12', debug).map(({ rule }) => rule),
    ['debug-image-other-libc'],
  );
  assert.deepEqual(
    pod('alpine:3.17', '').map(({ rule }) => rule),
    ['pod-no-tcp'],
  );
});

test('what is no workload says why; an unknown image leaves the verdict open', () => {
  assert.equal(judgeManifest('values.yaml', 'replicas: 2\n').units.length, 0);
  assert.equal(judgeManifest('values.yaml', 'replicas: 2\n').unknown.length, 1);
  assert.deepEqual(
    pod('registry.example/own/app:1', '').map(({ rule }) => rule),
    ['undecided'],
  );
});
