import type { ByteText } from '../../formats/wire/byte-text.ts';
import { formatIp } from '../../formats/wire/ip-address.ts';
import { cString } from '../c-text.ts';
import { isValidHostName } from './host-name.ts';
import { mostAddresses } from './run.ts';
import type { MuslSwitches } from './switches.ts';

/** What replies have given so far; a second reply adds to the same. */
export interface Harvest {
  readonly addresses: string[];
  canonicalName: ByteText;
}

/** Where one reply lies. `base` and `length` are the reply's, the memory goes on behind it. */
export interface ReplyBytes {
  readonly memory: Uint8Array;
  readonly base: number;
  readonly length: number;
}

const cname = 5;

/**
 * Collects addresses and the canonical name from one reply (`dns_parse.c` and its callback in `lookup_name.c`). The word says why
 * reading ended before all records, undefined when it did not.
 */
export function parseReply(switches: MuslSwitches, reply: ReplyBytes, type: 1 | 28, harvest: Harvest): string | undefined {
  const { memory, base, length } = reply;
  const at = (offset: number): number => memory[base + offset] ?? 0;
  if (length < 12) return 'short';
  if ((at(3) & 15) !== 0) return 'rcode';
  const questions = at(4) * 256 + at(5);
  const answers = at(6) * 256 + at(7);
  if (questions + answers > switches.mostRecords) return 'too many records';
  let place = 12;
  for (let index = 0; index < questions; index += 1) {
    place = skipLabels(at, place, length);
    if (place > length - 6 || refusesPointer(switches, at, place)) return 'question';
    place += 5 + (at(place) === 0 ? 0 : 1);
  }
  for (let index = 0; index < answers; index += 1) {
    place = skipLabels(at, place, length);
    if (place > length - (switches.boundedRecords ? 12 : 6) || refusesPointer(switches, at, place)) return 'owner';
    place += 1 + (at(place) === 0 ? 0 : 1);
    const size = at(place + 8) * 256 + at(place + 9);
    if (switches.boundedRecords ? size + 10 > length - place : place + size > length) return 'record';
    const stop = takeRecord(switches, reply, { type: at(place + 1), data: place + 10, size }, type, harvest);
    if (stop !== undefined) return stop;
    place += 10 + size;
  }
  return undefined;
}

/** Passes over everything from 1 to 127, which are labels and their letters alike; the root, a pointer or a byte ≥ 0x80 ends it. */
function skipLabels(at: (offset: number) => number, start: number, length: number): number {
  let place = start;
  while (place < length && at(place) !== 0 && at(place) < 128) place += 1;
  return place;
}

function refusesPointer(switches: MuslSwitches, at: (offset: number) => number, place: number): boolean {
  return switches.refusesFarPointers && (at(place) > 193 || (at(place) === 193 && at(place + 1) > 254));
}

interface RecordPlace {
  /** Low byte of the type: the high one is not looked at. */
  readonly type: number;
  readonly data: number;
  readonly size: number;
}

function takeRecord(switches: MuslSwitches, reply: ReplyBytes, record: RecordPlace, asked: 1 | 28, harvest: Harvest): string | undefined {
  const full = harvest.addresses.length >= mostAddresses;
  if (full && switches.addressCap === 'stops') return 'address limit';
  if (record.type === cname) {
    // A zero byte inside a label ends the C string.
    const target = cString(expandName(reply, record.data, switches.boundedRecords ? reply.length : 512) ?? '');
    if (isValidHostName(target)) harvest.canonicalName = target;
    return undefined;
  }
  if (record.type !== 1 && record.type !== 28) return undefined;
  if (switches.checksType && (full || record.type !== asked)) return undefined;
  const width = record.type === 1 ? 4 : 16;
  if (record.size !== width) return 'address length';
  // Unchecked versions write past their array here; two replies of 512 bytes can hardly bring more than 48.
  if (!full) harvest.addresses.push(formatIp(reply.memory, reply.base + record.data, width));
  return undefined;
}

/** A name with its pointers followed (`dn_expand.c`): at most 253 bytes, and as many steps as half the message has bytes. */
function expandName(reply: ReplyBytes, start: number, end: number): ByteText | undefined {
  const at = (offset: number): number => reply.memory[reply.base + offset] ?? 0;
  let name = '';
  let place = start;
  if (place === end) return undefined;
  for (let steps = 0; steps < end; steps += 2) {
    const size = at(place);
    if ((size & 0xc0) !== 0) {
      if (place + 1 === end) return undefined;
      place = ((size & 0x3f) << 8) | at(place + 1);
      if (place >= end) return undefined;
    } else if (size === 0) return name;
    else {
      if (name !== '') name += '.';
      place += 1;
      if (size >= end - place || size >= 254 - name.length) return undefined;
      for (let index = 0; index < size; index += 1) name += String.fromCharCode(at(place + index));
      place += size;
    }
  }
  return undefined;
}
