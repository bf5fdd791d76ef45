import { isAscii, isUtf8 } from 'node:buffer';

/**
 * File names are bytes. They are decoded as UTF-8, and each byte that is no UTF-8 becomes U+DC80..U+DCFF (surrogate escapes, PEP 383),
 * so that different names stay different and `encodeFileName` gives the bytes back.
 */
export function decodeFileName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return buffer.toString('latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : decodeEscaping(buffer);
}

export function encodeFileName(name: string): Uint8Array {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    if (unit < 0xdc80 || unit > 0xdcff || isHighSurrogate(name.charCodeAt(at - 1))) continue;
    parts.push(Buffer.from(name.slice(from, at), 'utf8'), Buffer.of(unit - 0xdc00));
    from = at + 1;
  }
  if (from === 0) return Buffer.from(name, 'utf8');
  parts.push(Buffer.from(name.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

/** Bytes of the name as a file system stores it. */
export function fileNameLength(name: string): number {
  for (let at = 0; at < name.length; at++) {
    if (name.charCodeAt(at) > 0x7f) return encodeFileName(name).length;
  }
  return name.length;
}

function decodeEscaping(bytes: Buffer): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += bytes.toString('utf8', from, at) + String.fromCharCode(0xdc00 + bytes[at]!);
    from = ++at;
  }
  return text + bytes.toString('utf8', from);
}

/** Length of the valid UTF-8 sequence at `at`, 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
