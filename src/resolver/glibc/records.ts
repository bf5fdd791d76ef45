import type { DnsName } from '../../formats/wire/dns-name.ts';
import { u16, uncompressedLength, unpackName } from './packet.ts';

export interface WireRecord {
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
  readonly dataOffset: number;
  readonly dataLength: number;
}

/** Reads a reply record by record: `ns_rr_cursor`. */
export interface RecordCursor {
  readonly question: DnsName;
  readonly questionType: number;
  readonly answers: number;
  /** The next record, undefined where the message is broken or ends. */
  readonly next: () => WireRecord | undefined;
}

/** Undefined unless there is exactly one, uncompressed question (`__ns_rr_cursor_init`). */
export function recordCursor(reply: Uint8Array): RecordCursor | undefined {
  if (reply.length < 12 || u16(reply, 4) !== 1) return undefined;
  const length = uncompressedLength(reply, 12);
  if (length === undefined || 12 + length + 4 > reply.length) return undefined;
  const question = unpackName(reply, 12)?.name;
  if (question === undefined) return undefined;
  return {
    question,
    questionType: u16(reply, 12 + length),
    answers: u16(reply, 6),
    next: recordReader(reply, 16 + length),
  };
}

/** Records from an offset on. */
export function recordReader(reply: Uint8Array, start: number): () => WireRecord | undefined {
  let offset = start;
  // Owners of one answer are nearly always the same pointer, so the last one is remembered.
  let pointer = -1;
  let pointed: DnsName = [];
  return () => {
    const here = u16(reply, offset);
    let name: DnsName;
    if (here === pointer && here >= 0xc000) {
      name = pointed;
      offset += 2;
    } else {
      const unpacked = unpackName(reply, offset);
      if (unpacked === undefined) return undefined;
      name = unpacked.name;
      if (here >= 0xc000) {
        pointer = here;
        pointed = name;
      }
      offset = unpacked.end;
    }
    if (offset + 10 > reply.length) return undefined;
    const dataLength = u16(reply, offset + 8);
    const dataOffset = offset + 10;
    if (dataOffset + dataLength > reply.length) return undefined;
    const record = { name, type: u16(reply, offset), class: u16(reply, offset + 2), dataOffset, dataLength };
    offset = dataOffset + dataLength;
    return record;
  };
}
