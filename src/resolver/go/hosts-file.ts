import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import { goFields, isGoAddress } from './dns-config.ts';

/** Addresses of a name in /etc/hosts (net/hosts.go): case does not matter, nor a trailing dot on a name that has dots. */
export function lookupStaticHost(text: ByteText | undefined, name: ByteText): string[] {
  const wanted = absolute(name.toLowerCase());
  const addresses: string[] = [];
  for (const line of (text ?? '').split('\n')) {
    const [literal, ...names] = goFields(line.split('#', 1)[0] ?? '');
    if (literal === undefined || !isGoAddress(literal)) continue;
    for (const entry of names) if (absolute(entry.toLowerCase()) === wanted) addresses.push(canonicalAddress(literal));
  }
  return addresses;
}

/** `absDomainName`: a trailing dot for every name that has a dot. */
function absolute(name: ByteText): ByteText {
  return name.includes('.') && !name.endsWith('.') ? `${name}.` : name;
}

/** An address as `net.IP` prints it: a mapped IPv4 address is an IPv4 address. */
export function canonicalAddress(literal: string): string {
  const percent = literal.indexOf('%');
  const bytes = parseIp(literal);
  if (bytes === undefined) return literal;
  return unmapped(formatIp(bytes)) + (percent === -1 ? '' : literal.slice(percent));
}

export function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
