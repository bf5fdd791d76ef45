import type { ByteText } from './byte-text.ts';
import { fromByteText, toByteText } from './byte-text.ts';
import { FormatError } from '../format-error.ts';

/** A domain name: its labels as bytes, the root is the empty list. A decoded label may hold any byte, dots and zero included. */
export type DnsName = readonly ByteText[];

/** Presentation without the trailing dot: labels as UTF-8 text, `\.` and `\\` inside labels, the root is the empty string. */
export function formatDnsName(name: DnsName): string {
  return name.map((label) => fromByteText(label).replaceAll(/[\\.]/g, '\\$&')).join('.');
}

/** The labels of a name in presentation form, with or without a trailing dot. */
export function parseDnsName(text: string): DnsName {
  const labels: string[] = [''];
  for (const [piece] of text.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (piece === '.') labels.push('');
    else labels[labels.length - 1] += piece.length > 1 ? piece.slice(1) : piece;
  }
  if (labels.at(-1) === '') labels.pop();
  return labels.map((label) => toByteText(label));
}

/**
 * Reads a name at an offset (RFC 1035 section 4.1.4). Pointers may only lead backwards from the name they continue, so that there can
 * be no loop; together with the limit of 255 bytes this bounds the work (`longest` is for the few readers that have another limit).
 * `end` is the offset behind the name where it stands.
 */
export function readDnsName(message: Uint8Array, start: number, longest = 255): { name: DnsName; end: number } {
  const labels: ByteText[] = [];
  let offset = start;
  let end: number | undefined;
  let lowest = start;
  let length = 1;
  for (;;) {
    const size = message[offset];
    if (size === undefined) throw new FormatError('dns-name-truncated', offset, 'name runs past the end of the message');
    if (size === 0) return { name: labels, end: end ?? offset + 1 };
    if (size >= 0xc0) {
      const low = message[offset + 1];
      if (low === undefined) throw new FormatError('dns-name-truncated', offset, 'compression pointer runs past the end of the message');
      const target = ((size & 0x3f) << 8) | low;
      if (target >= lowest) throw new FormatError('dns-bad-pointer', offset, 'compression pointer does not lead backwards');
      end ??= offset + 2;
      lowest = target;
      offset = target;
      continue;
    }
    if (size > 63) throw new FormatError('dns-bad-label', offset, 'label type is neither a length nor a pointer');
    length += size + 1;
    if (length > longest) throw new FormatError('dns-name-too-long', offset, `name is longer than ${longest} bytes`);
    if (offset + 1 + size > message.length) throw new FormatError('dns-name-truncated', offset, 'label runs past the end of the message');
    labels.push(labelAt(message, offset + 1, size));
    offset += size + 1;
  }
}

function labelAt(message: Uint8Array, offset: number, size: number): ByteText {
  let label = '';
  for (let index = offset; index < offset + size; index += 1) label += String.fromCharCode(message[index] ?? 0);
  return label;
}
