import type { ByteText } from '../../formats/wire/byte-text.ts';
import { toByteText } from '../../formats/wire/byte-text.ts';
import { asciiLower } from './c-text.ts';
import type { ModuleResult } from './nss-dns.ts';
import type { GlibcProcess } from './process.ts';

/**
 * systemd's `nss-myhostname`: localhost names, and the own host name as the addresses of the interfaces, or 127.0.0.2 and ::1 when there
 * are none. `_gateway` and `_outbound` need the routing table and are not answered here.
 */
export function myhostnameLookup(process: GlibcProcess, name: ByteText, family: 'unspec' | 'inet' | 'inet6'): ModuleResult {
  const wanted = asciiLower(name).replace(/\.$/, '');
  const addresses = namesOfThisHost(process, wanted).filter(
    (address) => family === 'unspec' || (family === 'inet6') === address.includes(':'),
  );
  if (addresses.length === 0) {
    process.herrno = 'HOST_NOT_FOUND';
    return { status: 'NOTFOUND', addresses, canonicalName: undefined };
  }
  return { status: 'SUCCESS', addresses, canonicalName: name };
}

function namesOfThisHost(process: GlibcProcess, wanted: ByteText): string[] {
  if (/(^|\.)localhost(\.localdomain)?$/.test(wanted)) return ['127.0.0.1', '::1'];
  if (wanted !== asciiLower(toByteText(process.world.hostname))) return [];
  const own = process.world.network
    .interfaces()
    .filter((entry) => entry.up && !entry.loopback)
    .flatMap((entry) => entry.addresses.map(({ address }) => address));
  return own.length > 0 ? own : ['127.0.0.2', '::1'];
}
