import type { ByteText } from '../../formats/wire/byte-text.ts';
import { fromByteText } from '../../formats/wire/byte-text.ts';
import { formatIp, parseIpv6 } from '../../formats/wire/ip-address.ts';
import type { LookupFunction, LookupRequest, World } from '../client.ts';
import type { Answer } from '../outcome.ts';
import { gaiFailure } from '../outcome.ts';
import { inetAton } from './c-text.ts';
import { idnaToDns } from './idna.ts';
import { type HostsRequest, lookupInet, lookupServices } from './nss-hosts.ts';
import { type GlibcProcess, startProcess } from './process.ts';
import { initialResultBuffer } from './result-buffer.ts';
import { sortAddresses } from './sort.ts';
import type { GlibcSwitches } from './switches.ts';

/** A process that calls `getaddrinfo` of a glibc with these switches. */
export function startGlibc(world: World, switches: GlibcSwitches): LookupFunction {
  const process = startProcess(world, switches);
  return async (request) => {
    process.trail = [];
    process.startedAt = world.clock.now();
    const answer = await getaddrinfo(process, request);
    return process.trail.length === 0 ? answer : { ...answer, trail: process.trail };
  };
}

const knownFlags: ReadonlySet<string> = new Set([
  'AI_PASSIVE',
  'AI_CANONNAME',
  'AI_NUMERICHOST',
  'AI_ADDRCONFIG',
  'AI_V4MAPPED',
  'AI_IDN',
  'AI_CANONIDN',
  'AI_NUMERICSERV',
  'AI_ALL',
]);

async function getaddrinfo(process: GlibcProcess, request: LookupRequest): Promise<Answer> {
  const flags = new Set(request.nullHints ? ['AI_ADDRCONFIG', 'AI_V4MAPPED'] : request.flags);
  const name = cString(request.name);
  const nullName = name === '*';
  if (nullName && (request.service === undefined || request.service === '*')) return gaiFailure('EAI_NONAME');
  for (const flag of flags) if (!knownFlags.has(flag)) return gaiFailure('EAI_BADFLAGS');
  if (nullName && flags.has('AI_CANONNAME')) return gaiFailure('EAI_BADFLAGS');
  let { family } = request;
  if (flags.has('AI_ADDRCONFIG')) {
    const seen = configuredFamilies(process.world);
    if (family === 'unspec' && seen.ipv4 !== seen.ipv6) family = seen.ipv4 ? 'inet' : 'inet6';
    else if ((family === 'inet' && !seen.ipv4) || (family === 'inet6' && !seen.ipv6)) return gaiFailure('EAI_NONAME');
  }
  if (nullName) return succeed(process, localAddresses(family, flags), undefined, flags);
  return lookup(process, { name, family, flags }, request.name);
}

/** What C sees of a name. */
function cString(name: ByteText): ByteText {
  const end = name.indexOf('\0');
  return end === -1 ? name : name.slice(0, end);
}

async function lookup(process: GlibcProcess, request: HostsRequest, originalName: ByteText): Promise<Answer> {
  const { family, flags } = request;
  let { name } = request;
  if (flags.has('AI_IDN')) {
    const encoded = idnaToDns(name);
    if (encoded === undefined) return gaiFailure('EAI_IDN_ENCODE');
    name = encoded;
  }
  const literal = literalAddress(process, name, family, flags);
  if (literal !== undefined) {
    return literal.error === undefined ? succeed(process, [literal.address], originalName, flags) : gaiFailure(literal.error);
  }
  if (flags.has('AI_NUMERICHOST')) return gaiFailure('EAI_NONAME');
  const buffer = { size: initialResultBuffer };
  const encoded = { ...request, name };
  const simple = family === 'inet' && !flags.has('AI_CANONNAME');
  const result = simple ? await lookupInet(process, encoded, buffer) : await lookupServices(process, encoded, buffer);
  if (result.error !== undefined) return gaiFailure(result.error);
  if (result.addresses.length === 0) return gaiFailure('EAI_NONAME');
  return succeed(process, result.addresses, result.canonicalName ?? originalName, flags);
}

async function succeed(
  process: GlibcProcess,
  addresses: readonly string[],
  canonicalName: ByteText | undefined,
  flags: ReadonlySet<string>,
): Promise<Answer> {
  const sorted = addresses.length > 1 ? await sortAddresses(process.world, addresses) : addresses;
  const named = flags.has('AI_CANONNAME') && canonicalName !== undefined && canonicalName !== '';
  return { result: 'ok', class: 'ok', addresses: sorted, ...(named && { canonicalName: fromByteText(canonicalName) }) };
}

function localAddresses(family: 'unspec' | 'inet' | 'inet6', flags: ReadonlySet<string>): string[] {
  const passive = flags.has('AI_PASSIVE');
  return [...(family === 'inet' ? [] : [passive ? '::' : '::1']), ...(family === 'inet6' ? [] : [passive ? '0.0.0.0' : '127.0.0.1'])];
}

/** `__check_pf`: a family counts when it has an address other than the loopback one; link-local ones do. */
function configuredFamilies(world: World): { ipv4: boolean; ipv6: boolean } {
  const addresses = world.network.interfaces().flatMap((entry) => entry.addresses.map(({ address }) => address));
  return {
    ipv4: addresses.some((address) => !address.includes(':') && address !== '127.0.0.1'),
    ipv6: addresses.some((address) => address.includes(':') && address !== '::1'),
  };
}

type Literal = { readonly error: string } | { readonly error: undefined; readonly address: string };

/** `text_to_binary_address`: undefined when the name is no literal. */
function literalAddress(
  process: GlibcProcess,
  name: ByteText,
  family: HostsRequest['family'],
  flags: ReadonlySet<string>,
): Literal | undefined {
  const quad = inetAton(name, process.switches.exactLiterals);
  if (quad !== undefined) {
    if (family !== 'inet6') return { error: undefined, address: formatIp(quad) };
    return flags.has('AI_V4MAPPED') ? { error: undefined, address: `::ffff:${formatIp(quad)}` } : { error: 'EAI_ADDRFAMILY' };
  }
  const percent = name.indexOf('%');
  const bytes = parseIpv6(percent === -1 ? name : name.slice(0, percent));
  if (bytes === undefined) return undefined;
  const address = formatIp(bytes);
  if (family === 'inet') {
    return address.startsWith('::ffff:') && address.includes('.')
      ? { error: undefined, address: address.slice(7) }
      : { error: 'EAI_ADDRFAMILY' };
  }
  if (percent === -1) return { error: undefined, address };
  const zone = name.slice(percent + 1);
  if (!scopeExists(process.world, bytes, zone)) return { error: 'EAI_NONAME' };
  return { error: undefined, address: `${address}%${zone}` };
}

/** `__inet6_scopeid_pton`: an interface's name for link-local addresses, or a number. */
function scopeExists(world: World, bytes: Uint8Array, zone: ByteText): boolean {
  const linkLocal = bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
  const linkLocalMulticast = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 2;
  if ((linkLocal || linkLocalMulticast) && world.network.interfaces().some((entry) => entry.name === zone)) return true;
  return /^\d+$/.test(zone) && Number(zone) <= 0xffff_ffff;
}
