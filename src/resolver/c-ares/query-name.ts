import type { ByteText } from '../../formats/wire/byte-text.ts';

/**
 * `ares_dns_name_write` with a host name's rules: the labels of a name as the query carries them, undefined for ARES_EBADNAME. `\DDD`
 * and `\x` stand for one byte. The limit of 255 counts labels and the dots between them, so that 256 bytes on the wire are possible.
 */
export function strictQueryName(name: ByteText): ByteText[] | undefined {
  const labels = splitEscaped(name, decodeEscape);
  if (labels === undefined) return undefined;
  if (labels.at(-1) === '') labels.pop();
  if (name === '.') return [];
  let total = 0;
  for (const label of labels) {
    if (label === '' || label.length > 63 || !isHostName(label)) return undefined;
    total += label.length;
  }
  return total + labels.length - 1 > 255 ? undefined : labels;
}

/** `ares_create_query` of 1.18: any byte, and a backslash merely quotes the next one. */
export function looseQueryName(name: ByteText): ByteText[] | undefined {
  const labels = splitEscaped(name, (text, at) => (at < text.length ? { byte: text.charAt(at), next: at + 1 } : { byte: '\\', next: at }));
  if (labels === undefined) return undefined;
  if (labels.at(-1) === '') labels.pop();
  if (name === '.') return [];
  let wire = 1;
  for (const label of labels) {
    if (label === '' || label.length > 63) return undefined;
    wire += label.length + 1;
  }
  return wire > 255 ? undefined : labels;
}

/** `ares_is_hostname`: letters, digits and `-._/*`. */
export function isHostName(text: ByteText): boolean {
  return /^[A-Za-z0-9._/*-]*$/.test(text);
}

type Escape = (text: ByteText, at: number) => { readonly byte: string; readonly next: number } | undefined;

function splitEscaped(name: ByteText, escape: Escape): ByteText[] | undefined {
  const labels: ByteText[] = [''];
  for (let at = 0; at < name.length;) {
    const character = name.charAt(at);
    at += 1;
    if (character === '.') {
      labels.push('');
      continue;
    }
    const byte = character === '\\' ? escape(name, at) : { byte: character, next: at };
    if (byte === undefined) return undefined;
    labels[labels.length - 1] += byte.byte;
    at = byte.next;
  }
  return labels;
}

function decodeEscape(text: ByteText, at: number): { byte: string; next: number } | undefined {
  const first = text[at];
  if (first === undefined) return undefined;
  if (first < '0' || first > '9') return { byte: first, next: at + 1 };
  const digits = /^\d{3}/.exec(text.slice(at, at + 3))?.[0];
  if (digits === undefined || Number(digits) > 255) return undefined;
  return { byte: String.fromCharCode(Number(digits)), next: at + 3 };
}
