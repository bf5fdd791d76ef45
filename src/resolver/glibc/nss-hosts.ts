import type { ByteText } from '../../formats/wire/byte-text.ts';
import { dnsLookupPair, dnsLookupSingle, type ModuleResult, nameAllowed } from './nss-dns.ts';
import { filesLookup } from './nss-files.ts';
import { myhostnameLookup } from './nss-myhostname.ts';
import type { NssService, NssStatus } from './nsswitch.ts';
import { hostsServices, note, resolverConfiguration, type GlibcProcess } from './process.ts';
import type { ResultBuffer } from './result-buffer.ts';

export interface HostsRequest {
  readonly name: ByteText;
  readonly family: 'unspec' | 'inet' | 'inet6';
  readonly flags: ReadonlySet<string>;
}

/** Addresses as tuples of getaddrinfo: with AI_V4MAPPED an IPv4 address may stand as a mapped one. */
export interface HostsResult {
  readonly error: string | undefined;
  readonly addresses: readonly string[];
  readonly canonicalName: ByteText | undefined;
}

const nothingFound: HostsResult = { error: undefined, addresses: [], canonicalName: undefined };

function failure(error: string): HostsResult {
  return { error, addresses: [], canonicalName: undefined };
}

type Family = 'unspec' | 'inet' | 'inet6';

/** One module; undefined when it is not installed, or when nobody knows what it would do. */
async function ask(
  process: GlibcProcess,
  service: NssService,
  name: ByteText,
  family: Family,
  size: number,
): Promise<ModuleResult | undefined> {
  const installed = process.world.nssModules ?? ['files', 'dns'];
  if (service.name === 'files' && installed.includes('files')) return filesLookup(process, name, family, size);
  if (service.name === 'myhostname' && installed.includes('myhostname')) return myhostnameLookup(process, name, family);
  if (service.name === 'dns' && installed.includes('dns')) {
    if (family === 'unspec') return dnsLookupPair(process, name, size);
    return dnsLookupSingle(process, name, family === 'inet' ? 1 : 28, size);
  }
  note(process, { what: installed.includes(service.name) ? 'unmodelled-name-service' : 'missing-name-service', detail: service.name });
  return undefined;
}

/** Repeats a module with a doubled result buffer as long as it asks for one. */
async function askGrowing(
  process: GlibcProcess,
  service: NssService,
  request: { name: ByteText; family: Family },
  buffer: ResultBuffer,
): Promise<(ModuleResult & { status: NssStatus }) | undefined> {
  for (;;) {
    const result = await ask(process, service, request.name, request.family, buffer.size);
    if (result === undefined) return undefined;
    const { status } = result;
    if (status !== 'ERANGE') return { ...result, status };
    buffer.size *= 2;
  }
}

/**
 * AF_INET without AI_CANONNAME: `gethostbyname2_r` (nss/getXXbyYY_r.c). Modules that are missing are passed over; a service after one that
 * had the name (`[SUCCESS=continue]`) decides alone, and merging hosts fails (EINVAL) once the next service was asked, as Debian's 2.36 does.
 */
export async function lookupInet(process: GlibcProcess, request: HostsRequest, buffer: ResultBuffer): Promise<HostsResult> {
  for (;;) {
    const services = hostsServices(process) ?? [];
    let status: NssStatus | 'ERANGE' = 'UNAVAIL';
    let found: ModuleResult | undefined;
    let anyService = false;
    let merging = false;
    for (const service of services) {
      // The DNS module checks the name in its gethostbyname2_r, not in the function that looks up canonical names.
      const rejected = service.name === 'dns' && !nameAllowed(process, request.name);
      const result = rejected
        ? { status: 'NOTFOUND' as const, addresses: [], canonicalName: undefined }
        : await ask(process, service, request.name, 'inet', buffer.size);
      if (result === undefined) {
        if (service.actions.UNAVAIL !== 'continue') break;
        continue;
      }
      anyService = true;
      found = result;
      ({ status } = result);
      if (status === 'ERANGE' || merging) break;
      const action = service.actions[status];
      if (action === 'return') break;
      merging = action === 'merge' && status === 'SUCCESS';
    }
    if (status === 'ERANGE') {
      buffer.size *= 2;
      continue;
    }
    if (merging) return failure('EAI_NODATA');
    if (status === 'SUCCESS' && found !== undefined) return { error: undefined, addresses: found.addresses, canonicalName: undefined };
    if (!anyService) process.herrno = 'internal';
    return failure(inetError(process, status));
  }
}

function inetError(process: GlibcProcess, status: NssStatus): string {
  // Status NOTFOUND comes back as success without a host.
  const returnsZero = status === 'NOTFOUND' || (status === 'UNAVAIL' && process.errno === 'none' && process.herrno !== 'internal');
  if (returnsZero) return process.herrno === 'NO_DATA' && process.switches.inetNoData ? 'EAI_NODATA' : 'EAI_NONAME';
  if (process.herrno === 'internal') return 'EAI_SYSTEM';
  return process.herrno === 'TRY_AGAIN' ? 'EAI_AGAIN' : 'EAI_NODATA';
}

