import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIpv6 } from '../../formats/wire/ip-address.ts';

/** Three dots and decimal numbers, leading zeros allowed (`fake_addrinfo`, c-ares's own inet_pton): the canonical address. */
export function ipv4Literal(name: ByteText): string | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(name)) return undefined;
  const numbers = name.split('.').map(Number);
  return numbers.every((number) => number <= 255) ? numbers.join('.') : undefined;
}

export function ipv6Literal(name: ByteText): string | undefined {
  const bytes = parseIpv6(name);
  return bytes === undefined ? undefined : formatIp(bytes);
}
