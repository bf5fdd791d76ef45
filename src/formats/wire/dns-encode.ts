import { FormatError } from '../format-error.ts';
import type { DnsFlags } from './dns-message.ts';
import { classIn } from './dns-message.ts';
import type { DnsName } from './dns-name.ts';
import type { RecordData } from './dns-rdata.ts';
import { writeRecordData } from './dns-rdata-write.ts';
import { DnsWriter } from './dns-writer.ts';

export interface RecordToWrite {
  readonly name: DnsName;
  readonly ttl?: number;
  readonly class?: number;
  readonly data: RecordData;
}

export interface MessageToWrite {
  readonly id?: number;
  readonly opcode?: number;
  readonly rcode?: number;
  /** Absent flags are clear. */
  readonly flags?: Partial<DnsFlags>;
  readonly questions?: readonly { readonly name: DnsName; readonly type: number; readonly class?: number }[];
  readonly answers?: readonly RecordToWrite[];
  readonly authorities?: readonly RecordToWrite[];
  readonly additionals?: readonly RecordToWrite[];
  /** Claims instead of the true counts, for malformed messages. */
  readonly counts?: {
    readonly questions?: number;
    readonly answers?: number;
    readonly authorities?: number;
    readonly additionals?: number;
  };
  /** Bytes behind the last record, for malformed messages. */
  readonly trailer?: Uint8Array;
}

export interface EncodeOptions {
  /** RFC 1035 section 4.1.4 for owner names and for the names in data where RFC 3597 allows it. On when absent. */
  readonly compress?: boolean;
}

/** The message on the wire. FormatError when it would be longer than 65,535 bytes or a name or label is too long. */
export function encodeDnsMessage(message: MessageToWrite, options: EncodeOptions = {}): Uint8Array {
  const writer = new DnsWriter(options.compress ?? true);
  writeHeader(writer, message);
  for (const question of message.questions ?? []) {
    writer.name(question.name);
    writer.u16(question.type);
    writer.u16(question.class ?? classIn);
  }
  for (const section of [message.answers, message.authorities, message.additionals]) {
    for (const record of section ?? []) writeRecord(writer, record);
  }
  if (message.trailer) writer.bytes(message.trailer);
  return writer.finish();
}

function writeHeader(writer: DnsWriter, message: MessageToWrite): void {
  const { id = 0, opcode = 0, rcode = 0, flags = {}, counts = {} } = message;
  writer.u16(id);
  const high = bit(flags.qr, 0x80) | ((opcode & 15) << 3) | bit(flags.aa, 4) | bit(flags.tc, 2) | bit(flags.rd, 1);
  const low = bit(flags.ra, 0x80) | bit(flags.z, 0x40) | bit(flags.ad, 0x20) | bit(flags.cd, 0x10) | (rcode & 15);
  writer.u16((high << 8) | low);
  writer.u16(counts.questions ?? message.questions?.length ?? 0);
  writer.u16(counts.answers ?? message.answers?.length ?? 0);
  writer.u16(counts.authorities ?? message.authorities?.length ?? 0);
  writer.u16(counts.additionals ?? message.additionals?.length ?? 0);
}

function bit(set: boolean | undefined, value: number): number {
  return set ? value : 0;
}

function writeRecord(writer: DnsWriter, record: RecordToWrite): void {
  writer.name(record.name);
  writer.u16(record.data.type);
  // In OPT the class field is the UDP size and the TTL holds the extended rcode, version and DO bit (RFC 6891 section 6.1.2).
  writer.u16(record.data.kind === 'opt' ? record.data.edns.udpSize : (record.class ?? classIn));
  writer.u32(record.data.kind === 'opt' ? optTtl(record.data.edns) : (record.ttl ?? 60));
  const lengthAt = writer.position;
  writer.u16(0);
  writeRecordData(writer, record.data);
  const length = writer.position - lengthAt - 2;
  if (length > 0xffff) throw new FormatError('dns-data-too-long', lengthAt, 'record data is longer than 65,535 bytes');
  writer.patchU16(lengthAt, record.data.kind === 'raw' && record.data.length !== undefined ? record.data.length : length);
}

function optTtl(edns: { readonly extendedRcode: number; readonly version: number; readonly dnssecOk: boolean }): number {
  return ((edns.extendedRcode << 24) | (edns.version << 16) | (edns.dnssecOk ? 0x8000 : 0)) >>> 0;
}
