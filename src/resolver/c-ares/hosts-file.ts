import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIp, parseIpv4, parseIpv6 } from '../../formats/wire/ip-address.ts';
import { isHostName } from './query-name.ts';

interface Entry {
  readonly addresses: string[];
}

/**
 * ares_hosts_file.c of 1.34. Lines with an address that is known already, or else with a name that is known already, add to the entry
 * it belongs to: a name has all addresses of its entry, those of its fellow names too.
 */
export function hostsAddresses(text: ByteText | undefined, name: ByteText): readonly string[] {
  const byAddress = new Map<string, Entry>();
  const byName = new Map<string, Entry>();
  for (const line of (text ?? '').split('\n')) {
    const [literal = '', ...rest] = line.split(/[\t-\r ]+/).filter((word) => word !== '');
    const bytes = literal.includes('%') ? undefined : parseIp(literal);
    const names = hostNames(rest);
    if (bytes === undefined || names === undefined) continue;
    const address = formatIp(bytes);
    const known = byAddress.get(address) ?? names.map((host) => byName.get(host.toLowerCase())).find((entry) => entry !== undefined);
    const entry = known ?? { addresses: [] };
    if (!entry.addresses.includes(address)) entry.addresses.push(address);
    byAddress.set(address, byAddress.get(address) ?? entry);
    for (const host of names) if (!byName.has(host.toLowerCase())) byName.set(host.toLowerCase(), entry);
  }
  return byName.get(name.toLowerCase())?.addresses ?? [];
}

/** Names up to a comment that hold no byte a host name cannot have; undefined when none is left or the first does not fit. */
function hostNames(words: readonly ByteText[]): ByteText[] | undefined {
  const names: ByteText[] = [];
  for (const word of words) {
    if (word.startsWith('#')) break;
    const fits = word.length < 256 && /^[!-~]*$/.test(word);
    if (!fits && names.length === 0) return undefined;
    if (fits && isHostName(word)) names.push(word);
  }
  return names.length === 0 ? undefined : names;
}

/** ares__readaddrinfo.c of 1.18: the address of every line that has the name. */
export function legacyHostsAddresses(text: ByteText | undefined, name: ByteText): string[] {
  const addresses: string[] = [];
  for (const line of (text ?? '').split('\n')) {
    const [literal = '', ...names] = (line.split('#', 1)[0] ?? '').split(/[\t-\r ]+/).filter((word) => word !== '');
    if (!names.some((host) => host.toLowerCase() === name.toLowerCase())) continue;
    const bytes = parseIpv4(literal) ?? parseIpv6(literal);
    if (bytes !== undefined) addresses.push(formatIp(bytes));
  }
  return addresses;
}
