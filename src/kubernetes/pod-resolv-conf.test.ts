import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { podResolvConf } from './pod-resolv-conf.ts';
import type { ClusterDns, PodDns } from './pod-resolv-conf.ts';

const node: ClusterDns['node'] = { nameservers: ['10.0.0.2'], searches: ['corp.example'], options: ['edns0', 'timeout:3'] };

/** Each as the kubelet's own GetPodDNS (1.33.0) answers it. */
describe('podResolvConf', () => {
  const cases: readonly (readonly [string, Partial<PodDns>, ClusterDns, string])[] = [
    [
      'ClusterFirst is the default',
      {},
      { node },
      'search ns.svc.cluster.local svc.cluster.local cluster.local corp.example\nnameserver 10.96.0.10\noptions ndots:5\n',
    ],
    [
      'ClusterFirst on the host network is Default',
      { hostNetwork: true },
      { node },
      'search corp.example\nnameserver 10.0.0.2\noptions edns0 timeout:3\n',
    ],
    [
      'ClusterFirstWithHostNet',
      { hostNetwork: true, policy: 'ClusterFirstWithHostNet' },
      { node, domain: 'k.example', servers: ['10.0.0.9'] },
      'search ns.svc.k.example svc.k.example k.example corp.example\nnameserver 10.0.0.9\noptions ndots:5\n',
    ],
    [
      'None takes the pod alone',
      {
        policy: 'None',
        config: { nameservers: ['1.1.1.1'], searches: ['a.example'], options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }] },
      },
      { node },
      'search a.example\nnameserver 1.1.1.1\noptions ndots:2 edns0\n',
    ],
    [
      'dnsConfig is added, options replace',
      {
        config: {
          nameservers: ['10.96.0.10', '1.1.1.1'],
          searches: ['cluster.local', 'x.example'],
          options: [{ name: 'ndots', value: '1' }],
        },
      },
      {},
      'search ns.svc.cluster.local svc.cluster.local cluster.local x.example\nnameserver 10.96.0.10\nnameserver 1.1.1.1\noptions ndots:1\n',
    ],
    [
      'no cluster DNS falls back to the node',
      {},
      { node, servers: [] },
      'search corp.example\nnameserver 10.0.0.2\noptions edns0 timeout:3\n',
    ],
    ['no cluster domain', {}, { node, domain: '' }, 'search corp.example\nnameserver 10.96.0.10\noptions ndots:5\n'],
  ];
  for (const [title, pod, cluster, text] of cases) {
    it(title, () => assert.equal(podResolvConf({ hostNetwork: false, namespace: 'ns', ...pod }, cluster).text, text));
  }

  it('applies the kubelet’s limits and says what it drops', () => {
    const searches = ['a.example', 'x'.repeat(254), ...Array.from({ length: 40 }, (_, index) => `d${index}.example`)];
    const found = podResolvConf({
      policy: 'None',
      hostNetwork: false,
      namespace: 'ns',
      config: { nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4'], searches, options: [] },
    });
    assert.equal(found.nameservers.length, 3);
    assert.equal(found.searches.length, 31);
    assert.equal(found.dropped.length, 1 + 10 + 1);
    const long = podResolvConf({
      policy: 'None',
      hostNetwork: false,
      namespace: 'ns',
      config: { nameservers: [], searches: Array.from({ length: 20 }, (_, index) => `${'y'.repeat(200)}${index}`), options: [] },
    });
    assert.ok(long.searches.join(' ').length <= 2048 && long.searches.length === 10);
  });

  it('says what only the node knows', () => {
    assert.deepEqual(podResolvConf({ hostNetwork: false, namespace: 'ns' }).unknown, ['searches']);
    assert.deepEqual(podResolvConf({ hostNetwork: false, namespace: 'ns', policy: 'Default' }).unknown, [
      'nameservers',
      'searches',
      'options',
    ]);
    assert.deepEqual(podResolvConf({ hostNetwork: false, namespace: 'ns', policy: 'None' }).unknown, []);
    assert.equal(podResolvConf({ hostNetwork: false, namespace: 'ns', policy: 'Default' }).ndots, 1);
  });
});
