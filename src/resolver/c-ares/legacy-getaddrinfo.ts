import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { LookupFunction, LookupRequest, World } from '../client.ts';
import type { Answer } from '../outcome.ts';
import { sortByRfc6724 } from '../rfc6724.ts';
import { answerOf } from './answer.ts';
import { fits, isOnion, sortStyle } from './getaddrinfo.ts';
import { legacyHostsAddresses } from './hosts-file.ts';
import type { LegacyChannel } from './legacy-channel.ts';
import { note, openLegacyChannel, startQuery } from './legacy-channel.ts';
import { gatherAddresses, u16 } from './legacy-reply.ts';
import { closeLegacyChannel, runLegacyChannel } from './legacy-run.ts';
import { legacyChannelSettings } from './legacy-settings.ts';
import { ipv4Literal, ipv6Literal } from './literal.ts';
import { looseQueryName } from './query-name.ts';
import { searchList } from './search-list.ts';
import type { Status } from './status.ts';
import { replyStatus } from './status.ts';
import type { AresSwitches } from './switches.ts';

type Family = LookupRequest['family'];

/** `ares_getaddrinfo` of 1.18 on a channel of its own for each lookup. */
export function startLegacy(world: World, switches: AresSwitches): LookupFunction {
  return async ({ name, family }) => {
    if (isOnion(name)) return answerOf('ENOTFOUND', [], 'ARES_', []);
    const ipv4 = ipv4Literal(name);
    const ipv6 = family === 'inet' ? undefined : ipv6Literal(name);
    const literal = ipv6 ?? (family === 'inet' ? ipv4 : undefined);
    if (literal !== undefined) return answerOf('SUCCESS', [literal], 'ARES_', []);
    const channel = openLegacyChannel(world, legacyChannelSettings(world), switches);
    // Unless IPv4 alone is asked for, an IPv4 literal is noted down and the lookup goes on all the same (`fake_addrinfo`).
    const answer = await lookUp(channel, name, family, ipv4 === undefined ? [] : [ipv4]);
    closeLegacyChannel(channel);
    return answer;
  };
}

async function lookUp(channel: LegacyChannel, name: ByteText, family: Family, addresses: string[]): Promise<Answer> {
  const { world, settings, trail } = channel;
  const success = async (): Promise<Answer> => answerOf('SUCCESS', await sortByRfc6724(world, addresses, sortStyle), 'ARES_', trail);
  let status: Status = 'ECONNREFUSED';
  let sawNoData = false;
  for (const source of settings.lookups) {
    if (source === 'f') {
      const found = fromHosts(world, name, family);
      addresses.push(...found);
      if (found.length > 0) return success();
      continue;
    }
    if (name === 'localhost') continue;
    for (const candidate of searchList(name, settings, false)) {
      note(channel, { what: 'candidate', detail: candidate });
      const ended = await askBoth(channel, candidate, family, addresses);
      if (ended === 'EBADRESP') return answerOf(ended, [], 'ARES_', trail);
      if (addresses.length > 0) return success();
      sawNoData ||= ended === 'ENODATA';
      status = sawNoData ? 'ENODATA' : ended;
      if (ended !== 'ENOTFOUND' && ended !== 'ENODATA') return answerOf(ended, [], 'ARES_', trail);
    }
  }
  return answerOf(status, [], 'ARES_', trail);
}

/** A and AAAA at once; the status is that of the query which ended last (`host_callback`). */
async function askBoth(channel: LegacyChannel, candidate: ByteText, family: Family, addresses: string[]): Promise<Status> {
  const labels = isOnion(candidate) ? undefined : looseQueryName(candidate);
  if (labels === undefined) return isOnion(candidate) ? 'ENOTFOUND' : 'EBADNAME';
  let last: Status = 'EBADNAME';
  for (const type of family === 'unspec' ? [1, 28] : [family === 'inet' ? 1 : 28]) {
    await startQuery(channel, labels, type, (status, reply) => {
      last = reply === undefined ? status : readReply(reply, addresses);
    });
  }
  await runLegacyChannel(channel);
  return last;
}

function readReply(reply: Uint8Array, addresses: string[]): Status {
  const status = replyStatus(u16(reply, 2) & 15, u16(reply, 6));
  return status === 'SUCCESS' ? gatherAddresses(reply, addresses) : status;
}

function fromHosts(world: World, name: ByteText, family: Family): string[] {
  const text = world.readFile('hosts');
  const found = legacyHostsAddresses(text, name).filter((address) => fits(address, family));
  if (found.length > 0 || name !== 'localhost' || text === undefined) return found;
  return ['::1', '127.0.0.1'].filter((address) => fits(address, family));
}
