import type { ByteText } from '../../formats/wire/byte-text.ts';

const maxPointers = 50;

/**
 * `ares_expand_name` of 1.18: at most 50 pointers, which may lead anywhere, and no limit to the length. `end` is behind the name where it
 * stands; undefined when the name runs out of the message. `hostName` refuses bytes that host names do not have.
 */
export function readLooseName(message: Uint8Array, start: number, hostName: boolean): { labels: ByteText[]; end: number } | undefined {
  const labels: ByteText[] = [];
  let at = start;
  let end: number | undefined;
  let pointers = 0;
  for (;;) {
    const size = message[at];
    if (size === undefined) return undefined;
    if (size === 0) return { labels, end: end ?? at + 1 };
    if (size >= 0xc0) {
      const low = message[at + 1];
      pointers += 1;
      if (low === undefined || pointers > maxPointers) return undefined;
      end ??= at + 2;
      at = ((size & 0x3f) << 8) | low;
    } else {
      if (size > 63 || at + 1 + size >= message.length) return undefined;
      let label = '';
      for (let index = at + 1; index <= at + size; index += 1) label += String.fromCharCode(message[index] ?? 0);
      if (hostName && !/^[A-Za-z0-9._/-]*$/.test(label) && label !== '\0') return undefined;
      labels.push(label);
      at += size + 1;
    }
  }
}
