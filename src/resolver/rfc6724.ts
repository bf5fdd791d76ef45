import { parseIp } from '../formats/wire/ip-address.ts';
import type { World } from './client.ts';
import { isErrno } from './network.ts';

interface Attributes {
  readonly scope: number;
  readonly precedence: number;
  readonly label: number;
  /** Four or sixteen bytes. */
  readonly bytes: Uint8Array;
}

/** Where implementations differ. */
export interface SortStyle {
  /** Rule 9 looks at the whole address, not at its first 64 bits. */
  readonly wholePrefix: boolean;
  /** Two destinations without a source are still compared (as if their source had scope 1 and label 1). */
  readonly sortsUnreachable: boolean;
}

/** RFC 6724 section 6 with the built-in policy table; the prefix rule counts for IPv6 only. */
export async function sortByRfc6724(world: World, addresses: readonly string[], style: SortStyle): Promise<string[]> {
  if (addresses.length < 2) return [...addresses];
  const entries: Entry[] = [];
  for (const address of addresses) {
    const source = await world.network.sourceFor(address);
    entries.push({ address, to: attributes(address), from: isErrno(source) ? undefined : attributes(source) });
  }
  return entries.sort((left, right) => compare(left, right, style)).map(({ address }) => address);
}

interface Entry {
  readonly address: string;
  readonly to: Attributes;
  readonly from: Attributes | undefined;
}

const noSource = { scope: 1, label: 1 };

function compare(left: Entry, right: Entry, style: SortStyle): number {
  const usable = Number(left.from === undefined) - Number(right.from === undefined);
  if (usable !== 0 || (left.from === undefined && !style.sortsUnreachable)) return usable;
  const leftFrom = left.from ?? noSource;
  const rightFrom = right.from ?? noSource;
  const scopes = Number(right.to.scope === rightFrom.scope) - Number(left.to.scope === leftFrom.scope);
  if (scopes !== 0) return scopes;
  const labels = Number(right.to.label === rightFrom.label) - Number(left.to.label === leftFrom.label);
  if (labels !== 0) return labels;
  if (left.to.precedence !== right.to.precedence) return right.to.precedence - left.to.precedence;
  if (left.to.scope !== right.to.scope) return left.to.scope - right.to.scope;
  if (left.from === undefined || right.from === undefined || left.to.bytes.length !== 16 || right.to.bytes.length !== 16) return 0;
  const bits = style.wholePrefix ? 128 : 64;
  return commonPrefix(right.from.bytes, right.to.bytes, bits) - commonPrefix(left.from.bytes, left.to.bytes, bits);
}

function attributes(address: string): Attributes {
  const bytes = parseIp(address) ?? new Uint8Array(4);
  const policy = bytes.length === 4 ? { precedence: 35, label: 4 } : policyOf(bytes);
  return { bytes, scope: scopeOf(bytes), ...policy };
}

/** RFC 6724 section 2.1, longest prefix first. */
function policyOf(bytes: Uint8Array): { precedence: number; label: number } {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  const zeros = (count: number): boolean => bytes.subarray(0, count).every((byte) => byte === 0);
  if (zeros(15) && bytes[15] === 1) return { precedence: 50, label: 0 };
  if (zeros(12)) return { precedence: 1, label: 3 };
  if (first === 0x20 && second === 0x01 && third === 0 && fourth === 0) return { precedence: 5, label: 5 };
  if (first === 0x20 && second === 0x02) return { precedence: 30, label: 2 };
  if (first === 0x3f && second === 0xfe) return { precedence: 1, label: 12 };
  if (first === 0xfe && (second & 0xc0) === 0xc0) return { precedence: 1, label: 11 };
  if ((first & 0xfe) === 0xfc) return { precedence: 3, label: 13 };
  return { precedence: 40, label: 1 };
}

function scopeOf(bytes: Uint8Array): number {
  const [first = 0, second = 0] = bytes;
  if (bytes.length === 4) return first === 127 || (first === 169 && second === 254) ? 2 : 14;
  const loopback = bytes.subarray(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
  if (loopback || (first === 0xfe && (second & 0xc0) === 0x80)) return 2;
  if (first === 0xff) return second & 0x0f;
  return first === 0xfe && (second & 0xc0) === 0xc0 ? 5 : 14;
}

function commonPrefix(left: Uint8Array, right: Uint8Array, bits: number): number {
  if (left.length !== right.length) return 0;
  for (let index = 0; index < bits / 8; index += 1) {
    const difference = (left[index] ?? 0) ^ (right[index] ?? 0);
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24;
  }
  return bits;
}
