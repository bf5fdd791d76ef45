import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { dockerResolvConf, podStand } from './pod-stand.ts';

const pod = (spec: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  containers:\n    - name: web\n      image: web\n${spec}${more}`;

test('ClusterFirst, with what the node adds', () => {
  const { resolvConf, notes, workload } = podStand(pod(''), {
    servers: ['10.0.0.10'],
    nodeResolvConf: 'nameserver 192.0.2.1\nsearch corp.test\n',
  });
  assert.equal(
    resolvConf,
    'search shop.svc.cluster.local svc.cluster.local cluster.local corp.test\nnameserver 10.0.0.10\noptions ndots:5\n',
  );
  assert.deepEqual([workload, notes], ['Pod/web', []]);
});

test('what is not known is said', () => {
  const { notes } = podStand(pod(''), { servers: [], namespace: 'other' });
  assert.deepEqual(notes, ["searches also hold what the node's resolv.conf has: give it with --resolv-conf"]);
});

test('policies and options of the pod', () => {
  const none = podStand(
    pod("  dnsPolicy: None\n  dnsConfig:\n    nameservers: ['192.0.2.9']\n    options: [{ name: ndots, value: '1' }]\n"),
    { servers: [] },
  );
  assert.equal(none.resolvConf, 'nameserver 192.0.2.9\noptions ndots:1\n');
  const host = podStand(pod('  hostNetwork: true\n'), { servers: [], nodeResolvConf: 'nameserver 192.0.2.1\noptions edns0\n' });
  assert.equal(host.resolvConf, 'nameserver 192.0.2.1\noptions edns0\n');
});

test('Windows pods and ambiguous manifests are refused', () => {
  const refused = (code: string, run: () => unknown): void => {
    assert.throws(run, (error) => error instanceof BasewiseError && error.code === code, code);
  };
  refused('windows-pod', () => podStand(pod('  os:\n    name: windows\n'), { servers: [] }));
  refused('windows-pod', () => podStand(pod('  nodeSelector:\n    kubernetes.io/os: windows\n'), { servers: [] }));
  refused('no-workload', () => podStand('a: b\n', { servers: [] }));
  const two = `${pod('')}---\n${pod('  dnsPolicy: Default\n').replace('name: web\n  namespace', 'name: job\n  namespace')}`;
  refused('several-workloads', () => podStand(two, { servers: [] }));
  assert.equal(podStand(two, { servers: ['192.0.2.1'], workload: 'web' }).workload, 'Pod/web');
});

test('a plain container on a network of its own', () => {
  assert.equal(dockerResolvConf(['192.0.2.1']), 'nameserver 192.0.2.1\noptions ndots:0\n');
});
