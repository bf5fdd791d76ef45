import { domainToASCII } from 'node:url';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import { fromByteText } from '../../formats/wire/byte-text.ts';

/**
 * AI_IDN: the name in ASCII-compatible encoding, undefined where glibc reports EAI_IDN_ENCODE. The real thing is libidn2 (2.28 and
 * later, when installed) or an older library built in; this is the WHATWG's mapping, which agrees for names that are valid in both.
 */
export function idnaToDns(name: ByteText): ByteText | undefined {
  if (/^[\0-\x7f]*$/.test(name)) return name;
  if (name.includes('\\')) return undefined;
  const text = fromByteText(name);
  if (text.includes('\ufffd')) return undefined;
  const encoded = domainToASCII(text);
  return encoded === '' ? undefined : encoded;
}
