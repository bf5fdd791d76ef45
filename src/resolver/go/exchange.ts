import type { ByteText } from '../../formats/wire/byte-text.ts';
import { encodeDnsMessage } from '../../formats/wire/dns-encode.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import type { World } from '../client.ts';
import type { Errno, TcpConnection } from '../network.ts';
import { queryId } from '../query-id.ts';
import type { GoDnsConfig } from './dns-config.ts';
import type { GoError } from './errors.ts';
import { plainError, socketError, timeoutError } from './errors.ts';
import { MessageParser } from './message-parser.ts';
import type { GoSwitches } from './switches.ts';

export const maxPacketSize = 1232;

export interface Question {
  readonly candidate: ByteText;
  readonly labels: DnsName;
  readonly type: 1 | 28;
}

/** A reply whose question was checked; `parser` stands in front of the answers. */
export interface GoReply {
  readonly parser: MessageParser;
  readonly message: Uint8Array;
}

/** `Resolver.exchange`: one server, over UDP and after a truncated reply over TCP; each has the whole time-out for itself. */
export async function exchange(
  world: World,
  config: GoDnsConfig,
  switches: GoSwitches,
  server: string,
  question: Question,
): Promise<GoReply | GoError> {
  const id = queryId();
  const query = encodeDnsMessage({
    id,
    flags: { rd: true, ad: config.trustAd },
    questions: [{ name: question.labels, type: question.type }],
    additionals: [
      {
        name: [],
        data: { kind: 'opt', type: 41, edns: { udpSize: maxPacketSize, extendedRcode: 0, version: 0, dnssecOk: false, options: [] } },
      },
    ],
  });
  for (const transport of config.useTcp ? (['tcp'] as const) : (['udp', 'tcp'] as const)) {
    const deadline = world.clock.now() + config.timeoutMs;
    const packet = { server, query, id, question, deadline, rejectsDots: switches.rejectsDotInLabel };
    const reply = transport === 'udp' ? await overUdp(world, packet) : await overTcp(world, packet);
    if ('what' in reply) return reply;
    if (reply.parser.skipQuestion().kind !== 'done') return plainError('invalid DNS response');
    const truncated = ((reply.message[2] ?? 0) & 2) !== 0;
    if (!truncated || (transport === 'tcp' && switches.acceptsTruncatedTcp)) return reply;
  }
  return plainError('no answer from DNS server');
}

interface Packet {
  readonly server: string;
  readonly query: Uint8Array;
  readonly id: number;
  readonly question: Question;
  readonly deadline: number;
  readonly rejectsDots: boolean;
}

/** Waits through everything that is no reply to this question. A datagram is cut at the size that was announced. */
async function overUdp(world: World, packet: Packet): Promise<GoReply | GoError> {
  const { server, deadline } = packet;
  const to = { address: server, port: 53 };
  const socket = await world.network.udp({ family: server.includes(':') ? 'inet6' : 'inet', connect: to });
  if (typeof socket === 'string') return socketError('dial', socket);
  try {
    const errno = await socket.send(to, packet.query);
    if (errno !== undefined) return socketError('write', errno);
    for (;;) {
      const event = await socket.next(deadline);
      if (event.kind === 'timeout') return timeoutError();
      if (event.kind === 'error') return socketError('read', event.errno);
      const reply = readReply(event.bytes.subarray(0, maxPacketSize), packet);
      if (reply !== undefined && 'parser' in reply) return reply;
    }
  } finally {
    socket.close();
  }
}

/** The reply, `wrong` when it answers something else, undefined when it cannot be read. */
function readReply(message: Uint8Array, { id, question, rejectsDots }: Packet): GoReply | { readonly wrong: true } | undefined {
  if (message.length < 12) return undefined;
  const parser = new MessageParser(message, rejectsDots);
  const asked = parser.question();
  if (asked.kind !== 'value') return undefined;
  const isResponse = ((message[2] ?? 0) & 0x80) !== 0;
  const sameId = (((message[0] ?? 0) << 8) | (message[1] ?? 0)) === id;
  const { name, type, class: rrClass } = asked.value;
  const sameQuestion = type === question.type && rrClass === 1 && name.toLowerCase() === question.candidate.toLowerCase();
  return isResponse && sameId && sameQuestion ? { parser, message } : { wrong: true };
}

async function overTcp(world: World, packet: Packet): Promise<GoReply | GoError> {
  const connection = await world.network.tcp({ address: packet.server, port: 53 });
  if (typeof connection === 'string') return socketError('dial', connection);
  try {
    const opened = await connection.read(packet.deadline);
    if (opened.kind === 'timeout') return timeoutError();
    if (opened.kind === 'error') return socketError('dial', opened.errno);
    const errno = await connection.write(Uint8Array.of(packet.query.length >> 8, packet.query.length & 0xff, ...packet.query));
    if (errno !== undefined) return socketError('write', errno);
    const message = await readFrame(connection, packet.deadline);
    if (!(message instanceof Uint8Array)) return message;
    const reply = readReply(message, packet);
    if (reply === undefined) return plainError('cannot unmarshal DNS message');
    return 'parser' in reply ? reply : plainError('invalid DNS response');
  } finally {
    connection.close();
  }
}

/** Two bytes of length and so many more. */
async function readFrame(connection: TcpConnection, deadline: number): Promise<Uint8Array | GoError> {
  let pending: Uint8Array = new Uint8Array(0);
  for (;;) {
    const size = ((pending[0] ?? 0) << 8) | (pending[1] ?? 0);
    if (pending.length >= 2 && pending.length >= size + 2) return pending.subarray(2, size + 2);
    const event = await connection.read(deadline);
    if (event.kind === 'timeout') return timeoutError();
    if (event.kind === 'error') return socketError('read', event.errno satisfies Errno);
    if (event.kind === 'end') return plainError(pending.length === 0 || pending.length === 2 ? 'EOF' : 'unexpected EOF');
    if (event.kind !== 'data') continue;
    const joined = new Uint8Array(pending.length + event.bytes.length);
    joined.set(pending);
    joined.set(event.bytes, pending.length);
    pending = joined;
  }
}
