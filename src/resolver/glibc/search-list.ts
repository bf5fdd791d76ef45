import type { ByteText } from '../../formats/wire/byte-text.ts';
import { toByteText } from '../../formats/wire/byte-text.ts';

/** Domains of a `search` value: blanks separate, everything to the end of the line counts. */
export function splitSearch(value: ByteText): ByteText[] {
  const words = value.split(/[ \t]+/);
  // Trailing blanks end the last word; a leading one (LOCALDOMAIN only) leaves an empty first word, which is searched as the root.
  return words.at(-1) === '' && words.length > 1 ? words.slice(0, -1) : words;
}

/** Before 2.26: the value is cut at 255 bytes and at six domains (`defdname`, MAXDNSRCH). */
export function legacySearch(value: ByteText): ByteText[] {
  return splitSearch(value.slice(0, 255)).slice(0, 6);
}

/** LOCALDOMAIN replaces every `search` and `domain` line; it ends at a newline. */
export function searchFromEnvironment(value: string | undefined, unlimited: boolean): ByteText[] | undefined {
  if (value === undefined) return undefined;
  const text = toByteText(value).split('\n', 1)[0] ?? '';
  return unlimited ? splitSearch(text) : legacySearch(text);
}

/**
 * Without any list, what follows the first dot of the host name. Before 2.26 the list then had one element in any case, and an empty
 * one is the root, which comes to the same packets.
 */
export function defaultSearch(hostname: string, unlimited: boolean): ByteText[] {
  const dot = hostname.indexOf('.');
  if (dot !== -1) return [toByteText(hostname.slice(dot + 1))];
  return unlimited ? [] : [''];
}
