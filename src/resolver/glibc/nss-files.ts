import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIpv4, parseIpv6 } from '../../formats/wire/ip-address.ts';
import { asciiLower, cLines, cWords, isSpace } from './c-text.ts';
import type { ModuleResult } from './nss-dns.ts';
import type { GlibcProcess } from './process.ts';

type Family = 'unspec' | 'inet' | 'inet6';

interface HostsEntry {
  readonly address: string;
  readonly canonical: ByteText;
  /** Lower case, the canonical name first. */
  readonly names: readonly ByteText[];
  /** Result buffer that reading this line takes. */
  readonly bufferSize: number;
}

/**
 * `_nss_files_gethostbyname4_r` and `..3_r`: /etc/hosts. Matching ignores case and compares whole names; a name with a trailing dot is
 * another name. Without `multi on` in host.conf only the first matching line counts.
 */
export function filesLookup(process: GlibcProcess, name: ByteText, family: Family, size: number): ModuleResult {
  const text = process.world.readFile('hosts');
  if (text === undefined) {
    process.herrno = 'HOST_NOT_FOUND';
    process.errno = 'ENOENT';
    return { status: 'UNAVAIL', addresses: [], canonicalName: undefined };
  }
  const wanted = asciiLower(name);
  const addresses: string[] = [];
  let canonicalName: ByteText | undefined;
  const multi = multiOn(process.world.readFile('host.conf'));
  for (const entry of hostsEntries(text, family)) {
    if (entry.bufferSize > size) return tooSmall(process);
    if (!entry.names.includes(wanted)) continue;
    addresses.push(entry.address);
    canonicalName ??= entry.canonical;
    if (!multi) break;
  }
  if (addresses.length === 0) {
    process.herrno = 'HOST_NOT_FOUND';
    return { status: 'NOTFOUND', addresses, canonicalName: undefined };
  }
  // Each match keeps its line, and the pair function also a tuple, in the buffer.
  if (family === 'unspec' && addresses.length * 100 > size) return tooSmall(process);
  return { status: 'SUCCESS', addresses, canonicalName };
}

function tooSmall(process: GlibcProcess): ModuleResult {
  process.herrno = 'internal';
  process.errno = 'ERANGE';
  return { status: 'ERANGE', addresses: [], canonicalName: undefined };
}

/** host.conf: `multi on`. A missing file is what C library packages of distributions do not leave; it means off. */
function multiOn(text: ByteText | undefined): boolean {
  let on = false;
  for (const line of cLines(text ?? '')) {
    const [keyword, value] = cWords(line.split('#', 1)[0] ?? '');
    if (keyword?.toLowerCase() === 'multi' && value !== undefined) on = value.toLowerCase() === 'on';
  }
  return on;
}

function* hostsEntries(text: ByteText, family: Family): Generator<HostsEntry> {
  for (const line of cLines(text)) {
    let start = 0;
    while (isSpace(line[start])) start += 1;
    const content = line.slice(start).split('#', 1)[0] ?? '';
    const [literal, canonical, ...aliases] = cWords(content);
    if (literal === undefined) continue;
    const bufferSize = neededBuffer(line.length, aliases.length);
    const address = addressFor(literal, family);
    if (address === undefined) continue;
    const names = canonical === undefined ? [''] : [canonical, ...aliases].map((word) => asciiLower(word));
    yield { address, canonical: canonical ?? '', names, bufferSize };
  }
}

/** `struct hostent_data`, the line with its newline, the end marker of `__nss_readline`, and the list of aliases. */
function neededBuffer(lineLength: number, aliases: number): number {
  return Math.max(32 + lineLength + 3, 32 + Math.ceil((lineLength + 1) / 8) * 8 + (aliases + 2) * 8);
}

/** Address of a line in the family that is asked for; IPv4 lookups take mapped addresses and `::1` for 127.0.0.1. */
function addressFor(literal: ByteText, family: Family): string | undefined {
  const quad = parseIpv4(literal);
  if (quad !== undefined) return family === 'inet6' ? undefined : formatIp(quad);
  const bytes = parseIpv6(literal);
  if (bytes === undefined) return undefined;
  if (family !== 'inet') return formatIp(bytes);
  const prefix = bytes.subarray(0, 12);
  if (prefix.subarray(0, 10).every((byte) => byte === 0) && prefix[10] === 0xff && prefix[11] === 0xff) return formatIp(bytes, 12, 4);
  return formatIp(bytes) === '::1' ? '127.0.0.1' : undefined;
}
