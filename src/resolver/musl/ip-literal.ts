import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIpv6 } from '../../formats/wire/ip-address.ts';
import { decimalAt, isDigit } from '../c-text.ts';
import type { LookupRequest } from '../client.ts';
import type { Network } from '../network.ts';

export type Literal =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly result: 'EAI_NONAME' | 'EAI_NODATA' };

const noLiteral: Literal = { kind: 'none' };
const noName: Literal = { kind: 'error', result: 'EAI_NONAME' };

/** A numeric address: `inet_aton` forms, or IPv6 with an optional `%zone` (`lookup_ipliteral.c`). */
export function parseLiteral(
  text: ByteText,
  family: LookupRequest['family'],
  wrongFamily: 'EAI_NONAME' | 'EAI_NODATA',
  network: Network,
): Literal {
  const ipv4 = inetAton(text);
  if (ipv4) return family === 'inet6' ? { kind: 'error', result: wrongFamily } : { kind: 'address', address: formatIp(ipv4) };
  const percent = text.indexOf('%');
  const hasZone = percent !== -1 && percent < 64;
  const bytes = parseIpv6(hasZone ? text.slice(0, percent) : text);
  if (bytes === undefined) return noLiteral;
  if (family === 'inet') return { kind: 'error', result: wrongFamily };
  const zone = hasZone ? text.slice(percent + 1) : undefined;
  if (zone === undefined) return { kind: 'address', address: formatIp(bytes) };
  return zoned(bytes, zone, network);
}

/** A zone is a number, or the name of an interface where the address is link-local. */
function zoned(bytes: Uint8Array, zone: ByteText, network: Network): Literal {
  const digits = isDigit(zone[0]) ? /^\d+$/.exec(zone) : null;
  // An empty zone is number 0, which means none.
  if (digits || zone === '') {
    const scope = decimalAt(zone, 0) ?? 0;
    if (scope > 0xffffffff) return noName;
    return { kind: 'address', address: formatIp(bytes) + (scope === 0 ? '' : `%${scope}`) };
  }
  if (!isLinkLocal(bytes) || !network.interfaces().some(({ name }) => name === zone)) return noName;
  return { kind: 'address', address: `${formatIp(bytes)}%${zone}` };
}

function isLinkLocal(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first === 0xfe && (second & 0xc0) === 0x80) || (first === 0xff && (second & 0x0f) === 2);
}

/** One to four numbers, decimal, octal (0…) or hexadecimal (0x…), the last one filling what is left (`inet_aton.c`). */
export function inetAton(text: ByteText): Uint8Array | undefined {
  const parts = text.split('.', 5);
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) => cNumber(part));
  const bytes = new Uint8Array(4);
  for (const [index, number] of numbers.entries()) {
    if (number === undefined) return undefined;
    const last = index === numbers.length - 1;
    const room = last ? 4 - index : 1;
    if (number >= 256 ** room) return undefined;
    for (let byte = 0; byte < room; byte += 1) bytes[index + byte] = Math.floor(number / 256 ** (room - 1 - byte)) & 0xff;
  }
  return bytes;
}

/** `strtoul` with base 0 where nothing may follow and the first character must be a digit. */
function cNumber(text: ByteText): number | undefined {
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text.slice(2), 16);
  return /^[1-9][0-9]*$/.test(text) ? Number(text) : undefined;
}
