import { formatIp } from '../../formats/wire/ip-address.ts';
import { readLooseName } from './loose-name.ts';
import type { Status } from './status.ts';
import { nameKey } from './strict-message.ts';

const headerSize = 12;
const recordHeaderSize = 10;
const types = { a: 1, cname: 5, aaaa: 28 } as const;

/** `same_questions` for a query with one question. */
export function answersQuestion(message: Uint8Array, key: string, type: number): boolean {
  if (u16(message, 4) !== 1) return false;
  const name = readLooseName(message, headerSize, false);
  if (name === undefined || name.end + 4 > message.length) return false;
  return nameKey(name.labels) === key && u16(message, name.end) === type && u16(message, name.end + 2) === 1;
}

/**
 * `ares__parse_into_addrinfo` of 1.18: addresses whose owner is the name asked for or the target of the CNAME in front of them. What
 * cannot be read is EBADRESP for the whole lookup.
 */
export function gatherAddresses(message: Uint8Array, addresses: string[]): Status {
  const question = readLooseName(message, headerSize, false);
  if (question === undefined || u16(message, 4) !== 1) return 'EBADRESP';
  const found: string[] = [];
  let hostname = nameKey(question.labels);
  let at = question.end + 4;
  const count = u16(message, 6);
  for (let index = 0; index < count; index += 1) {
    const owner = readLooseName(message, at, false);
    if (owner === undefined) return 'EBADRESP';
    const data = owner.end + recordHeaderSize;
    const size = u16(message, owner.end + 8);
    if (data + size > message.length) return 'EBADRESP';
    const type = u16(message, owner.end);
    const internet = u16(message, owner.end + 2) === 1;
    const isAddress = (type === types.a && size === 4) || (type === types.aaaa && size === 16);
    if (internet && isAddress && nameKey(owner.labels) === hostname) found.push(formatIp(message, data, size));
    if (internet && type === types.cname) {
      const target = readLooseName(message, data, true);
      if (target === undefined) return 'EBADRESP';
      hostname = nameKey(target.labels);
    }
    at = data + size;
  }
  addresses.push(...found);
  return found.length > 0 ? 'SUCCESS' : 'ENODATA';
}

export function u16(message: Uint8Array, at: number): number {
  return ((message[at] ?? 0) << 8) | (message[at + 1] ?? 0);
}
