import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readManifests } from './read-manifests.ts';

const deployment = (spec: string, kind = 'Deployment'): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  template:\n    metadata:\n      labels: { app: web }\n    spec:\n${spec.replaceAll(/^/gm, '      ')}\n`;

describe('readManifests', () => {
  it('finds the pod in every kind that has one', () => {
    const pod = 'containers: [{ name: c, image: alpine }]';
    for (const kind of [
      'Deployment',
      'DaemonSet',
      'StatefulSet',
      'ReplicaSet',
      'ReplicationController',
      'Job',
      'Rollout',
      'DeploymentConfig',
    ]) {
      assert.deepEqual(
        readManifests(deployment(pod, kind)).workloads.map((found) => [found.kind, found.namespace, found.containers[0]?.image]),
        [[kind, 'shop', 'alpine']],
      );
    }
    const cron =
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: c }\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: x }] } } } } }\n';
    assert.equal(readManifests(cron).workloads[0]?.containers[0]?.image, 'x');
    const list = `apiVersion: v1\nkind: List\nitems:\n- { apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ image: y }] } }\n- { apiVersion: v1, kind: Service, metadata: { name: s, namespace: n }, spec: { clusterIP: None } }\n`;
    const found = readManifests(list);
    assert.deepEqual(
      [found.workloads[0]?.name, found.services.map(({ name, namespace, headless }) => [name, namespace, headless])],
      ['p', [['s', 'n', true]]],
    );
  });

  it('takes documents without content for nothing', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ image: y }] }\n';
    const found = readManifests(`---\n---\n# only a comment\n---\n${pod}---\n\n`);
    assert.deepEqual([found.workloads.length, found.passedOver], [1, []]);
  });

  it('reads roles, DNS settings and where the image stands', () => {
    const text = deployment(
      [
        'hostNetwork: true',
        'dnsPolicy: ClusterFirstWithHostNet',
        'dnsConfig:',
        '  nameservers: ["1.1.1.1"]',
        '  searches: [a.example]',
        '  options:',
        '    - name: ndots',
        '      value: "2"',
        '    - name: single-request-reopen',
        'initContainers:',
        '  - { name: i, image: busybox:1.36 }',
        '  - { name: s, image: envoy, restartPolicy: Always }',
        'containers:',
        '  - name: app',
        '    image: "corp/app:1"',
        'ephemeralContainers:',
        '  - { name: debug, image: nicolaka/netshoot }',
      ].join('\n'),
    );
    const [workload] = readManifests(`# first\n---\n${text}`).workloads;
    assert.deepEqual(
      workload?.containers.map(({ role, image }) => `${role} ${image ?? ''}`),
      ['init busybox:1.36', 'sidecar envoy', 'main corp/app:1', 'ephemeral nicolaka/netshoot'],
    );
    assert.deepEqual(workload?.dns, {
      hostNetwork: true,
      namespace: 'shop',
      policy: 'ClusterFirstWithHostNet',
      config: {
        nameservers: ['1.1.1.1'],
        searches: ['a.example'],
        options: [{ name: 'ndots', value: '2' }, { name: 'single-request-reopen' }],
      },
    });
    const full = `# first\n---\n${text}`;
    for (const { image = '', imageOffset } of workload?.containers ?? [])
      assert.ok(full.slice(imageOffset).replace(/^"/, '').startsWith(image), image);
    assert.ok(full.slice(workload?.dnsOffset).startsWith('nameservers'));
  });

  it('collects the host names that containers are told', () => {
    const text = deployment(
      [
        'containers:',
        '  - image: x',
        '    env:',
        '      - { name: DB_HOST, value: db }',
        '      - { name: DB_PORT, value: "5432" }',
        '      - { name: CACHE_URL, value: "redis://:secret@cache.shop.svc.cluster.local:6379/0" }',
        '      - { name: PEERS, value: "a-0.a:2380,a-1.a:2380" }',
        '      - { name: VERSION, value: v1.2.3 }',
        '      - { name: API, value: api.example.com }',
        '    args: ["--upstream=http://users.auth/x", "--level", "debug", "10.0.0.1:80"]',
      ].join('\n'),
    );
    const hints = readManifests(text).workloads[0]?.containers[0]?.hosts.map(({ name, from }) => `${name} ${from}`);
    assert.deepEqual(hints, [
      'db env DB_HOST',
      'cache.shop.svc.cluster.local env CACHE_URL',
      'a-0.a env PEERS',
      'a-1.a env PEERS',
      'api.example.com env API',
      'users.auth args',
    ]);
  });

  it('passes templates over, each document by itself', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: ok }\nspec: { containers: [{ image: "{{ .Values.image }}" }] }\n';
    const found = readManifests(
      `${pod}---\nname: {{ .Release.Name }}\n---\n{{- if .Values.x }}\na: 1\n{{- end }}\n---\na: [\n---\napiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  key: "{{ request.object }}"\n  message: |\n    {{ text }}\n---\nreplicas: 2\n`,
    );
    assert.deepEqual(
      found.workloads.map(({ name, containers }) => [name, containers[0]?.image]),
      [['ok', undefined]],
    );
    assert.deepEqual(
      found.passedOver.map(({ reason }) => reason),
      ['template', 'template', 'not-yaml', 'no-workload', 'no-object'],
    );
  });

  it('reads braces and dashes in block scalars as text, aliases and merges as YAML', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n  x: |\n    {{ dash }}\n    ---\n    y\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: p }\nx-c: &c { image: a }\nspec:\n  containers:\n    - *c\n    - <<: *c\n      name: n\n';
    const found = readManifests(text);
    assert.deepEqual(found.passedOver, []);
    assert.deepEqual(
      found.workloads[0]?.containers.map(({ image }) => image),
      ['a', 'a'],
    );
  });
});
