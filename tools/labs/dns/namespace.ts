import type { RealClient } from './real-clients.ts';

/** Host facts of a scenario as the kit writes them. */
export interface HostFacts {
  readonly hostname: string;
  readonly interfaces: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  readonly routes: readonly { readonly destination: string; readonly via: string; readonly interface: string }[];
  readonly sysctl: Readonly<Record<string, number>>;
}

export const etcNames = ['resolv.conf', 'hosts', 'nsswitch.conf'] as const;

/** The shell script that makes a fresh network, mount and UTS name space into the scenario's machine and then becomes the worker. */
export function namespaceScript(host: HostFacts, files: string, clients: readonly RealClient[], worker: readonly string[]): string {
  const roots = [...new Set(clients.map(({ root }) => root))];
  const sysctl = (name: string, value: number): string => `sysctl -qw ${name}=${value}`;
  const all = host.sysctl['net.ipv6.conf.all.disable_ipv6'] ?? 0;
  return [
    'set -e',
    `hostname ${quote(host.hostname)}`,
    sysctl('net.ipv6.conf.default.accept_dad', 0),
    sysctl('net.ipv6.bindv6only', host.sysctl['net.ipv6.bindv6only'] ?? 0),
    'ip link set lo up',
    sysctl('net.ipv6.conf.default.disable_ipv6', host.sysctl['net.ipv6.conf.default.disable_ipv6'] ?? 0),
    ...interfaces(host),
    ...(all === 1 ? [sysctl('net.ipv6.conf.all.disable_ipv6', 1)] : []),
    ...roots.flatMap((root) =>
      etcNames.map((name) => `mount --bind ${quote(`${files}/${name}`)} ${quote(`${root === '/' ? '' : root}/etc/${name}`)}`),
    ),
    `exec ${worker.map((word) => quote(word)).join(' ')}`,
  ].join('\n');
}

function interfaces(host: HostFacts): string[] {
  const others = host.interfaces.filter(({ name }) => name !== 'lo');
  if (others.length === 0) return [];
  return [
    'ip link add d0 type veth peer name d1',
    'ip link set d0 up',
    'ip link set d1 up',
    ...others.flatMap(({ name, addresses }) =>
      addresses.map((address) => `ip addr add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`),
    ),
    ...host.routes.map(
      ({ destination, via, interface: device }) =>
        `ip ${destination.includes(':') ? '-6 ' : ''}route add ${destination} via ${via} dev ${device}`,
    ),
  ];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
