import type { ByteText } from '../../formats/wire/byte-text.ts';

export interface QueryPacket {
  readonly id: number;
  readonly labels: readonly ByteText[];
  readonly type: number;
  /** UDP size to announce and the client cookie (RFC 7873) to send with it; undefined without EDNS. */
  readonly edns: { readonly udpSize: number; readonly cookie: Uint8Array | undefined } | undefined;
}

const cookieOption = 10;

/** A query with RD set. Written here because c-ares lets names pass that are longer than DNS allows. */
export function encodeQuery(query: QueryPacket): Uint8Array {
  const bytes = [query.id >> 8, query.id & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, query.edns === undefined ? 0 : 1];
  for (const label of query.labels) {
    bytes.push(label.length);
    for (let at = 0; at < label.length; at += 1) bytes.push(label.charCodeAt(at));
  }
  bytes.push(0, query.type >> 8, query.type & 0xff, 0, 1);
  if (query.edns !== undefined) {
    const { udpSize, cookie } = query.edns;
    const options = cookie === undefined ? [] : [0, cookieOption, 0, cookie.length, ...cookie];
    bytes.push(0, 0, 41, udpSize >> 8, udpSize & 0xff, 0, 0, 0, 0, 0, options.length, ...options);
  }
  return Uint8Array.from(bytes);
}

/** A message behind its two bytes of length. */
export function framed(message: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(message.length + 2);
  bytes[0] = message.length >> 8;
  bytes[1] = message.length & 0xff;
  bytes.set(message, 2);
  return bytes;
}

/** Takes the complete messages from the front of a stream. */
export function unframed(stream: Uint8Array): { readonly messages: readonly Uint8Array[]; readonly rest: Uint8Array } {
  const messages: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const size = ((stream[at] ?? 0) << 8) | (stream[at + 1] ?? 0);
    if (at + 2 > stream.length || at + 2 + size > stream.length) return { messages, rest: stream.subarray(at) };
    messages.push(stream.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
}

export function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(left.length + right.length);
  bytes.set(left);
  bytes.set(right, left.length);
  return bytes;
}
