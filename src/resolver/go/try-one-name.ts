import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { GoDnsConfig } from './dns-config.ts';
import { type GoError, noSuchHost, plainError, temporarilyMisbehaving } from './errors.ts';
import { exchange, type GoReply } from './exchange.ts';
import type { GoProcess } from './lookup.ts';
import type { MessageParser } from './message-parser.ts';
import { packName } from './names.ts';
import type { GoSwitches } from './switches.ts';

/** `Resolver.tryOneName`: servers in order, `attempts` rounds, until one has the answer or says that there is none. */
export async function tryOneName(process: GoProcess, config: GoDnsConfig, candidate: ByteText, type: 1 | 28): Promise<GoReply | GoError> {
  const offset = config.rotate ? process.rotation : 0;
  if (config.rotate) process.rotation += 1;
  const labels = packName(candidate);
  let lastError: GoError = plainError('cannot marshal DNS message');
  // Every round fails in the same way, without a packet.
  if (labels === undefined) return lastError;
  for (let round = 0; round < config.attempts; round += 1) {
    for (let index = 0; index < config.servers.length; index += 1) {
      const server = config.servers[(offset + index) % config.servers.length] ?? '';
      const reply = await exchange(process.world, config, process.switches, server, { candidate, labels, type });
      const error = 'what' in reply ? reply : judge(reply, type, process.switches);
      if (error === undefined) return reply;
      note(process, server, type, error);
      if (error.isNotFound) return error;
      lastError = error;
    }
  }
  return lastError;
}

function note(process: GoProcess, server: string, type: 1 | 28, error: GoError): void {
  process.trail.push({
    atMs: process.world.clock.now() - process.startedAt,
    what: error.isNotFound ? 'negative-reply' : 'server-failed',
    server,
    type: type === 1 ? 'A' : 'AAAA',
    detail: error.what,
  });
}

/** `checkHeader` and `skipToAnswer`: undefined when the reply holds a record of the type. */
function judge(reply: GoReply, type: 1 | 28, switches: GoSwitches): GoError | undefined {
  const { parser, message } = reply;
  const { rcode, hasAdditional } = extendedRcode(parser, message, switches);
  if (rcode === 3) return noSuchHost();
  const first = parser.answerHeader();
  if (first.kind === 'error') return plainError('cannot unmarshal DNS message');
  const authoritative = ((message[2] ?? 0) & 4) !== 0;
  const recursion = ((message[3] ?? 0) & 0x80) !== 0;
  const lame = rcode === 0 && !authoritative && !recursion && first.kind === 'done';
  if (lame && !(hasAdditional && switches.additionalsAreNotLame)) return plainError('lame referral');
  if (rcode === 2) return temporarilyMisbehaving();
  if (rcode !== 0) return plainError('server misbehaving');
  return skipToAnswer(parser, type);
}

function skipToAnswer(parser: MessageParser, type: number): GoError | undefined {
  for (;;) {
    const header = parser.answerHeader();
    if (header.kind === 'done') return noSuchHost();
    if (header.kind === 'error') return plainError('cannot unmarshal DNS message');
    if (header.value.type === type) return undefined;
    if (parser.skipAnswer().kind !== 'value') return plainError('cannot unmarshal DNS message');
  }
}

function extendedRcode(parser: MessageParser, message: Uint8Array, switches: GoSwitches): { rcode: number; hasAdditional: boolean } {
  const rcode = (message[3] ?? 0) & 15;
  if (!switches.extendedRcode) return { rcode, hasAdditional: false };
  const ahead = parser.copy();
  ahead.skipAllAnswersAndAuthorities();
  for (let hasAdditional = false; ; hasAdditional = true) {
    const header = ahead.additionalHeader();
    if (header.kind !== 'value') return { rcode, hasAdditional };
    const { type, ttl } = header.value;
    if (type === 41) return { rcode: (Math.floor(ttl / 0x100_0000) << 4) | rcode, hasAdditional: true };
    if (ahead.skipAdditional().kind !== 'value') return { rcode, hasAdditional: true };
  }
}
