import type { DnsName } from './dns-name.ts';

/** Header bits other than the opcode and rcode, as in RFC 1035 section 4.1.1 with AD and CD of RFC 4035. */
export interface DnsFlags {
  readonly qr: boolean;
  readonly aa: boolean;
  readonly tc: boolean;
  readonly rd: boolean;
  readonly ra: boolean;
  readonly z: boolean;
  readonly ad: boolean;
  readonly cd: boolean;
}

export interface DnsHeader {
  readonly id: number;
  readonly opcode: number;
  /** The four bits of the header; EDNS may extend them. */
  readonly rcode: number;
  readonly flags: DnsFlags;
}

export interface DnsQuestion {
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
}

/** A resource record with its data as it stands on the wire; `dns-rdata.ts` reads the types. */
export interface DnsRecord {
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly data: Uint8Array;
  /** Where `data` begins in the message (names inside it may be compressed). */
  readonly dataOffset: number;
}

export interface DnsMessage extends DnsHeader {
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

/** What an OPT record says (RFC 6891). */
export interface Edns {
  readonly udpSize: number;
  readonly extendedRcode: number;
  readonly version: number;
  readonly dnssecOk: boolean;
  readonly options: readonly { readonly code: number; readonly data: Uint8Array }[];
}

/** Numbers of the record types with a name here. */
export const dnsTypes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  SVCB: 64,
  HTTPS: 65,
} as const;

const typeNames = new Map<number, string>(Object.entries(dnsTypes).map(([name, number]) => [number, name]));

/** `A`, `AAAA`, …, or `TYPE65280` (RFC 3597). */
export function dnsTypeName(type: number): string {
  return typeNames.get(type) ?? `TYPE${type}`;
}

export const classIn = 1;
