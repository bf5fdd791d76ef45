import type { DecodedMessage } from '../../formats/wire/dns-decode.ts';
import { decodeDnsMessage } from '../../formats/wire/dns-decode.ts';
import { encodeDnsMessage } from '../../formats/wire/dns-encode.ts';
import type { DnsName } from '../../formats/wire/dns-name.ts';
import { formatDnsName } from '../../formats/wire/dns-name.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { Clock, Errno, Network, TcpConnection } from '../../resolver/network.ts';
import { queryId } from '../../resolver/query-id.ts';

export interface Ask {
  readonly server: string;
  readonly name: DnsName;
  /** 1 or 28. */
  readonly type: number;
  readonly transport: 'udp' | 'tcp';
  /** UDP size announced; undefined asks without EDNS. */
  readonly ednsSize?: number;
  readonly timeoutMs: number;
}

export type Asked =
  | { readonly kind: 'reply'; readonly bytes: Uint8Array; readonly message: DecodedMessage; readonly elapsedMs: number }
  /** `connected`: TCP was open by then. */
  | { readonly kind: 'timeout'; readonly connected: boolean }
  /** The system call, or ICMP, or the connection. */
  | { readonly kind: 'failed'; readonly errno: Errno }
  /** TCP: the peer closed without a whole answer. */
  | { readonly kind: 'closed' };

const dnsPort = 53;

/** One question to one server, as no resolver asks it: the raw answer. Datagrams that answer something else are passed over. */
export async function askServer(world: { readonly network: Network; readonly clock: Clock }, ask: Ask): Promise<Asked> {
  const started = world.clock.now();
  const id = queryId();
  const { ednsSize } = ask;
  const edns = ednsSize === undefined ? undefined : { udpSize: ednsSize, extendedRcode: 0, version: 0, dnssecOk: false, options: [] };
  const query = encodeDnsMessage({
    id,
    flags: { rd: true },
    questions: [{ name: ask.name, type: ask.type }],
    ...(edns && { additionals: [{ name: [], data: { kind: 'opt', type: 41, edns } }] }),
  });
  const deadline = started + ask.timeoutMs;
  const answers = (bytes: Uint8Array): Asked | undefined => {
    const message = readReply(bytes, ask, id);
    return message && { kind: 'reply', bytes, message, elapsedMs: world.clock.now() - started };
  };
  return ask.transport === 'udp'
    ? overUdp(world.network, ask, query, deadline, answers)
    : overTcp(world.network, ask, query, deadline, answers);
}

function readReply(bytes: Uint8Array, { name, type }: Ask, id: number): DecodedMessage | undefined {
  try {
    const message = decodeDnsMessage(bytes);
    const [question] = message.questions;
    if (message.id !== id || !message.flags.qr || question === undefined) return undefined;
    const same = formatDnsName(question.name).toLowerCase() === formatDnsName(name).toLowerCase();
    return same && question.type === type ? message : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

type Reader = (bytes: Uint8Array) => Asked | undefined;

async function overUdp(network: Network, { server }: Ask, query: Uint8Array, deadline: number, read: Reader): Promise<Asked> {
  const to = { address: server, port: dnsPort };
  const socket = await network.udp({ family: server.includes(':') ? 'inet6' : 'inet', connect: to });
  if (typeof socket === 'string') return { kind: 'failed', errno: socket };
  try {
    const errno = await socket.send(to, query);
    if (errno !== undefined) return { kind: 'failed', errno };
    for (;;) {
      const event = await socket.next(deadline);
      if (event.kind === 'timeout') return { kind: 'timeout', connected: false };
      if (event.kind === 'error') return { kind: 'failed', errno: event.errno };
      const asked = read(event.bytes);
      if (asked !== undefined) return asked;
    }
  } finally {
    socket.close();
  }
}

async function overTcp(network: Network, { server }: Ask, query: Uint8Array, deadline: number, read: Reader): Promise<Asked> {
  const connection = await network.tcp({ address: server, port: dnsPort });
  if (typeof connection === 'string') return { kind: 'failed', errno: connection };
  try {
    await connection.write(Uint8Array.of(query.length >> 8, query.length & 0xff, ...query));
    return await readFrame(connection, deadline, read);
  } finally {
    connection.close();
  }
}

async function readFrame(connection: TcpConnection, deadline: number, read: Reader): Promise<Asked> {
  let pending = new Uint8Array(0);
  let connected = false;
  for (;;) {
    const event = await connection.read(deadline);
    if (event.kind === 'timeout') return { kind: 'timeout', connected };
    if (event.kind === 'error') return { kind: 'failed', errno: event.errno };
    if (event.kind === 'end') return { kind: 'closed' };
    connected = true;
    if (event.kind === 'connected') continue;
    const joined = new Uint8Array(pending.length + event.bytes.length);
    joined.set(pending);
    joined.set(event.bytes, pending.length);
    pending = joined;
    const size = ((pending[0] ?? 0) << 8) | (pending[1] ?? 0);
    if (pending.length < 2 || pending.length < size + 2) continue;
    return read(pending.subarray(2, size + 2)) ?? { kind: 'closed' };
  }
}
