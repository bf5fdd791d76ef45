import { FormatError } from '../format-error.ts';
import { byteTextOf, type ByteText } from './byte-text.ts';
import type { DnsRecord, Edns } from './dns-message.ts';
import { dnsTypes } from './dns-message.ts';
import type { DnsName } from './dns-name.ts';
import { readDnsName } from './dns-name.ts';
import { formatIp } from './ip-address.ts';

/** The data of a record, by shape; `type` is the record type's number. */
export type RecordData =
  | { readonly kind: 'address'; readonly type: 1 | 28; readonly address: string }
  /** CNAME, NS, PTR. */
  | { readonly kind: 'name'; readonly type: number; readonly target: DnsName }
  | { readonly kind: 'mx'; readonly type: 15; readonly preference: number; readonly exchange: DnsName }
  | {
      readonly kind: 'soa';
      readonly type: 6;
      readonly primary: DnsName;
      readonly mailbox: DnsName;
      /** serial, refresh, retry, expire, minimum */
      readonly numbers: readonly [number, number, number, number, number];
    }
  | { readonly kind: 'txt'; readonly type: 16; readonly strings: readonly ByteText[] }
  | {
      readonly kind: 'srv';
      readonly type: 33;
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: DnsName;
    }
  /** RFC 9460. Parameters as key numbers and uninterpreted values, in wire order. */
  | {
      readonly kind: 'svcb';
      readonly type: 64 | 65;
      readonly priority: number;
      readonly target: DnsName;
      readonly params: readonly SvcParam[];
    }
  | { readonly kind: 'opt'; readonly type: 41; readonly edns: Edns }
  /** Anything else, and the way to write wrong data: `length` is claimed instead of the true one. */
  | { readonly kind: 'raw'; readonly type: number; readonly data: Uint8Array; readonly length?: number };

export interface SvcParam {
  readonly key: number;
  readonly value: Uint8Array;
}

/** Interprets one record's data; FormatError when it does not hold what its type promises. Unknown types come back raw. */
export function readRecordData(message: Uint8Array, record: DnsRecord): RecordData {
  const { data, type } = record;
  switch (type) {
    case dnsTypes.A:
    case dnsTypes.AAAA:
      exactly(record, type === dnsTypes.A ? 4 : 16);
      return { kind: 'address', type, address: formatIp(data) };
    case dnsTypes.CNAME:
    case dnsTypes.NS:
    case dnsTypes.PTR:
      return { kind: 'name', type, target: onlyName(message, record, 0) };
    case dnsTypes.MX:
      return { kind: 'mx', type, preference: u16(record, 0), exchange: onlyName(message, record, 2) };
    case dnsTypes.SOA:
      return readSoa(message, record);
    case dnsTypes.TXT:
      return { kind: 'txt', type, strings: readStrings(record) };
    case dnsTypes.SRV:
      return {
        kind: 'srv',
        type,
        priority: u16(record, 0),
        weight: u16(record, 2),
        port: u16(record, 4),
        target: onlyName(message, record, 6),
      };
    case dnsTypes.SVCB:
    case dnsTypes.HTTPS:
      return { kind: 'svcb', type, ...readSvcb(message, record) };
    case dnsTypes.OPT:
      return { kind: 'opt', type, edns: readEdns(record) };
    default:
      return { kind: 'raw', type, data };
  }
}

/** What an OPT record says. */
export function readEdns(record: DnsRecord): Edns {
  return {
    udpSize: record.class,
    extendedRcode: record.ttl >>> 24,
    version: (record.ttl >>> 16) & 0xff,
    dnssecOk: (record.ttl & 0x8000) !== 0,
    options: readTagged(record, 0).map(({ key, value }) => ({ code: key, data: value })),
  };
}

/** Pairs of a 16-bit key and a 16-bit length with as many bytes: EDNS options and SVCB parameters. */
function readTagged(record: DnsRecord, start: number): SvcParam[] {
  const items: SvcParam[] = [];
  for (let offset = start; offset < record.data.length;) {
    const key = u16(record, offset);
    const end = offset + 4 + u16(record, offset + 2);
    if (end > record.data.length) throw broken(record, offset, 'option runs past the end of the data');
    items.push({ key, value: record.data.subarray(offset + 4, end) });
    offset = end;
  }
  return items;
}

function readSvcb(message: Uint8Array, record: DnsRecord): { priority: number; target: DnsName; params: SvcParam[] } {
  const priority = u16(record, 0);
  const { name, next } = nameAt(message, record, 2);
  return { priority, target: name, params: readTagged(record, next) };
}

function readSoa(message: Uint8Array, record: DnsRecord): RecordData {
  const primary = nameAt(message, record, 0);
  const mailbox = nameAt(message, record, primary.next);
  const at = mailbox.next;
  if (record.data.length !== at + 20) throw broken(record, at, 'SOA does not end after five numbers');
  const view = new DataView(record.data.buffer, record.data.byteOffset + at, 20);
  const numbers = [0, 4, 8, 12, 16].map((offset) => view.getUint32(offset));
  const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers;
  return {
    kind: 'soa',
    type: dnsTypes.SOA,
    primary: primary.name,
    mailbox: mailbox.name,
    numbers: [serial, refresh, retry, expire, minimum],
  };
}

function readStrings(record: DnsRecord): ByteText[] {
  const strings: ByteText[] = [];
  for (let offset = 0; offset < record.data.length;) {
    const end = offset + 1 + (record.data[offset] ?? 0);
    if (end > record.data.length) throw broken(record, offset, 'text runs past the end of the data');
    strings.push(byteTextOf(record.data.subarray(offset + 1, end)));
    offset = end;
  }
  return strings;
}

function onlyName(message: Uint8Array, record: DnsRecord, offset: number): DnsName {
  const { name, next } = nameAt(message, record, offset);
  if (next !== record.data.length) throw broken(record, next, 'data goes on after its name');
  return name;
}

/** A name inside the data: it may point anywhere before, but must itself end inside. */
function nameAt(message: Uint8Array, record: DnsRecord, offset: number): { name: DnsName; next: number } {
  if (offset >= record.data.length) throw broken(record, offset, 'data ends before its name');
  const { name, end } = readDnsName(message, record.dataOffset + offset);
  const next = end - record.dataOffset;
  if (next > record.data.length) throw broken(record, offset, 'name runs past the end of the data');
  return { name, next };
}

function u16(record: DnsRecord, offset: number): number {
  if (offset + 2 > record.data.length) throw broken(record, offset, 'data is too short');
  return ((record.data[offset] ?? 0) << 8) | (record.data[offset + 1] ?? 0);
}

function exactly(record: DnsRecord, length: number): void {
  if (record.data.length !== length) throw broken(record, 0, `data is not ${length} bytes`);
}

function broken(record: DnsRecord, offset: number, message: string): FormatError {
  return new FormatError('dns-bad-data', record.dataOffset + offset, message);
}
