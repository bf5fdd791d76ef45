import type { ByteText } from '../../formats/wire/byte-text.ts';
import { words } from '../c-text.ts';
import type { LookupRequest } from '../client.ts';
import type { DnsResult } from './name-from-dns.ts';
import { nameFromDns } from './name-from-dns.ts';
import { readResolvConf } from './resolv-conf.ts';
import type { MuslRun } from './run.ts';

/** The name with each search domain, then alone (`name_from_dns_search`); up to 1.1.12 alone only. */
export async function nameFromDnsSearch(
  run: MuslRun,
  name: ByteText,
  canonicalName: ByteText,
  family: LookupRequest['family'],
): Promise<DnsResult> {
  const conf = readResolvConf(run);
  if (!run.switches.searchDomains) return nameFromDns(run, name, canonicalName, family, conf);
  const dots = name.split('.').length - 1;
  const elements = dots >= conf.ndots || name.endsWith('.') ? [] : words(conf.search);
  let canon = name;
  if (run.switches.stripsFinalDot) {
    if (canon.endsWith('.')) canon = canon.slice(0, -1);
    if (canon === '' || canon.endsWith('.')) return { kind: 'failed', result: 'EAI_NONAME' };
  }
  let buffer = `${canon}.`;
  for (const element of elements) {
    // The concatenation has to fit a buffer of 256 bytes with its end.
    if (element.length >= 256 - canon.length - 1) {
      run.note({ what: 'search-element-skipped', name: element, detail: 'too long' });
      continue;
    }
    // One buffer holds the candidate and the canonical name. Where a reply of an absent candidate wrote a CNAME's target into it
    // (possible up to 1.2.0), the next candidate is built on that.
    const candidate = buffer.length > canon.length ? buffer.slice(0, canon.length + 1) + element : buffer;
    run.note({ what: 'search-element', name: candidate });
    const result = await nameFromDns(run, candidate, candidate, family, conf);
    if (result.kind !== 'absent') return result;
    buffer = result.canonicalName;
  }
  return nameFromDns(run, name, buffer.slice(0, canon.length), family, conf);
}
