import { parseIp } from '../../formats/wire/ip-address.ts';
import type { World } from '../client.ts';
import { isErrno } from '../network.ts';
import { type GaiConf, mapped, matchPrefix, parseGaiConf } from './gai-conf.ts';

/** A destination with what decides its place. */
interface Destination {
  readonly address: string;
  readonly index: number;
  readonly ipv4: boolean;
  /** Sixteen bytes, IPv4 as a mapped address. */
  readonly bytes: Uint8Array;
  readonly scope: number;
  readonly precedence: number;
  readonly label: number;
  readonly source:
    | { readonly bytes: Uint8Array; readonly scope: number; readonly label: number; readonly prefixLength: number }
    | undefined;
}

/** RFC 3484 section 6 with gai.conf as `getaddrinfo` does it, for IPv4-only lists too. */
export async function sortAddresses(world: World, addresses: readonly string[]): Promise<string[]> {
  const conf = parseGaiConf(world.readFile('gai.conf'));
  const prefixes = interfacePrefixes(world);
  const destinations: Destination[] = [];
  for (const [index, address] of addresses.entries()) {
    const source = await world.network.sourceFor(address);
    // The loopback interface may be used with another address than it has.
    const own = source.startsWith('127.') ? '127.0.0.1' : source;
    destinations.push(
      describe(conf, address, index, isErrno(source) ? undefined : { address: source, prefixLength: prefixes.get(own) ?? 0 }),
    );
  }
  return destinations.sort(compare).map(({ address }) => address);
}

/** Prefix lengths are only known when a non-loopback IPv6 address was seen (`__check_pf` keeps no list otherwise). */
function interfacePrefixes(world: World): ReadonlyMap<string, number> {
  const entries = world.network.interfaces().flatMap(({ addresses }) => addresses);
  if (!entries.some(({ address }) => address.includes(':') && address !== '::1')) return new Map();
  return new Map(entries.map(({ address, prefix }) => [address, prefix]));
}

function describe(
  conf: GaiConf,
  address: string,
  index: number,
  source: { address: string; prefixLength: number } | undefined,
): Destination {
  const bytes = sixteen(address);
  const ipv4 = !address.includes(':');
  const own = {
    scope: scopeOf(conf, bytes, ipv4),
    precedence: matchPrefix(conf.precedence, bytes),
    label: matchPrefix(conf.labels, bytes),
  };
  if (source === undefined) return { address, index, ipv4, bytes, ...own, source };
  const from = sixteen(source.address);
  const fromScope = scopeOf(conf, from, !source.address.includes(':'));
  return {
    address,
    index,
    ipv4,
    bytes,
    ...own,
    source: { bytes: from, scope: fromScope, label: matchPrefix(conf.labels, from), prefixLength: source.prefixLength },
  };
}

function sixteen(address: string): Uint8Array {
  const bytes = parseIp(address) ?? new Uint8Array(16);
  return bytes.length === 4 ? mapped(bytes) : bytes;
}

function scopeOf(conf: GaiConf, bytes: Uint8Array, ipv4: boolean): number {
  if (ipv4) return matchPrefix(conf.scopesV4, bytes);
  const [first = 0, second = 0] = bytes;
  if (first === 0xff) return second & 0x0f;
  const linkLocal = first === 0xfe && (second & 0xc0) === 0x80;
  const loopback = bytes.subarray(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
  if (linkLocal || loopback) return 2;
  return first === 0xfe && (second & 0xc0) === 0xc0 ? 5 : 14;
}

/** `rfc3484_sort`. Rules 3, 4 and 7 need facts about addresses and tunnels that a Network does not tell. */
function compare(left: Destination, right: Destination): number {
  if ((left.source === undefined) !== (right.source === undefined)) return left.source === undefined ? 1 : -1;
  if (left.source !== undefined && right.source !== undefined) {
    const scopes = prefer(left.scope === left.source.scope, right.scope === right.source.scope);
    if (scopes !== 0) return scopes;
    const labels = prefer(left.label === left.source.label, right.label === right.source.label);
    if (labels !== 0) return labels;
  }
  if (left.precedence !== right.precedence) return right.precedence - left.precedence;
  if (left.scope !== right.scope) return left.scope - right.scope;
  return longestPrefix(left, right) || left.index - right.index;
}

function prefer(left: boolean, right: boolean): number {
  return Number(right) - Number(left);
}

function longestPrefix(left: Destination, right: Destination): number {
  if (left.source === undefined || right.source === undefined || left.ipv4 !== right.ipv4) return 0;
  if (left.ipv4) return subnetBits(right) - subnetBits(left);
  for (let offset = 0; offset < 16; offset += 4) {
    const leftBits = commonBits(left.bytes, left.source.bytes, offset);
    const rightBits = commonBits(right.bytes, right.source.bytes, offset);
    if (leftBits !== 32 || rightBits !== 32) return rightBits - leftBits;
  }
  return 0;
}

/** IPv4: only within the source's subnet. An unknown prefix length leaves the address itself (a shift by 32 does nothing on x86). */
function subnetBits({ bytes, source }: Destination): number {
  if (source === undefined) return 0;
  const bits = commonBits(bytes, source.bytes, 12);
  return bits >= (source.prefixLength === 0 ? 32 : source.prefixLength) ? bits : 0;
}

/** Leading bits that two addresses share in the four bytes at an offset. */
function commonBits(left: Uint8Array, right: Uint8Array, offset: number): number {
  let bits = 0;
  for (let index = offset; index < offset + 4; index += 1) {
    const difference = (left[index] ?? 0) ^ (right[index] ?? 0);
    if (difference === 0) bits += 8;
    else return bits + Math.clz32(difference) - 24;
  }
  return bits;
}
