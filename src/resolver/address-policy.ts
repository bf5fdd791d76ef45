import { parseIp } from '../formats/wire/ip-address.ts';

/** One row of an RFC 6724 policy table; prefixes are of 16-byte addresses, IPv4 as ::ffff:a.b.c.d. */
export interface PolicyRow {
  readonly prefix: Uint8Array;
  readonly length: number;
  readonly precedence: number;
  readonly label: number;
}

export function policyRow(prefix: string, length: number, precedence: number, label: number): PolicyRow {
  return { prefix: mapped(prefix), length, precedence, label };
}

/** The row with the first match; tables end with ::/0. */
export function policyOf(table: readonly PolicyRow[], address: Uint8Array): PolicyRow {
  const row = table.find(({ prefix, length }) => commonPrefixLength(prefix, address) >= length);
  if (row === undefined) throw new Error('policy table without a row for everything');
  return row;
}

/** An address as 16 bytes, IPv4 mapped. */
export function mapped(address: string): Uint8Array {
  const bytes = parseIp(address);
  if (bytes?.length === 16) return bytes;
  const wide = new Uint8Array(16);
  wide.fill(0xff, 10, 12);
  wide.set(bytes ?? [], 12);
  return wide;
}

/** Leading bits that two 16-byte addresses share. */
export function commonPrefixLength(one: Uint8Array, other: Uint8Array): number {
  for (let index = 0; index < 16; index += 1) {
    const difference = (one[index] ?? 0) ^ (other[index] ?? 0);
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24;
  }
  return 128;
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}
