import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import type { Errno, NetworkInterface } from '../network.ts';
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
  const wanted = parseIp(address);
  if (wanted === undefined) return 'EINVAL';
  const family = local.filter(({ bytes }) => bytes.length === wanted.length);
  const own = family.find(({ bytes }) => prefixMatches(bytes, wanted, wanted.length * 8));
  if (own) return formatIp(own.bytes);
  const route = longestRoute(wanted, family, host);
  // ::1 without IPv6 on lo is not "no route": Linux finds no address to send from.
  if (route === undefined) return isLoopbackIpv6(wanted) ? 'EADDRNOTAVAIL' : 'ENETUNREACH';
  return formatIp(bestSource(wanted, route, family).bytes);
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

/** IPv4: the address in the gateway's or destination's subnet, else the first. IPv6: RFC 6724 rules 2 and 8 among the device's. */
function bestSource(wanted: Uint8Array, route: Route, local: readonly LocalAddress[]): LocalAddress {
  const onDevice = local.filter(({ on }) => on.name === route.device);
  const [first = local[0]] = onDevice;
  if (first === undefined) return { bytes: wanted, prefix: 0, on: { name: route.device, up: true, loopback: false, addresses: [] } };
  const towards = route.via ?? wanted;
  if (wanted.length === 4) return onDevice.find(({ bytes, prefix }) => prefixMatches(bytes, towards, prefix)) ?? first;
  const sameScope = onDevice.filter(({ bytes }) => isLinkLocal(bytes) === isLinkLocal(wanted));
  return (sameScope.length > 0 ? sameScope : onDevice).reduce((best, candidate) =>
    commonPrefix(candidate.bytes, wanted) > commonPrefix(best.bytes, wanted) ? candidate : best,
  );
}

function isLinkLocal(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
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
