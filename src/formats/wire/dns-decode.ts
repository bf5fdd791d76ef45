import { FormatError } from '../format-error.ts';
import type { DnsHeader, DnsMessage, DnsQuestion, DnsRecord } from './dns-message.ts';
import { readDnsName } from './dns-name.ts';

export interface DecodedMessage extends DnsMessage {
  /** The counts the header claims, which need not be what was there. */
  readonly counts: { readonly questions: number; readonly answers: number; readonly authorities: number; readonly additionals: number };
  /** Offset behind the last record that could be read. */
  readonly end: number;
  /** Why reading stopped before the counts were fulfilled; everything before it is in the sections. */
  readonly problem?: FormatError;
}

/**
 * Reads a message as far as it can be read; a message too short for a header is the only FormatError that is thrown. Work is bounded by
 * the bytes: every record takes at least eleven of them, whatever the header claims. `longestName` is for questions.
 */
export function decodeDnsMessage(message: Uint8Array, longestName = 255): DecodedMessage {
  const header = decodeDnsHeader(message);
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const counts = {
    questions: view.getUint16(4),
    answers: view.getUint16(6),
    authorities: view.getUint16(8),
    additionals: view.getUint16(10),
  };
  const questions: DnsQuestion[] = [];
  const sections: [DnsRecord[], DnsRecord[], DnsRecord[]] = [[], [], []];
  let end = 12;
  let problem: FormatError | undefined;
  try {
    for (let index = 0; index < counts.questions; index += 1) {
      const { question, next } = readQuestion(message, view, end, longestName);
      questions.push(question);
      end = next;
    }
    for (const [index, count] of [counts.answers, counts.authorities, counts.additionals].entries()) {
      for (let read = 0; read < count; read += 1) {
        const { record, next } = readRecord(message, view, end);
        sections[index]?.push(record);
        end = next;
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    problem = error;
  }
  const [answers, authorities, additionals] = sections;
  return { ...header, questions, answers, authorities, additionals, counts, end, ...(problem && { problem }) };
}

/** The fixed part; FormatError when there are fewer than twelve bytes. */
export function decodeDnsHeader(message: Uint8Array): DnsHeader {
  if (message.length < 12) throw new FormatError('dns-header-truncated', message.length, 'message is shorter than its header');
  const high = message[2] ?? 0;
  const low = message[3] ?? 0;
  return {
    id: ((message[0] ?? 0) << 8) | (message[1] ?? 0),
    opcode: (high >> 3) & 15,
    rcode: low & 15,
    flags: {
      qr: (high & 0x80) !== 0,
      aa: (high & 4) !== 0,
      tc: (high & 2) !== 0,
      rd: (high & 1) !== 0,
      ra: (low & 0x80) !== 0,
      z: (low & 0x40) !== 0,
      ad: (low & 0x20) !== 0,
      cd: (low & 0x10) !== 0,
    },
  };
}

function readQuestion(message: Uint8Array, view: DataView, offset: number, longestName: number): { question: DnsQuestion; next: number } {
  const { name, end } = readDnsName(message, offset, longestName);
  if (end + 4 > message.length) throw new FormatError('dns-question-truncated', end, 'question runs past the end of the message');
  return { question: { name, type: view.getUint16(end), class: view.getUint16(end + 2) }, next: end + 4 };
}

function readRecord(message: Uint8Array, view: DataView, offset: number): { record: DnsRecord; next: number } {
  const { name, end } = readDnsName(message, offset);
  if (end + 10 > message.length) throw new FormatError('dns-record-truncated', end, 'record runs past the end of the message');
  const dataOffset = end + 10;
  const next = dataOffset + view.getUint16(end + 8);
  if (next > message.length) throw new FormatError('dns-data-truncated', dataOffset, 'record data runs past the end of the message');
  const record = {
    name,
    type: view.getUint16(end),
    class: view.getUint16(end + 2),
    ttl: view.getUint32(end + 4),
    data: message.subarray(dataOffset, next),
    dataOffset,
  };
  return { record, next };
}
