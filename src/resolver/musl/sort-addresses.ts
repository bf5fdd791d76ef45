import type { PolicyRow } from '../address-policy.ts';
import { commonPrefixLength, isIpv6, mapped, policyOf, policyRow } from '../address-policy.ts';
import type { LookupRequest } from '../client.ts';
import { isErrno } from '../network.ts';
import type { MuslRun } from './run.ts';
import { mostAddresses } from './run.ts';

/** RFC 6724 section 2.1 without the deprecated rows; it cannot be configured. */
const policies: readonly PolicyRow[] = [
  policyRow('::1', 128, 50, 0),
  policyRow('::ffff:0:0', 96, 35, 4),
  policyRow('2002::', 16, 30, 2),
  policyRow('2001::', 32, 5, 5),
  policyRow('fc00::', 7, 3, 13),
  policyRow('::', 0, 40, 1),
];

/** Destination address selection: rules 1, 2, 5, 6, 8, 9 of RFC 6724, then the order of the replies (`__lookup_name`). */
export async function sortAddresses(
  run: MuslRun,
  addresses: readonly string[],
  family: LookupRequest['family'],
): Promise<readonly string[]> {
  if (addresses.length < 2 || family === 'inet') return addresses;
  if (run.switches.keepsIpv4Order && !addresses.some((address) => isIpv6(address))) return addresses;
  const keyed: { address: string; key: number }[] = [];
  for (const [index, address] of addresses.entries()) keyed.push({ address, key: await sortKey(run, address, mostAddresses - index) });
  return keyed.sort((one, other) => other.key - one.key).map(({ address }) => address);
}

async function sortKey(run: MuslRun, address: string, order: number): Promise<number> {
  const destination = mapped(address);
  const policy = policyOf(policies, destination);
  const scope = scopeOf(destination);
  let key = (policy.precedence << 20) | ((15 - scope) << 16) | order;
  const source = await sourceFor(run, address);
  if (source === undefined) return key;
  const from = mapped(source);
  key |= 0x40000000;
  if (scope === scopeOf(from)) key |= 0x20000000;
  if (policy.label === policyOf(policies, from).label) key |= 0x10000000;
  return key | (commonPrefixLength(from, destination) << 8);
}

async function sourceFor(run: MuslRun, address: string): Promise<string | undefined> {
  if (run.switches.probesIpv4OverIpv6 && !isIpv6(address)) {
    const socket = await run.world.network.udp({ family: 'inet6', connect: { address, port: 65535 } });
    if (isErrno(socket)) return undefined;
    socket.close();
  }
  const source = await run.world.network.sourceFor(address);
  return isErrno(source) ? undefined : source;
}

/** Multicast scope, link-local and loopback 2, site-local 5, the rest (all of IPv4 too) 14. */
function scopeOf(address: Uint8Array): number {
  const [first = 0, second = 0] = address;
  if (first === 0xff) return second & 15;
  if (first === 0xfe && (second & 0xc0) === 0x80) return 2;
  if (address.subarray(0, 15).every((byte) => byte === 0) && address[15] === 1) return 2;
  if (first === 0xfe && (second & 0xc0) === 0xc0) return 5;
  return 14;
}
