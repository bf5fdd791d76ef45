import type { LegacyChannel, LegacyQuery, LegacyServer } from './legacy-channel.ts';
import { endLegacyQuery, nextServer, note, sendLegacyQuery, serverFailed, serverOf, skipServer } from './legacy-channel.ts';
import { closeSockets, flush } from './legacy-sockets.ts';
import { answersQuestion, u16 } from './legacy-reply.ts';
import { joined, unframed } from './query-packet.ts';

const headerSize = 12;
/** PACKETSZ: a longer datagram counts as truncated. */
const maxUdpSize = 512;
/** SERVFAIL, NOTIMP, REFUSED. */
const serverErrors: ReadonlySet<number> = new Set([2, 4, 5]);

/** `ares_process` until no query is left: TCP, UDP, time-outs, connections found broken. */
export async function runLegacyChannel(channel: LegacyChannel): Promise<void> {
  const { network, clock } = channel.world;
  while (channel.queries.size > 0) {
    const sockets = channel.servers.flatMap(({ udp, tcp }) => [udp, tcp].filter((socket) => socket !== undefined));
    await network.poll(sockets, Math.min(...[...channel.queries].map(({ timeoutAt }) => timeoutAt)));
    for (const server of channel.servers) if (!server.broken) await receiveTcp(channel, server);
    for (const server of channel.servers) if (!server.broken) await receiveUdp(channel, server);
    for (const query of [...channel.queries].filter(({ timeoutAt }) => timeoutAt <= clock.now())) {
      note(channel, { what: 'timed-out', server: serverOf(channel, query).address });
      query.error = 'ETIMEOUT';
      await nextServer(channel, query);
    }
    for (const server of channel.servers) if (server.broken) await serverFailed(channel, server);
  }
}

export function closeLegacyChannel(channel: LegacyChannel): void {
  for (const server of channel.servers) closeSockets(channel, server);
}

async function receiveTcp(channel: LegacyChannel, server: LegacyServer): Promise<void> {
  for (let event = server.tcp?.take(); event !== undefined; event = server.tcp?.take()) {
    if (event.kind === 'error' || event.kind === 'end') {
      await serverFailed(channel, server);
      return;
    }
    if (event.kind === 'connected') {
      server.connected = true;
      await flush(server);
      continue;
    }
    const stream = unframed(joined(server.pending, event.bytes));
    server.pending = stream.rest;
    for (const message of stream.messages) await processAnswer(channel, server, message, 'tcp');
  }
}

/** An empty datagram reads like the end of a connection. */
async function receiveUdp(channel: LegacyChannel, server: LegacyServer): Promise<void> {
  for (let event = server.udp?.take(); event !== undefined; event = server.udp?.take()) {
    if (event.kind === 'error' || event.bytes.length === 0) {
      await serverFailed(channel, server);
      return;
    }
    await processAnswer(channel, server, event.bytes, 'udp');
  }
}

/** `process_answer`. */
async function processAnswer(channel: LegacyChannel, server: LegacyServer, message: Uint8Array, transport: 'udp' | 'tcp'): Promise<void> {
  const query = message.length < headerSize ? undefined : matchingQuery(channel, message);
  if (query === undefined) {
    note(channel, { what: 'reply-ignored', server: server.address, transport });
    return;
  }
  const flags = u16(message, 2);
  if (transport === 'udp' && ((flags & 0x200) !== 0 || message.length > maxUdpSize)) {
    if (query.usesTcp) return;
    note(channel, { what: 'truncated', server: server.address, transport });
    query.usesTcp = true;
    await sendLegacyQuery(channel, query);
    return;
  }
  const rcode = flags & 15;
  if (serverErrors.has(rcode)) {
    note(channel, { what: 'server-failed', server: server.address, transport, rcode });
    skipServer(channel, query, server);
    if (serverOf(channel, query) === server) await nextServer(channel, query);
    return;
  }
  endLegacyQuery(channel, query, 'SUCCESS', message);
}

function matchingQuery(channel: LegacyChannel, message: Uint8Array): LegacyQuery | undefined {
  const id = u16(message, 0);
  for (const query of channel.queries) if (query.id === id && answersQuestion(message, query.key, query.type)) return query;
  return undefined;
}
