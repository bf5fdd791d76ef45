/** Four bytes of a dotted quad as inet_pton takes it (four decimal parts, no leading zeros), undefined for anything else. */
export function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [index, part] of parts.entries()) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes[index] = Number(part);
  }
  return bytes;
}

/** Sixteen bytes of an IPv6 address without zone, as inet_pton takes it (RFC 4291 section 2.2), undefined for anything else. */
export function parseIpv6(text: string): Uint8Array | undefined {
  if (text.length > 45 || !text.includes(':')) return undefined;
  const halves = text.split('::', 3);
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const words = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** The words of one side of `::`; a dotted quad may end the address only. */
function groups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const words: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const quad = last && index === parts.length - 1 && part.includes('.') ? parseIpv4(part) : undefined;
    if (quad !== undefined) words.push(word(quad, 0), word(quad, 2));
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) words.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return words;
}

/** Address bytes (4 or 16) from canonical text; a `%zone` is dropped. */
export function parseIp(text: string): Uint8Array | undefined {
  const zone = text.indexOf('%');
  return parseIpv4(text) ?? parseIpv6(zone === -1 ? text : text.slice(0, zone));
}

/** Canonical text of 4 or 16 bytes at an offset: dotted quad, or RFC 5952 with mapped addresses in dotted form. */
export function formatIp(bytes: Uint8Array, offset = 0, length: number = bytes.length - offset): string {
  if (length === 4) return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
  const words = Array.from({ length: 8 }, (_, index) => word(bytes, offset + 2 * index));
  if (words.slice(0, 5).every((value) => value === 0) && words[5] === 0xffff) return `::ffff:${formatIp(bytes, offset + 12, 4)}`;
  const gap = longestZeroRun(words);
  const hex = words.map((value) => value.toString(16));
  if (gap.length < 2) return hex.join(':');
  return `${hex.slice(0, gap.start).join(':')}::${hex.slice(gap.start + gap.length).join(':')}`;
}

function longestZeroRun(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, value] of words.entries()) {
    if (value !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}

function word(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}
