import { domainToASCII } from 'node:url';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import { fromByteText } from '../../formats/wire/byte-text.ts';
import { answerOf } from '../c-ares/answer.ts';
import { newQuery, openChannel } from '../c-ares/channel.ts';
import { closeChannel, runChannel } from '../c-ares/channel-run.ts';
import { sendQuery } from '../c-ares/channel-send.ts';
import { strictQueryName } from '../c-ares/query-name.ts';
import { channelSettings } from '../c-ares/settings.ts';
import type { Status } from '../c-ares/status.ts';
import { replyStatus } from '../c-ares/status.ts';
import type { StrictMessage } from '../c-ares/strict-message.ts';
import { aresSwitches } from '../c-ares/switches.ts';
import type { LookupFunction, World } from '../client.ts';

const types = { inet: 1, inet6: 28, cname: 5 } as const;

/**
 * `dns.resolve4` and `dns.resolve6` (lib/internal/dns, src/cares_wrap.cc): one query for the name as it is. No hosts file, no search
 * list; the order of the answer section.
 */
export function startResolve(world: World, family: 'inet' | 'inet6'): LookupFunction {
  return async ({ name }) => {
    const labels = strictQueryName(toAscii(name));
    if (labels === undefined) return answerOf('EBADNAME', [], '', []);
    const channel = openChannel(world, channelSettings(world), aresSwitches['node-20']);
    const addresses: string[] = [];
    let ended: Status = 'ECONNREFUSED';
    const query = newQuery(channel, labels, types[family], (status, reply) => {
      ended = reply === undefined ? status : gather(reply, types[family], addresses);
    });
    await sendQuery(channel, query);
    await runChannel(channel);
    closeChannel(channel);
    return answerOf(ended, addresses, '', channel.trail);
  };
}

/** ASCII in lower case, other names as IDNA has them; what cannot be mapped goes through as it is. */
function toAscii(name: ByteText): ByteText {
  if (/^[\0-\x7f]*$/.test(name)) return name.toLowerCase();
  return domainToASCII(fromByteText(name)) || name;
}

/** `ParseGeneralReply`: addresses of class IN, whoever owns them; an alias without addresses is an empty answer. */
function gather(reply: StrictMessage, type: number, addresses: string[]): Status {
  const status = replyStatus(reply.rcode, reply.answers.length);
  if (status !== 'SUCCESS') return status;
  let alias = false;
  for (const answer of reply.answers) {
    if (answer.class !== 1) continue;
    if (answer.type === type && answer.address !== undefined) addresses.push(answer.address);
    alias ||= answer.type === types.cname;
  }
  return addresses.length > 0 || alias ? 'SUCCESS' : 'ENODATA';
}
