import type { FuzzTarget } from '../../tools/fuzz-target.ts';
import { podResolvConf } from './pod-resolv-conf.ts';
import { readManifests } from './read-manifests.ts';

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'manifests',
    seeds: () => seeds.map((seed) => new TextEncoder().encode(seed)),
    run: (input) => {
      for (const { dns } of readManifests(new TextDecoder().decode(input)).workloads) podResolvConf(dns);
    },
  },
];

const seeds = [
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, namespace: b }\nspec:\n  template:\n    metadata: { labels: { app: a } }\n    spec:\n      dnsPolicy: None\n      dnsConfig:\n        nameservers: [1.1.1.1]\n        searches: [x.y]\n        options: [{ name: ndots, value: "1" }, { name: edns0 }]\n      initContainers: [{ name: i, image: busybox, restartPolicy: Always }]\n      containers:\n        - name: c\n          image: "alpine:3.20"\n          env: [{ name: DB_HOST, value: db.svc }, { name: U, value: "http://u:p@h.example:80/x" }]\n          args: ["--server=redis:6379"]\n---\nkind: Service\napiVersion: v1\nmetadata: { name: s }\nspec: { clusterIP: None }\n',
  'apiVersion: v1\nkind: List\nitems:\n  - &a { apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { hostNetwork: true, containers: [{ image: x }] } }\n  - *a\n---\nx: {{ .Values.y }}\n---\n{{- if .Z }}\n---\nconfig: |\n  {{ text }}\n',
];
