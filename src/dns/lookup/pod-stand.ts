import { BasewiseError } from '../../errors.ts';
import type { ClusterDns } from '../../kubernetes/pod-resolv-conf.ts';
import { podResolvConf } from '../../kubernetes/pod-resolv-conf.ts';
import { readManifests } from '../../kubernetes/read-manifests.ts';
import type { Workload } from '../../kubernetes/workload.ts';

export interface PodStand {
  readonly workload: string;
  readonly resolvConf: string;
  /** What had to be assumed, or what the kubelet leaves out, for people. */
  readonly notes: readonly string[];
}

export interface PodChoice {
  /** Name of the workload, where the manifest holds several. */
  readonly workload?: string;
  /** Instead of that of the manifest. */
  readonly namespace?: string;
  /** Addresses of the cluster's DNS service. */
  readonly servers: readonly string[];
  /** The node's resolv.conf, where it is known. */
  readonly nodeResolvConf?: string;
}

/** The resolv.conf of a pod in a manifest, as the kubelet writes it; BasewiseError when there is no such pod, or a Windows one. */
export function podStand(manifest: string, choice: PodChoice): PodStand {
  const workload = choose(readManifests(manifest).workloads, choice.workload);
  if (isWindows(manifest)) {
    throw new BasewiseError('windows-pod', 'the pod runs on Windows, whose resolver is not modelled', {
      hint: 'musl, glibc, Go, c-ares and Node on Linux are',
    });
  }
  const namespace = choice.namespace ?? workload.namespace;
  const node = choice.nodeResolvConf === undefined ? undefined : nodeDns(choice.nodeResolvConf);
  const cluster: ClusterDns = { ...(choice.servers.length > 0 && { servers: choice.servers }), ...(node && { node }) };
  const { text, unknown, dropped } = podResolvConf({ ...workload.dns, namespace }, cluster);
  const notes = [
    ...(unknown.length === 0 ? [] : [`${unknown.join(', ')} also hold what the node's resolv.conf has: give it with --resolv-conf`]),
    ...(dropped.length === 0 ? [] : [`left out by the kubelet's limits: ${dropped.join(' ')}`]),
    ...(workload.namespaceGiven || choice.namespace !== undefined
      ? []
      : ['the manifest names no namespace: "default" is assumed (--namespace)']),
  ];
  return { workload: `${workload.kind}/${workload.name}`, resolvConf: text, notes };
}

function choose(workloads: readonly Workload[], name: string | undefined): Workload {
  const fitting = name === undefined ? workloads : workloads.filter((workload) => workload.name === name);
  const [first, second] = fitting;
  if (first === undefined) {
    throw new BasewiseError('no-workload', name === undefined ? 'the manifest holds no pod' : `the manifest holds no workload "${name}"`, {
      ...(workloads.length > 0 && { hint: `it holds ${workloads.map((workload) => workload.name).join(', ')}` }),
    });
  }
  // Several that resolve alike are one answer.
  const settings = new Set(fitting.map(({ dns }) => JSON.stringify(dns)));
  if (second !== undefined && settings.size > 1) {
    throw new BasewiseError('several-workloads', 'the manifest holds several workloads with different DNS settings', {
      hint: `choose one with --workload: ${fitting.map((workload) => workload.name).join(', ')}`,
    });
  }
  return first;
}

/** `spec.os.name`, or the node selector that every Windows pod has. */
function isWindows(manifest: string): boolean {
  return (
    /kubernetes\.io\/os["']?\s*:\s*["']?windows\b/.test(manifest) ||
    /\bos["']?\s*:\s*\{?\s*["']?name["']?\s*:\s*["']?windows\b/.test(manifest)
  );
}

function nodeDns(text: string): NonNullable<ClusterDns['node']> {
  const values = (keyword: string): string[][] =>
    text
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([word]) => word === keyword)
      .map(([, ...rest]) => rest);
  return {
    nameservers: values('nameserver').flatMap((words) => words.slice(0, 1)),
    searches: values('search').at(-1) ?? [],
    options: values('options').flat(),
  };
}

/** A container on a user-defined Docker network: the embedded server forwards to the given ones, no search list, ndots 0. */
export function dockerResolvConf(servers: readonly string[]): string {
  return `${servers.map((server) => `nameserver ${server}\n`).join('')}options ndots:0\n`;
}