/** `no_data` of getaddrinfo: nothing wrong, the name has no such address, or try again. */
type NoData = 'no' | 'NODATA' | 'AGAIN';

/** `get_nss_addresses` in getaddrinfo.c: services in the order of nsswitch.conf until one has the name. */
export async function lookupServices(process: GlibcProcess, request: HostsRequest, buffer: ResultBuffer): Promise<HostsResult> {
  const services = hostsServices(process);
  resolverConfiguration(process);
  let status: NssStatus = 'UNAVAIL';
  let noData: NoData = 'no';
  let noInet6Data: NoData = 'no';
  let found = nothingFound;
  let merging = false;
  for (const service of services ?? []) {
    if (process.switches.freshPerService) found = nothingFound;
    // The hosts database does not support merging: EBUSY, and what was found is gone.
    if (merging) {
      process.herrno = 'internal';
      break;
    }
    noData = 'no';
    if (request.family === 'unspec') {
      const result = await askGrowing(process, service, { name: request.name, family: 'unspec' }, buffer);
      ({ status } = result ?? missing(process));
      if (result !== undefined) {
        if (status === 'SUCCESS') found = { error: undefined, addresses: result.addresses, canonicalName: result.canonicalName };
        else noData = noDataOf(process, status);
        noInet6Data = noData;
      }
    } else {
      const outcome = await askFamily(process, service, request, buffer);
      if (outcome.error !== undefined) return failure(outcome.error);
      ({ status } = outcome);
      if (status === 'SUCCESS') found = outcome;
      noData = outcome.noData;
      noInet6Data = outcome.noInet6Data ?? noInet6Data;
    }
    if (service.actions[status] === 'return') break;
    merging = process.switches.freshPerService && service.actions[status] === 'merge';
  }
  if ((status === 'TRYAGAIN' || status === 'UNAVAIL') && process.herrno === 'internal') return failure('EAI_SYSTEM');
  if (noData !== 'no' && noInet6Data !== 'no') return failure(noData === 'AGAIN' && noInet6Data === 'AGAIN' ? 'EAI_AGAIN' : 'EAI_NODATA');
  return found;
}

/** No function of the module could be found. */
function missing(process: GlibcProcess): { status: NssStatus } {
  process.herrno = 'internal';
  process.errno = 'EBUSY';
  return { status: 'UNAVAIL' };
}

function noDataOf(process: GlibcProcess, status: NssStatus): NoData {
  if (process.herrno === 'TRY_AGAIN' && (process.switches.againFromHerrno || status === 'TRYAGAIN')) return 'AGAIN';
  return process.herrno === 'NO_DATA' ? 'NODATA' : 'no';
}

interface FamilyOutcome extends HostsResult {
  readonly status: NssStatus;
  readonly noData: NoData;
  readonly noInet6Data: NoData | undefined;
}

/** One family, and with AI_V4MAPPED the other one too; `gethosts`. */
async function askFamily(process: GlibcProcess, service: NssService, request: HostsRequest, buffer: ResultBuffer): Promise<FamilyOutcome> {
  const { flags, family, name } = request;
  const canonical = flags.has('AI_CANONNAME');
  const one = async (wanted: 'inet' | 'inet6'): Promise<(ModuleResult & { status: NssStatus; noData: NoData }) | string> => {
    if (service.name === 'dns' && !canonical && !nameAllowed(process, name)) {
      return { status: 'NOTFOUND', addresses: [], canonicalName: undefined, noData: 'no' };
    }
    const result = await askGrowing(process, service, { name, family: wanted }, buffer);
    if (result === undefined) return 'missing';
    if (result.status !== 'SUCCESS' && process.herrno === 'internal') return 'EAI_SYSTEM';
    return { ...result, noData: result.status === 'SUCCESS' ? 'no' : noDataOf(process, result.status) };
  };
  const first = await one(family === 'inet6' ? 'inet6' : 'inet');
  if (first === 'missing') return { ...nothingFound, ...missing(process), noData: 'no', noInet6Data: undefined };
  if (typeof first === 'string') return { ...failure(first), status: 'UNAVAIL', noData: 'no', noInet6Data: undefined };
  const mapped = family === 'inet6' && flags.has('AI_V4MAPPED') && (flags.has('AI_ALL') || first.addresses.length === 0);
  const second = mapped ? await one('inet') : undefined;
  if (typeof second === 'string') return { ...failure(second), status: 'UNAVAIL', noData: 'no', noInet6Data: undefined };
  const addresses = [...first.addresses, ...(second?.addresses ?? []).map((address) => `::ffff:${address}`)];
  const success = first.status === 'SUCCESS' || second?.status === 'SUCCESS';
  return {
    error: undefined,
    addresses,
    canonicalName: first.canonicalName ?? second?.canonicalName,
    status: success ? 'SUCCESS' : combined(first.status, second?.status ?? first.status),
    noData: second?.noData ?? first.noData,
    noInet6Data: first.noData,
  };
}

function combined(inet6: NssStatus, other: NssStatus): NssStatus {
  if (inet6 === 'TRYAGAIN') return 'TRYAGAIN';
  return other === 'UNAVAIL' && inet6 !== 'UNAVAIL' ? inet6 : other;
}
