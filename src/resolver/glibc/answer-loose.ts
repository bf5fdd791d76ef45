import { formatIp } from '../../formats/wire/ip-address.ts';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import { type Gathered, lengthOf, type Stored } from './answer-strict.ts';
import { asciiLower } from './c-text.ts';
import { isHostName, nameNtop } from './name-text.ts';
import type { NssStatus } from './nsswitch.ts';
import { u16, unpackName } from './packet.ts';
import type { GlibcProcess } from './process.ts';
import { recordReader, type WireRecord } from './records.ts';
import { addressTupleSize, Fill } from './result-buffer.ts';

const cname = 5;
const classIn = 1;
/** MAXHOSTNAMELEN. */
const longestName = 256;

/** State over the two halves of a pair: the first address of all carries the name. */
interface Pair {
  readonly fill: Fill;
  readonly gathered: Gathered;
  first: boolean;
}

/** `gaih_getanswer` up to 2.33: any owner will do, a CNAME to what is no host name is an error. */
export function gatherPairLoosely(process: GlibcProcess, first: Uint8Array, second: Uint8Array, size: number, gathered: Gathered): Stored {
  const pair: Pair = { fill: new Fill(size), gathered, first: true };
  let status: Stored = 'NOTFOUND';
  if (first.length > 0) status = gatherHalf(process, first, pair);
  if (status !== 'ERANGE' && status !== 'UNAVAIL' && second.length > 0) {
    const status2 = gatherHalf(process, second, pair);
    if (status2 === 'ERANGE') return 'ERANGE';
    if (status !== 'SUCCESS' && status2 !== 'NOTFOUND') status = status2;
  }
  return status;
}

function gatherHalf(process: GlibcProcess, reply: Uint8Array, pair: Pair): Stored {
  const { fill, gathered } = pair;
  const question = u16(reply, 4) === 1 ? unpackName(reply, 12) : undefined;
  if (question === undefined) return noRecovery(process);
  // The question's name is unpacked into the buffer to look at it, without being kept.
  if (nameNtop(question.name).length + 1 > fill.left) return 'ERANGE';
  if (!isHostName(question.name)) return noRecovery(process);
  let left = u16(reply, 6);
  if (left === 0) {
    process.herrno = 'HOST_NOT_FOUND';
    return 'NOTFOUND';
  }
  const next = recordReader(reply, question.end + 4);
  let canonical: ByteText | undefined;
  let owner: ByteText | undefined;
  // `h_name`: where the first owner was kept.
  let ownerAt = 0;
  let found = false;
  for (; left > 0; left -= 1) {
    const record = next();
    // The owner's name is unpacked behind what the buffer holds, and kept while no CNAME was seen.
    const text = record === undefined ? undefined : nameNtop(record.name);
    if (text !== undefined && text.length + 1 > fill.left) return 'ERANGE';
    if (record === undefined || text === undefined || !isHostName(record.name)) break;
    if (pair.first && canonical === undefined) {
      owner = text;
      ownerAt = fill.used;
      fill.take(text.length + 1);
    }
    if (record.class !== classIn) continue;
    if (record.type === cname) {
      const target = unpackName(reply, record.dataOffset)?.name;
      if (target === undefined || !isHostName(target)) break;
      if (!pair.first) continue;
      // The place of the owner's name is used again; along a chain that is the last target's, because it has the same length.
      if (ownerAt + text.length + 1 === fill.used) fill.used = ownerAt;
      const name = nameNtop(target);
      if (name.length + 1 > fill.left) return 'ERANGE';
      if (name.length + 1 >= longestName) break;
      canonical = name;
      fill.take(name.length + 1);
      continue;
    }
    if (lengthOf(record.type) === -1) continue;
    if (record.dataLength !== lengthOf(record.type)) break;
    // The very first address goes into a tuple that getaddrinfo has on its stack.
    if (gathered.addresses.length > 0 && !fill.take(addressTupleSize, 8)) return 'ERANGE';
    if (pair.first) {
      gathered.canonicalName = canonical ?? owner;
      pair.first = false;
    }
    gathered.addresses.push(formatIp(reply, record.dataOffset, record.dataLength));
    found = true;
  }
  if (found) {
    process.herrno = 'success';
    return 'SUCCESS';
  }
  if (canonical !== undefined) {
    process.herrno = 'HOST_NOT_FOUND';
    return 'NOTFOUND';
  }
  process.herrno = 'internal';
  return 'TRYAGAIN';
}

/** MAX_NR_ALIASES pointers and an address in `struct host_data`. */
const hostDataSize = 400;
const maxAliases = 48;

/** `getanswer_r` up to 2.33: one type; addresses must belong to the name that the last CNAME gave. */
export function gatherSingleLoosely(process: GlibcProcess, reply: Uint8Array, type: 1 | 28, size: number, gathered: Gathered): Stored {
  const count = u16(reply, 6);
  if (u16(reply, 4) !== 1) return noRecovery(process);
  const tables = hostDataSize + (count + 1) * 8;
  if (size < hostDataSize || tables >= size) return 'ERANGE';
  const fill = new Fill(size);
  fill.take(tables);
  const question = unpackName(reply, 12);
  if (question === undefined) return noRecovery(process);
  let hostName = nameNtop(question.name);
  if (hostName.length + 1 > fill.left) return 'ERANGE';
  if (!isHostName(question.name)) return noRecovery(process);
  if (!fill.take(hostName.length + 1)) return 'ERANGE';
  const next = recordReader(reply, question.end + 4);
  let aliases = 0;
  for (let left = count; left > 0; left -= 1) {
    const record = next();
    const owner = record === undefined ? undefined : nameNtop(record.name);
    if (owner !== undefined && owner.length + 1 > fill.left) return 'ERANGE';
    if (record === undefined || owner === undefined || !isHostName(record.name)) break;
    if (record.class !== classIn) continue;
    if (record.type === cname) {
      if (aliases >= maxAliases - 1) continue;
      const target = unpackName(reply, record.dataOffset)?.name;
      if (target === undefined || !isHostName(target)) break;
      aliases += 1;
      const name = nameNtop(target);
      fill.take(owner.length + 1);
      if (!fill.take(name.length + 1)) return 'ERANGE';
      hostName = name;
    } else if (record.type === type && asciiLower(hostName) === asciiLower(owner)) {
      if (record.dataLength !== lengthOf(type)) break;
      if (!storeAddress(reply, record, owner, fill, gathered)) return 'ERANGE';
    }
  }
  if (gathered.addresses.length > 0) {
    gathered.canonicalName ??= hostName;
    process.herrno = 'success';
    return 'SUCCESS';
  }
  process.herrno = 'NO_RECOVERY';
  process.errno = 'ENOENT';
  return aliases > 0 ? 'NOTFOUND' : 'TRYAGAIN';
}

function storeAddress(reply: Uint8Array, record: WireRecord, owner: ByteText, fill: Fill, gathered: Gathered): boolean {
  if (gathered.addresses.length === 0) {
    gathered.canonicalName = owner;
    fill.take(owner.length + 1);
  }
  fill.take(0, 4);
  if (!fill.take(record.dataLength)) return false;
  gathered.addresses.push(formatIp(reply, record.dataOffset, record.dataLength));
  return true;
}

function noRecovery(process: GlibcProcess): NssStatus {
  process.herrno = 'NO_RECOVERY';
  process.errno = 'EBADMSG';
  return 'UNAVAIL';
}
