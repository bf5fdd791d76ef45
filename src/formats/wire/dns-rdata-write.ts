import { FormatError } from '../format-error.ts';
import { bytesOf } from './byte-text.ts';
import type { RecordData } from './dns-rdata.ts';
import type { DnsWriter } from './dns-writer.ts';
import { parseIp } from './ip-address.ts';

/** Writes record data without its length. Names are compressed only in the types of RFC 1035 (RFC 3597 section 4). */
export function writeRecordData(writer: DnsWriter, data: RecordData): void {
  switch (data.kind) {
    case 'address':
      writer.bytes(addressBytes(writer, data));
      return;
    case 'name':
      writer.name(data.target);
      return;
    case 'mx':
      writer.u16(data.preference);
      writer.name(data.exchange);
      return;
    case 'soa':
      writer.name(data.primary);
      writer.name(data.mailbox);
      for (const number of data.numbers) writer.u32(number);
      return;
    case 'txt':
      for (const string of data.strings) {
        if (string.length > 255) throw new FormatError('dns-text-too-long', writer.position, 'text is longer than 255 bytes');
        writer.u8(string.length);
        writer.bytes(bytesOf(string));
      }
      return;
    case 'srv':
      for (const number of [data.priority, data.weight, data.port]) writer.u16(number);
      writer.name(data.target, false);
      return;
    case 'svcb':
      writer.u16(data.priority);
      writer.name(data.target, false);
      for (const { key, value } of data.params) writeTagged(writer, key, value);
      return;
    case 'opt':
      for (const option of data.edns.options) writeTagged(writer, option.code, option.data);
      return;
    case 'raw':
      writer.bytes(data.data);
  }
}

function addressBytes(writer: DnsWriter, data: { readonly type: number; readonly address: string }): Uint8Array {
  const bytes = parseIp(data.address);
  if (bytes?.length !== (data.type === 1 ? 4 : 16)) {
    throw new FormatError('dns-bad-address', writer.position, 'address does not fit the record type');
  }
  return bytes;
}

function writeTagged(writer: DnsWriter, key: number, value: Uint8Array): void {
  writer.u16(key);
  writer.u16(value.length);
  writer.bytes(value);
}
