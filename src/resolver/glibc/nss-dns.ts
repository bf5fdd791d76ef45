import type { ByteText } from '../../formats/wire/byte-text.ts';
import { message } from './answer-buffer.ts';
import { gatherPairLoosely, gatherSingleLoosely } from './answer-loose.ts';
import { type Gathered, gatherPair, gatherSingle, type Stored } from './answer-strict.ts';
import { inetAton } from './c-text.ts';
import { isHostNameText } from './name-text.ts';
import { note, resolverConfiguration, type GlibcProcess } from './process.ts';
import { searchName } from './search.ts';

/** What a module found, or why not. */
export interface ModuleResult extends Gathered {
  readonly status: Stored;
}

function nothing(status: Stored): ModuleResult {
  return { status, addresses: [], canonicalName: undefined };
}

/** `_nss_dns_gethostbyname4_r`: A and AAAA together, or A alone with `no-aaaa`. `size` is the result buffer's. */
export async function dnsLookupPair(process: GlibcProcess, name: ByteText, size: number): Promise<ModuleResult> {
  if (!nameAllowed(process, name)) return nothing('NOTFOUND');
  resolverConfiguration(process);
  const found = await searchName(process, name, process.options.noAaaa ? 1 : 'both');
  if (found === undefined) return nothing(failureStatus(process));
  const first = message(found.replies).subarray(0, found.length);
  const second = found.length2 > 1 ? message(found.replies2) : new Uint8Array(0);
  const gathered: Gathered = { addresses: [], canonicalName: undefined };
  const gather = process.switches.strictOwners ? gatherPair : gatherPairLoosely;
  const status = gather(process, first, second, size, gathered);
  return finish(process, name, status, gathered);
}

/** `_nss_dns_gethostbyname3_r`: one address family. */
export async function dnsLookupSingle(process: GlibcProcess, name: ByteText, type: 1 | 28, size: number): Promise<ModuleResult> {
  const conf = resolverConfiguration(process);
  // With no-aaaa an AAAA question is answered with "no data", without a packet (`__res_handle_no_aaaa`).
  if (type === 28 && process.options.noAaaa) {
    process.herrno = 'NO_DATA';
    return nothing('NOTFOUND');
  }
  const found = await searchName(process, name, type);
  if (found === undefined) return nothing(failureStatus(process));
  const gathered: Gathered = { addresses: [], canonicalName: undefined };
  const gather = process.switches.strictOwners ? gatherSingle : gatherSingleLoosely;
  const status = gather(process, message(found.replies), type, size, gathered);
  if (type === 1 && status === 'SUCCESS') gathered.addresses = sortByList(gathered.addresses, conf.sortList);
  return finish(process, name, status, gathered);
}

/** `check_name`: no packet for what would not be accepted as an answer. */
export function nameAllowed(process: GlibcProcess, name: ByteText): boolean {
  if (!process.switches.hostNamesOnly || isHostNameText(name)) return true;
  note(process, { what: 'not-a-host-name', detail: name });
  process.herrno = 'HOST_NOT_FOUND';
  return false;
}

function failureStatus(process: GlibcProcess): 'UNAVAIL' | 'NOTFOUND' {
  const status = process.errno === 'ECONNREFUSED' || process.errno === 'ETIMEDOUT' ? 'UNAVAIL' : 'NOTFOUND';
  if (process.herrno === 'TRY_AGAIN') process.errno = 'EAGAIN';
  else process.errno = 'none';
  return status;
}

function finish(process: GlibcProcess, name: ByteText, status: Stored, gathered: Gathered): ModuleResult {
  if (status === 'SUCCESS') return { status, ...gathered };
  if (status === 'ERANGE') {
    note(process, { what: 'result-buffer-too-small', name, detail: String(gathered.addresses.length) });
    process.herrno = 'internal';
    process.errno = 'ERANGE';
  }
  return nothing(status);
}

/** `addrsort`: a stable sort by the first entry of `sortlist` that an address belongs to; at most 48 addresses. */
function sortByList(addresses: readonly string[], sortList: readonly { address: number; mask: number }[]): string[] {
  if (sortList.length === 0) return [...addresses];
  const rank = (address: string): number => {
    const bytes = inetAton(address, true) ?? new Uint8Array(4);
    const value = new DataView(bytes.buffer).getUint32(0);
    const index = sortList.findIndex((entry) => (value & entry.mask) >>> 0 === entry.address);
    return index === -1 ? sortList.length : index;
  };
  const sorted = addresses.slice(0, 48).map((address) => ({ address, rank: rank(address) }));
  sorted.sort((left, right) => left.rank - right.rank);
  return [...sorted.map((entry) => entry.address), ...addresses.slice(48)];
}
