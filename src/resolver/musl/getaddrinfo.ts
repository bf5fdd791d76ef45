import type { ByteText } from '../../formats/wire/byte-text.ts';
import { fromByteText } from '../../formats/wire/byte-text.ts';
import { isIpv6 } from '../address-policy.ts';
import type { LookupFunction, LookupRequest, World } from '../client.ts';
import type { Answer, Step } from '../outcome.ts';
import { classOfGetaddrinfo } from '../outcome.ts';
import { configuredFamily } from './addrconfig.ts';
import { lookUpInHosts } from './hosts.ts';
import { parseLiteral } from './ip-literal.ts';
import type { MuslRun } from './run.ts';
import { nameFromDnsSearch } from './search.ts';
import { serviceFailure } from './services.ts';
import { sortAddresses } from './sort-addresses.ts';
import type { MuslSwitches } from './switches.ts';

type Family = LookupRequest['family'];

/** What the stages of a lookup pass on: addresses, or the code that getaddrinfo returns. */
type Found =
  | { readonly kind: 'found'; readonly addresses: readonly string[]; readonly canonicalName: ByteText }
  | { readonly kind: 'failed'; readonly result: string };

const knownFlags = new Set(['AI_PASSIVE', 'AI_CANONNAME', 'AI_NUMERICHOST', 'AI_V4MAPPED', 'AI_ALL', 'AI_ADDRCONFIG', 'AI_NUMERICSERV']);

/** `getaddrinfo` of a musl version; nothing lives across calls. */
export function muslGetaddrinfo(world: World, switches: MuslSwitches): LookupFunction {
  let id = Math.floor(world.clock.now() * 1e6) & 0xffff;
  return async (request) => {
    const trail: Step[] = [];
    const run: MuslRun = {
      world,
      switches,
      note: (step) => {
        trail.push({ atMs: world.clock.now(), ...step });
      },
      nextId: () => (id = (id + 0x0102) & 0xffff),
    };
    return answer(await lookUp(run, request), trail);
  };
}

function answer(found: Found, trail: readonly Step[]): Answer {
  if (found.kind === 'failed') return { result: found.result, class: classOfGetaddrinfo(found.result), addresses: [], trail };
  const canonicalName = fromByteText(found.canonicalName);
  return { result: 'ok', class: 'ok', addresses: found.addresses, ...(canonicalName !== '' && { canonicalName }), trail };
}

async function lookUp(run: MuslRun, request: LookupRequest): Promise<Found> {
  if (request.flags.some((flag) => !knownFlags.has(flag))) return failed('EAI_BADFLAGS');
  const configured = request.flags.includes('AI_ADDRCONFIG') ? await configuredFamily(run, request.family) : { family: request.family };
  if ('result' in configured) return failed(configured.result);
  const service = serviceFailure(run, request);
  if (service) return failed(service);
  const found = await lookUpName(run, request, configured.family);
  return found.kind === 'found' && configured.missing ? failed('EAI_NODATA') : found;
}

/** `__lookup_name`: numeric, hosts, DNS, then mapping and sorting. */
async function lookUpName(run: MuslRun, request: LookupRequest, asked: Family): Promise<Found> {
  const { name, flags } = request;
  if (name.length === 0 || name.length > 254) return failed('EAI_NONAME');
  // Mapped addresses are asked for as any family and filtered afterwards.
  const mapping = flags.includes('AI_V4MAPPED') && asked === 'inet6';
  const family = mapping ? 'unspec' : asked;
  const found = await fromSources(run, name, family, flags.includes('AI_NUMERICHOST'));
  if (found.kind === 'failed') return found;
  const addresses = mapping ? mapAddresses(found.addresses, flags.includes('AI_ALL')) : found.addresses;
  return { ...found, addresses: await sortAddresses(run, addresses, family) };
}

async function fromSources(run: MuslRun, name: ByteText, family: Family, numericOnly: boolean): Promise<Found> {
  const literal = parseLiteral(name, family, run.switches.wrongFamily, run.world.network);
  if (literal.kind === 'address') return { kind: 'found', addresses: [literal.address], canonicalName: name };
  if (literal.kind === 'error') return failed(literal.result);
  if (numericOnly) return failed('EAI_NONAME');
  const hosts = lookUpInHosts(run, name, family);
  const canonicalName = hosts.canonicalName ?? name;
  if (hosts.addresses.length + hosts.garbage > 0) {
    run.note({ what: 'hosts', name });
    return { kind: 'found', addresses: hosts.addresses, canonicalName };
  }
  if (hosts.failure) return failed(hosts.failure);
  const result = await nameFromDnsSearch(run, name, canonicalName, family);
  return result.kind === 'absent' ? failed('EAI_NONAME') : result;
}

/** IPv4 becomes ::ffff:a.b.c.d; without AI_ALL only where there is no IPv6. */
function mapAddresses(addresses: readonly string[], all: boolean): string[] {
  const ipv6 = addresses.filter((address) => isIpv6(address));
  if (!all && ipv6.length > 0) return ipv6;
  return addresses.map((address) => (isIpv6(address) ? address : `::ffff:${address}`));
}

function failed(result: string): Found {
  return { kind: 'failed', result };
}
