import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import { policyOf, policyRow } from '../address-policy.ts';
import type { Errno, NetworkInterface } from '../network.ts';
import { isErrno } from '../network.ts';
import type { ScenarioHost, ScenarioInterface } from './scenario.ts';

export interface HostRoutes {
  readonly interfaces: readonly NetworkInterface[];
  sourceFor(address: string): string | Errno;
}

interface LocalAddress {
  readonly bytes: Uint8Array;
  readonly prefix: number;
  readonly on: NetworkInterface;
}

/** The kernel's choice of route and source address, from a scenario's facts about the host. */
export function createHostRoutes(host: ScenarioHost): HostRoutes {
  const interfaces = host.interfaces.map((one, index) => describe(one, index));
  const local = interfaces
    .filter((one) => one.up)
    .flatMap((on) => on.addresses.flatMap(({ address, prefix }) => localAddress(address, prefix, on)));
  return { interfaces, sourceFor: (address) => sourceFor(address, local, host) };
}

function describe(one: ScenarioInterface, index: number): NetworkInterface {
  const addresses = one.addresses.map((text) => {
    const [address = '', prefix = ''] = text.split('/');
    return { address: formatIp(parseIp(address) ?? new Uint8Array(4)), prefix: Number(prefix) };
  });
  // Which link-local address the kernel made does not matter to any client, only that there is one.
  if (one.ipv6LinkLocal) addresses.push({ address: `fe80::${(index + 1).toString(16)}`, prefix: 64 });
  return { name: one.name, up: one.up, loopback: one.name === 'lo', addresses };
}

function localAddress(address: string, prefix: number, on: NetworkInterface): LocalAddress[] {
  const bytes = parseIp(address);
  return bytes === undefined ? [] : [{ bytes, prefix, on }];
}

function sourceFor(address: string, local: readonly LocalAddress[], host: ScenarioHost): string | Errno {
  // A mapped address goes the way of IPv4, and so does its source; a socket for IPv6 only does not.
  const inner = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (inner !== undefined) return host.bindv6only ? 'ENETUNREACH' : mappedSource(sourceFor(inner, local, host));
  const wanted = parseIp(address);
  if (wanted === undefined) return 'EINVAL';
  // A link-local address, multicast too, says nothing without its interface (`ip6_datagram_connect`).
  if (isLinkLocal(wanted) && !address.includes('%')) return 'EINVAL';
  const family = local.filter(({ bytes }) => bytes.length === wanted.length);
  const own = family.find(({ bytes }) => prefixMatches(bytes, wanted, wanted.length * 8));
  if (own) return formatIp(own.bytes);
  const route = longestRoute(wanted, family, host);
  // ::1 without IPv6 on lo is not "no route": Linux finds no address to send from.
  if (route === undefined) return isLoopbackIpv6(wanted) ? 'EADDRNOTAVAIL' : 'ENETUNREACH';
  const source = wanted.length === 4 ? ipv4Source(wanted, route, family) : ipv6Source(wanted, route, family);
  return source === undefined ? 'EADDRNOTAVAIL' : formatIp(source.bytes);
}

function mappedSource(source: string | Errno): string | Errno {
  return isErrno(source) ? source : `::ffff:${source}`;
}

interface Route {
  readonly prefix: number;
  readonly device: string;
  readonly via: Uint8Array | undefined;
}

function longestRoute(wanted: Uint8Array, local: readonly LocalAddress[], host: ScenarioHost): Route | undefined {
  const connected = local
    .filter(({ bytes, prefix }) => prefixMatches(bytes, wanted, prefix))
    .map(({ prefix, on }): Route => ({ prefix, device: on.name, via: undefined }));
  const configured = host.routes.flatMap((route): Route[] => {
    const [network = '', length = '0'] = route.destination.split('/');
    const bytes = parseIp(network);
    const up = local.some(({ on }) => on.name === route.interface);
    if (!up || bytes?.length !== wanted.length || !prefixMatches(bytes, wanted, Number(length))) return [];
    return [{ prefix: Number(length), device: route.interface, via: parseIp(route.via) }];
  });
  return [...connected, ...configured].reduce<Route | undefined>(
    (best, route) => (best && best.prefix >= route.prefix ? best : route),
    undefined,
  );
}

/** The address in the gateway's or destination's subnet, else the device's first. */
function ipv4Source(wanted: Uint8Array, route: Route, local: readonly LocalAddress[]): LocalAddress | undefined {
  const onDevice = local.filter(({ on }) => on.name === route.device);
  return onDevice.find(({ bytes, prefix }) => prefixMatches(bytes, route.via ?? wanted, prefix)) ?? onDevice[0] ?? local[0];
}

/** RFC 6724 section 5 as Linux does it: scope (rule 2), outgoing interface (5), label (6), longest prefix (8), over all addresses. */
function ipv6Source(wanted: Uint8Array, route: Route, local: readonly LocalAddress[]): LocalAddress | undefined {
  const label = policyOf(kernelLabels, wanted).label;
  const rank = ({ bytes, on }: LocalAddress): number[] => [
    scopeRank(scopeOf(bytes), scopeOf(wanted)),
    on.name === route.device ? 1 : 0,
    policyOf(kernelLabels, bytes).label === label ? 1 : 0,
    commonPrefix(bytes, wanted),
  ];
  const ranked = local.map((candidate) => ({ candidate, rank: rank(candidate) }));
  return ranked.reduce<(typeof ranked)[number] | undefined>(
    (best, one) => (best && compare(best.rank, one.rank) >= 0 ? best : one),
    undefined,
  )?.candidate;
}

/** The kernel's own label table (`net/ipv6/addrlabel.c`); precedence plays no part here. */
const kernelLabels = [
  policyRow('::1', 128, 0, 0),
  policyRow('::ffff:0:0', 96, 0, 4),
  policyRow('::', 96, 0, 3),
  policyRow('2001::', 32, 0, 6),
  policyRow('2001:10::', 28, 0, 7),
  policyRow('2002::', 16, 0, 2),
  policyRow('fc00::', 7, 0, 5),
  policyRow('::', 0, 0, 1),
];

/** Scopes that reach: the narrower the better. Those that do not: worse than any, the wider the better. */
function scopeRank(scope: number, wanted: number): number {
  return scope >= wanted ? -scope : scope - 128;
}

function scopeOf(bytes: Uint8Array): number {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff) return second & 15;
  if (isLinkLocal(bytes) || isLoopbackIpv6(bytes)) return 2;
  return first === 0xfe && (second & 0xc0) === 0xc0 ? 5 : 14;
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((value, index) => value - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** fe80::/10, and multicast of link-local scope. */
function isLinkLocal(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  if (bytes.length !== 16) return false;
  return (first === 0xfe && (second & 0xc0) === 0x80) || (first === 0xff && (second & 0x0f) === 2);
}

function isLoopbackIpv6(bytes: Uint8Array): boolean {
  return bytes.length === 16 && bytes[15] === 1 && bytes.subarray(0, 15).every((byte) => byte === 0);
}

function prefixMatches(one: Uint8Array, other: Uint8Array, bits: number): boolean {
  return commonPrefix(one, other) >= bits;
}

/** Leading bits that two addresses of one family share. */
function commonPrefix(one: Uint8Array, other: Uint8Array): number {
  for (const [index, byte] of one.entries()) {
    const difference = byte ^ (other[index] ?? 0);
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24;
  }
  return one.length * 8;
}
