import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import { formatIp } from '../../formats/wire/ip-address.ts';
import { isHostName, nameNtop } from './name-text.ts';
import type { NssStatus } from './nsswitch.ts';
import { rcodeOf, rcodes, sameName, unpackName } from './packet.ts';
import type { GlibcProcess } from './process.ts';
import { recordCursor } from './records.ts';
import { addressTupleSize, Fill } from './result-buffer.ts';

/** Addresses in the order of the answer, and the name they belong to. */
export interface Gathered {
  addresses: string[];
  canonicalName: ByteText | undefined;
}

/** How storing ended: a status with `herrno` in the process, or `ERANGE`: the result buffer is too small. */
export type Stored = NssStatus | 'ERANGE';

const cname = 5;

/** `gaih_getanswer` since 2.37 (and in the branches from 2.34 on): both halves of an AF_UNSPEC lookup. */
export function gatherPair(process: GlibcProcess, first: Uint8Array, second: Uint8Array, size: number, gathered: Gathered): Stored {
  const fill = new Fill(size);
  let status: NssStatus = 'NOTFOUND';
  if (first.length > 0) {
    status = gatherHalf(process, first, fill, gathered, true);
    if (fill.overflown) return 'ERANGE';
  }
  if ((status === 'SUCCESS' || status === 'NOTFOUND') && second.length > 0) {
    const status2 = gatherHalf(process, second, fill, gathered, status !== 'SUCCESS');
    if (status !== 'SUCCESS' && status2 !== 'NOTFOUND') status = status2;
  }
  return fill.overflown ? 'ERANGE' : status;
}

/** `gaih_getanswer_slice`: addresses of the question's type whose owner is the question's name or where the last CNAME leads. */
function gatherHalf(process: GlibcProcess, reply: Uint8Array, fill: Fill, gathered: Gathered, storeCanonical: boolean): NssStatus {
  const cursor = recordCursor(reply);
  if (cursor === undefined) return broken(process);
  let expected: DnsName = cursor.question;
  let canonical: DnsName | undefined = cursor.question;
  let canonicalWanted = storeCanonical;
  let found = false;
  if (cursor.answers === 0 || !isHostName(cursor.question)) return absent(process);
  for (let left = cursor.answers; left > 0; left -= 1) {
    const record = cursor.next();
    if (record === undefined) return broken(process);
    if (record.type === cname) {
      const target = unpackName(reply, record.dataOffset)?.name;
      if (target === undefined) return broken(process);
      expected = target;
      if (canonicalWanted && isHostName(target)) canonical = target;
    } else if (record.type === cursor.questionType && sameName(record.name, expected) && record.dataLength === lengthOf(record.type)) {
      if (!fill.take(addressTupleSize, 8)) continue;
      if (canonicalWanted && canonical !== undefined) {
        const name = nameNtop(canonical);
        fill.take(name.length + 1);
        gathered.canonicalName = name;
        canonicalWanted = false;
      }
      gathered.addresses.push(formatIp(reply, record.dataOffset, record.dataLength));
      found = true;
    }
  }
  if (!found) return absent(process);
  process.herrno = 'success';
  return 'SUCCESS';
}

/** `getanswer_r`: one type, into a `struct hostent`. */
export function gatherSingle(process: GlibcProcess, reply: Uint8Array, type: 1 | 28, size: number, gathered: Gathered): Stored {
  const cursor = recordCursor(reply);
  if (cursor === undefined) return broken(process);
  if (rcodeOf(reply) === rcodes.nxDomain || !isHostName(cursor.question)) return absent(process);
  const fill = new Fill(size);
  let aliases = 0;
  const storeAlias = (name: DnsName): void => {
    if (!isHostName(name)) return;
    const text = nameNtop(name);
    fill.take(text.length + 1);
    aliases += 1;
    gathered.canonicalName = text;
  };
  storeAlias(cursor.question);
  let expected: DnsName = cursor.question;
  for (let left = cursor.answers; left > 0; left -= 1) {
    const record = cursor.next();
    if (record === undefined) return broken(process);
    if (record.class !== 1) continue;
    if (record.type === cname) {
      const target = unpackName(reply, record.dataOffset)?.name;
      if (target === undefined) return broken(process);
      storeAlias(target);
      expected = target;
    } else if (record.type === type && sameName(record.name, expected) && record.dataLength === lengthOf(type)) {
      fill.take(0, 4);
      fill.take(record.dataLength);
      gathered.addresses.push(formatIp(reply, record.dataOffset, record.dataLength));
    }
  }
  if (gathered.addresses.length === 0) {
    process.herrno = 'NO_RECOVERY';
    process.errno = 'ENOENT';
    return 'TRYAGAIN';
  }
  fill.take(8 * (gathered.addresses.length + 1), 8);
  fill.take(8 * aliases, 8);
  if (fill.overflown) return 'ERANGE';
  process.herrno = 'success';
  return 'SUCCESS';
}

/** `rrtype_to_rdata_length`. */
export function lengthOf(type: number): number {
  if (type === 1) return 4;
  return type === 28 ? 16 : -1;
}

/** resolv/ns_rr_cursor_next.c and ns_name_unpack.c leave EMSGSIZE behind, by which AF_INET becomes EAI_NODATA. */
function broken(process: GlibcProcess): 'UNAVAIL' {
  process.herrno = 'NO_RECOVERY';
  process.errno = 'EMSGSIZE';
  return 'UNAVAIL';
}

function absent(process: GlibcProcess): 'NOTFOUND' {
  process.herrno = 'HOST_NOT_FOUND';
  return 'NOTFOUND';
}
