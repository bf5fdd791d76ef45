import type { PodDns } from './pod-resolv-conf.ts';

/** What a manifest runs. Offsets are UTF-16 code units of the file. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  /** `default` where the manifest names none. */
  readonly namespace: string;
  readonly namespaceGiven: boolean;
  readonly containers: readonly Container[];
  readonly dns: PodDns;
  /** `hostAliases`: names that resolve without a server. */
  readonly hostAliases: readonly string[];
  /** The pod's own fully qualified name is its host name (`setHostnameAsFQDN`, `subdomain`). */
  readonly subdomain?: string;
  /** Labels of the pod, to find the Services in front of it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly offset: number;
  /** Where `dnsPolicy` and `dnsConfig` stand, the pod's spec otherwise. */
  readonly dnsOffset: number;
}

export interface Container {
  /** `ephemeral` containers are added for debugging. */
  readonly role: 'main' | 'init' | 'sidecar' | 'ephemeral';
  readonly name: string;
  /** undefined where the manifest has none, or a placeholder of a template. */
  readonly image?: string;
  readonly imageOffset: number;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Names of hosts that environment and arguments mention. */
  readonly hosts: readonly HostHint[];
}

/** A host name that a container is told: `redis.cache`, `api.example.com`. */
export interface HostHint {
  readonly name: string;
  /** `env REDIS_URL`, `args`, `command`. */
  readonly from: string;
  readonly offset: number;
}

/** A Service of the same manifests: its names are what pods look up. */
export interface Service {
  readonly name: string;
  readonly namespace: string;
  readonly headless: boolean;
  /** CNAME of type ExternalName. */
  readonly externalName?: string;
  readonly offset: number;
}

export interface Manifests {
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  /** Documents that hold no workload for a reason worth saying: templates, broken YAML, values files, policies. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly reason: 'template' | 'not-yaml' | 'no-object' | 'no-workload';
  readonly why: string;
  readonly offset: number;
}
