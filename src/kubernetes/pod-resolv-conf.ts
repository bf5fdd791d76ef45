/** What a pod says about its resolver. */
export interface PodDns {
  /** Default `ClusterFirst`. */
  readonly policy?: string;
  readonly config?: {
    readonly nameservers: readonly string[];
    readonly searches: readonly string[];
    readonly options: readonly { readonly name: string; readonly value?: string }[];
  };
  readonly hostNetwork: boolean;
  readonly namespace: string;
}

/** What the cluster and the node add; every field has the value of a kubeadm cluster when it is left out. */
export interface ClusterDns {
  /** `cluster.local`; the empty string is a kubelet without a cluster domain. */
  readonly domain?: string;
  /** Addresses of the cluster's DNS service; empty is a kubelet without --cluster-dns. */
  readonly servers?: readonly string[];
  /** The node's own resolv.conf, where it is known. */
  readonly node?: { readonly nameservers: readonly string[]; readonly searches: readonly string[]; readonly options: readonly string[] };
}

export interface PodResolvConf {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  /** As written in the file: `ndots:5`. */
  readonly options: readonly string[];
  /** As a resolver reads it: 1 without an option. */
  readonly ndots: number;
  /** /etc/resolv.conf as the container runtime writes it. */
  readonly text: string;
  /** Fields that also hold what the node's resolv.conf has, which is not known. */
  readonly unknown: readonly ('nameservers' | 'searches' | 'options')[];
  /** What the kubelet leaves out because of its limits. */
  readonly dropped: readonly string[];
}

/**
 * The resolv.conf that the kubelet gives a pod (kubernetes pkg/kubelet/network/dns GetPodDNS, limits of 1.28 and later: 3 nameservers,
 * 32 search domains, 2048 characters, 253 a domain) and containerd writes.
 */
export function podResolvConf(pod: PodDns, cluster: ClusterDns = {}): PodResolvConf {
  const base = baseConfig(pod, cluster);
  const { config } = pod;
  const nameservers = unique([...base.nameservers, ...(config?.nameservers ?? [])]);
  const searches = unique([...base.searches, ...(config?.searches ?? [])]);
  // Without a dnsConfig the options stay as they are.
  const options = config === undefined ? base.options : mergeOptions(base.options, config.options);
  const limited = fitSearches(config === undefined ? base.searches : searches);
  const servers = config === undefined ? base.nameservers : nameservers;
  const kept = servers.slice(0, MAX_NAMESERVERS);
  return {
    nameservers: kept,
    searches: limited.searches,
    options,
    ndots: ndotsOf(options),
    text: fileText(kept, limited.searches, options),
    unknown: base.unknown,
    dropped: [...servers.slice(MAX_NAMESERVERS), ...limited.dropped],
  };
}

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;
const MAX_DOMAIN = 253;

interface Base {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
  readonly unknown: PodResolvConf['unknown'];
}

function baseConfig({ policy = 'ClusterFirst', hostNetwork, namespace }: PodDns, cluster: ClusterDns): Base {
  const { domain = 'cluster.local', servers = ['10.96.0.10'], node } = cluster;
  if (policy === 'None') return { nameservers: [], searches: [], options: [], unknown: [] };
  const usesNode = policy === 'Default' || (policy === 'ClusterFirst' && hostNetwork) || servers.length === 0;
  if (usesNode)
    return node === undefined
      ? { nameservers: [], searches: [], options: [], unknown: ['nameservers', 'searches', 'options'] }
      : { ...node, unknown: [] };
  const own = domain === '' ? [] : [`${namespace}.svc.${domain}`, `svc.${domain}`, domain];
  const searches = domain === '' ? (node?.searches ?? []) : unique([...own, ...(node?.searches ?? [])]);
  return { nameservers: servers, searches, options: ['ndots:5'], unknown: node === undefined ? ['searches'] : [] };
}

/** The pod's options replace those of the same name. The kubelet's own order is random; here the first place is kept. */
function mergeOptions(
  existing: readonly string[],
  added: readonly { readonly name: string; readonly value?: string }[],
): readonly string[] {
  const merged = new Map<string, string>();
  for (const option of existing) {
    const colon = option.indexOf(':');
    merged.set(colon === -1 ? option : option.slice(0, colon), colon === -1 ? '' : option.slice(colon + 1));
  }
  for (const { name, value = '' } of added) merged.set(name, value);
  return [...merged].map(([name, value]) => (value === '' ? name : `${name}:${value}`));
}

function fitSearches(all: readonly string[]): { readonly searches: readonly string[]; readonly dropped: readonly string[] } {
  const dropped = all.slice(MAX_SEARCHES);
  const short = all.slice(0, MAX_SEARCHES).filter((domain) => {
    const fits = Buffer.byteLength(domain) <= MAX_DOMAIN;
    if (!fits) dropped.push(domain);
    return fits;
  });
  while (short.length > 0 && Buffer.byteLength(short.join(' ')) > MAX_SEARCH_CHARACTERS) dropped.push(short.pop() ?? '');
  return { searches: short, dropped };
}

/** The last one counts; a resolver takes the leading digits. */
function ndotsOf(options: readonly string[]): number {
  const value = options.findLast((option) => /^ndots:\d/.test(option));
  return value === undefined ? 1 : Number.parseInt(value.slice('ndots:'.length), 10);
}

/** containerd's parseDNSOptions. */
function fileText(nameservers: readonly string[], searches: readonly string[], options: readonly string[]): string {
  const search = searches.length === 0 ? '' : `search ${searches.join(' ')}\n`;
  const servers = nameservers.map((address) => `nameserver ${address}\n`).join('');
  return `${search}${servers}${options.length === 0 ? '' : `options ${options.join(' ')}\n`}`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
