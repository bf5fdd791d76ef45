import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import { asciiLower } from './c-text.ts';

/** One of our questions. */
export interface Query {
  readonly id: number;
  readonly name: DnsName;
  readonly type: 1 | 28;
  readonly bytes: Uint8Array;
}

export const rcodes = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5 } as const;

export function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

export function rcodeOf(bytes: Uint8Array): number {
  return (bytes[3] ?? 0) & 15;
}

export function answerCount(bytes: Uint8Array): number {
  return u16(bytes, 6);
}

/**
 * A name at an offset as `ns_name_unpack` reads it: pointers may lead anywhere, a loop is noticed when more bytes were looked at than
 * the message has. `end` is behind the name where it stands. Undefined where glibc reports EMSGSIZE.
 */
export function unpackName(bytes: Uint8Array, start: number, limit: number = bytes.length): { name: DnsName; end: number } | undefined {
  const labels: ByteText[] = [];
  let offset = start;
  let end = -1;
  let checked = 0;
  let written = 0;
  if (start >= limit) return undefined;
  for (;;) {
    if (offset >= limit) return undefined;
    const size = bytes[offset] ?? 0;
    offset += 1;
    if (size === 0) return { name: labels, end: end === -1 ? offset : end };
    if (size >= 0xc0) {
      if (offset >= limit) return undefined;
      if (end === -1) end = offset + 1;
      offset = ((size & 0x3f) << 8) | (bytes[offset] ?? 0);
      checked += 2;
      if (offset >= limit || checked >= limit) return undefined;
    } else if (size > 63 || written + size + 1 >= 255 || offset + size >= limit) {
      return undefined;
    } else {
      checked += size + 1;
      written += size + 1;
      labels.push(labelText(bytes, offset, size));
      offset += size;
    }
  }
}

function labelText(bytes: Uint8Array, offset: number, size: number): ByteText {
  let text = '';
  for (let index = offset; index < offset + size; index += 1) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}

/** Length of a name that must not be compressed (`__ns_name_length_uncompressed`), undefined for anything else. */
export function uncompressedLength(bytes: Uint8Array, start: number): number | undefined {
  let offset = start;
  for (;;) {
    const size = bytes[offset];
    if (size === undefined || size > 63) return undefined;
    offset += size + 1;
    if (size === 0) return offset - start;
    if (offset >= bytes.length) return undefined;
  }
}

export function sameName(left: DnsName, right: DnsName): boolean {
  return (
    left.length === right.length &&
    left.every((label, index) => label === right[index] || asciiLower(label) === asciiLower(right[index] ?? ''))
  );
}

/**
 * `__libc_res_queriesmatch` against a one-question query of ours: same number of questions, and one of them is ours. A question that
 * cannot be read counts as a match, which is what the C code's -1 comes to. The whole buffer is looked at, not only the message.
 */
export function questionMatches(query: Query, buffer: Uint8Array, capacity: number): boolean {
  if (u16(buffer, 4) !== 1) return false;
  const unpacked = unpackName(buffer, 12, capacity);
  if (unpacked === undefined || unpacked.end + 4 > capacity) return true;
  return u16(buffer, unpacked.end) === query.type && u16(buffer, unpacked.end + 2) === 1 && sameName(unpacked.name, query.name);
}
