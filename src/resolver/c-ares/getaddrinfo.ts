import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { LookupFunction, LookupRequest, World } from '../client.ts';
import type { Answer } from '../outcome.ts';
import type { SortStyle } from '../rfc6724.ts';
import { sortByRfc6724 } from '../rfc6724.ts';
import { answerOf } from './answer.ts';
import type { Channel, Query } from './channel.ts';
import { newQuery, note, openChannel } from './channel.ts';
import { closeChannel, runChannel } from './channel-run.ts';
import { sendQuery } from './channel-send.ts';
import { hostsAddresses } from './hosts-file.ts';
import { ipv4Literal, ipv6Literal } from './literal.ts';
import { strictQueryName } from './query-name.ts';
import { searchList } from './search-list.ts';
import { channelSettings } from './settings.ts';
import type { Status } from './status.ts';
import { replyStatus } from './status.ts';
import type { StrictMessage } from './strict-message.ts';
import type { AresSwitches } from './switches.ts';

/** ares_sortaddrinfo.c. */
export const sortStyle: SortStyle = { wholePrefix: true, sortsUnreachable: true };

type Family = LookupRequest['family'];

/** `ares_getaddrinfo` of 1.34 on a channel of its own for each lookup. */
export function startModern(world: World, switches: AresSwitches): LookupFunction {
  return async ({ name, family }) => {
    if (isOnion(name)) return answerOf('ENOTFOUND', [], 'ARES_', []);
    const literal = ipv4Literal(name) ?? (family === 'inet' ? undefined : ipv6Literal(name));
    if (literal !== undefined) return answerOf('SUCCESS', [literal], 'ARES_', []);
    const channel = openChannel(world, channelSettings(world), switches);
    const answer = await lookUp(channel, name, family);
    closeChannel(channel);
    return answer;
  };
}

async function lookUp(channel: Channel, name: ByteText, family: Family): Promise<Answer> {
  const { world, settings, trail } = channel;
  const names = searchList(name, settings, true);
  let status: Status = 'ECONNREFUSED';
  let sawNoData = false;
  for (const source of settings.lookups) {
    if (source === 'f') {
      const addresses = fromHosts(world, name, family);
      if (addresses.length > 0) return answerOf('SUCCESS', await sortByRfc6724(world, addresses, sortStyle), 'ARES_', trail);
      continue;
    }
    if (isLocalhost(name)) continue;
    for (const candidate of names) {
      note(channel, { what: 'candidate', detail: candidate });
      const found = await askBoth(channel, candidate, family);
      if (found.addresses.length > 0) {
        return answerOf('SUCCESS', await sortByRfc6724(world, found.addresses, sortStyle), 'ARES_', trail);
      }
      sawNoData ||= found.status === 'ENODATA';
      status = sawNoData ? 'ENODATA' : found.status;
      const singleLabel = !candidate.includes('.');
      const skippable = singleLabel && (found.status === 'ESERVFAIL' || found.status === 'EREFUSED');
      if (found.status !== 'ENOTFOUND' && found.status !== 'ENODATA' && !skippable) return answerOf(found.status, [], 'ARES_', trail);
    }
  }
  return answerOf(status, [], 'ARES_', trail);
}

interface Found {
  addresses: string[];
  status: Status;
}

/** A and AAAA at once; the status is that of the query which ended last (`host_callback`). */
async function askBoth(channel: Channel, candidate: ByteText, family: Family): Promise<Found> {
  const labels = strictQueryName(candidate);
  const found: Found = { addresses: [], status: 'EBADNAME' };
  if (labels === undefined) return found;
  const queries: Query[] = [];
  for (const type of family === 'unspec' ? [1, 28] : [family === 'inet' ? 1 : 28]) {
    const query = newQuery(channel, labels, type, (status, reply) => {
      found.status = status === 'SUCCESS' && reply !== undefined ? gather(reply, found.addresses) : status;
      // An IPv4 address is enough: the other query ends with the try it is at.
      if (found.status === 'SUCCESS' && found.addresses.some((address) => !address.includes(':'))) {
        for (const other of queries) other.noRetries = true;
      }
    });
    queries.push(query);
    await sendQuery(channel, query);
  }
  await runChannel(channel);
  return found;
}

/** `ares_parse_into_addrinfo`: addresses of class IN, whoever owns them. */
function gather(reply: StrictMessage, addresses: string[]): Status {
  const status = replyStatus(reply.rcode, reply.answers.length);
  if (status !== 'SUCCESS') return status;
  let any = false;
  for (const { class: rrClass, address } of reply.answers) {
    if (rrClass !== 1 || address === undefined) continue;
    addresses.push(address);
    any = true;
  }
  return any ? 'SUCCESS' : 'ENODATA';
}

/** The hosts file; localhost and names below it always have their loopback addresses (RFC 6761 section 6.3). */
function fromHosts(world: World, name: ByteText, family: Family): string[] {
  const found = hostsAddresses(world.readFile('hosts'), name).filter((address) => fits(address, family));
  if (!isLocalhost(name)) return found;
  if (family !== 'inet' && !found.some((address) => address.includes(':'))) found.push('::1');
  if (family !== 'inet6' && found.every((address) => address.includes(':'))) found.push('127.0.0.1');
  return found;
}

export function fits(address: string, family: Family): boolean {
  return family === 'unspec' || (family === 'inet6') === address.includes(':');
}

function isLocalhost(name: ByteText): boolean {
  return /(^|\.)localhost$/i.test(name);
}

/** RFC 7686. */
export function isOnion(name: ByteText): boolean {
  return /\.onion\.?$/i.test(name);
}
