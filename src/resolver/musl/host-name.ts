import type { ByteText } from '../../formats/wire/byte-text.ts';

/** What musl takes as a canonical name (`is_valid_hostname`): 1 to 254 bytes of letters, digits, hyphen, dot, or ≥ 0x80; no underscore. */
export function isValidHostName(name: ByteText): boolean {
  return name.length <= 254 && /^[A-Za-z0-9.\-\u0080-\u00ff]+$/.test(name);
}
