import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';

/**
 * Labels of a name in presentation form (`ns_name_pton`): `\DDD` and `\c` are escapes, one trailing dot is allowed, labels have 1 to
 * 63 bytes and the whole at most 255 on the wire. Undefined for anything else.
 */
export function namePton(text: ByteText): DnsName | undefined {
  const labels: string[] = [];
  let label = '';
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    index += 1;
    if (character === '\\') {
      const escape = readEscape(text, index);
      if (escape === undefined) return undefined;
      label += escape.character;
      index = escape.next;
    } else if (character === '.') {
      const atEnd = index === text.length;
      if (label.length > 63) return undefined;
      if (label === '') return atEnd && labels.length === 0 ? [] : undefined;
      labels.push(label);
      label = '';
      if (atEnd) break;
      if (text[index] === '.') return undefined;
    } else {
      label += character;
    }
  }
  if (label.length > 63) return undefined;
  if (label !== '') labels.push(label);
  return labels.reduce((sum, part) => sum + part.length + 1, 1) > 255 ? undefined : labels;
}

function readEscape(text: ByteText, index: number): { character: string; next: number } | undefined {
  const first = text[index];
  // A lone backslash at the end is dropped: the loop in ns_name_pton ends with `escaped` set.
  if (first === undefined) return { character: '', next: index };
  if (!/\d/.test(first)) return { character: first, next: index + 1 };
  const digits = text.slice(index, index + 3);
  if (!/^\d{3}$/.test(digits) || Number(digits) > 255) return undefined;
  return { character: String.fromCharCode(Number(digits)), next: index + 3 };
}

/** `res_hnok`: printable text whose labels hold letters, digits, hyphens and underscores only and whose first does not begin with a hyphen. */
export function isHostNameText(text: ByteText): boolean {
  if (!/^[!-~]*$/.test(text)) return false;
  const labels = namePton(text);
  return labels !== undefined && isHostName(labels);
}

/** `__res_binary_hnok`. */
export function isHostName(labels: DnsName): boolean {
  return labels.every((label) => /^[0-9A-Za-z_-]+$/.test(label)) && !labels[0]?.startsWith('-');
}

/** Presentation of a name (`ns_name_ntop`): without trailing dot, the root is `.`, special characters escaped. */
export function nameNtop(labels: DnsName): ByteText {
  if (labels.length === 0) return '.';
  return labels.map((label) => label.replaceAll(/[".;\\()@$]|[^!-~]/g, (character) => escapeCharacter(character))).join('.');
}

function escapeCharacter(character: string): string {
  if (/[".;\\()@$]/.test(character)) return `\\${character}`;
  return `\\${String(character.charCodeAt(0)).padStart(3, '0')}`;
}
