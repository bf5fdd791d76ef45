/**
 * Bytes of a text file as a string that can be turned back into exactly these bytes: bytes that are no UTF-8 become U+DC80..U+DCFF
 * (the surrogate escapes of PEP 383), and a byte order mark stays.
 */
export function sourceText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

/** The bytes that `sourceText` read. */
export function sourceBytes(text: string): Uint8Array {
  if (!/[\uDC80-\uDCFF]/.test(text)) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  // A low surrogate behind a high one is half of a character, not an escaped byte.
  for (const part of text.split(/((?<![\uD800-\uDBFF])[\uDC80-\uDCFF]+)/)) {
    const escaped = /^[\uDC80-\uDCFF]/.test(part);
    parts.push(escaped ? Uint8Array.from(part, (unit) => unit.charCodeAt(0) - 0xdc00) : encoder.encode(part));
  }
  return new Uint8Array(Buffer.concat(parts));
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function decodeWithEscapes(bytes: Uint8Array): string {
  const parts: string[] = [];
  let good = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > good) parts.push(strict.decode(bytes.subarray(good, at)));
    parts.push(String.fromCharCode(0xdc00 + (bytes[at] ?? 0)));
    at += 1;
    good = at;
  }
  if (at > good) parts.push(strict.decode(bytes.subarray(good, at)));
  return parts.join('');
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  if (first >= 0xc2 && first <= 0xdf) return continues(second) ? 2 : 0;
  const third = bytes[at + 2] ?? 0;
  if (first >= 0xe0 && first <= 0xef) {
    const sound = continues(second) && !(first === 0xe0 && second < 0xa0) && !(first === 0xed && second > 0x9f);
    return sound && continues(third) ? 3 : 0;
  }
  const fourth = bytes[at + 3] ?? 0;
  if (first < 0xf0 || first > 0xf4) return 0;
  const sound = continues(second) && !(first === 0xf0 && second < 0x90) && !(first === 0xf4 && second > 0x8f);
  return sound && continues(third) && continues(fourth) ? 4 : 0;
}

function continues(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
