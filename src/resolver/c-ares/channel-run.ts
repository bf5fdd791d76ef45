import type { Channel, Connection, Query, Server } from './channel.ts';
import { detach, dropConnection, note, openConnections } from './channel.ts';
import { connectionFailed, endQuery, mayRetry, requeue, sendQuery } from './channel-send.ts';
import { joined, unframed } from './query-packet.ts';
import type { Status } from './status.ts';
import type { StrictMessage } from './strict-message.ts';
import { parseStrictMessage } from './strict-message.ts';

const rcodes = { formerr: 1, servfail: 2, notimp: 4, refused: 5 } as const;

/**
 * A process does not run the moment a datagram arrives: what arrives by then is read in one go, and what follows from a reply is done after
 * all of them were looked at.
 */
const wakeUpMs = 0.01;

/** Processes sockets and time-outs until no query is left. Connections stay open for queries that follow at once. */
export async function runChannel(channel: Channel): Promise<void> {
  const { network, clock } = channel.world;
  while (channel.queries.size > 0) {
    closeIdle(channel);
    const connections = openConnections(channel);
    await network.poll(
      connections.map(({ socket }) => socket),
      wakeTime(channel),
    );
    await clock.sleep(clock.now() + wakeUpMs);
    for (const connection of connections) if (connection.open && connection.socket.ready) await receive(channel, connection);
    await processTimeouts(channel);
  }
}

export function closeChannel(channel: Channel): void {
  for (const connection of openConnections(channel)) dropConnection(connection);
}

function closeIdle(channel: Channel): void {
  for (const connection of openConnections(channel)) if (connection.queries.length === 0) dropConnection(connection);
}

/** The first time-out, or the timer's tick at or after it. The tick counts from a moment of the loop's clock just before the start. */
function wakeTime(channel: Channel): number {
  const first = Math.min(...[...channel.queries.values()].map(({ timeoutAt }) => timeoutAt));
  const tick = channel.switches.timerTickMs;
  if (tick === undefined || first === Infinity) return first;
  const start = channel.timerStart - 0.5;
  return start + Math.ceil((first - start) / tick) * tick;
}

async function processTimeouts(channel: Channel): Promise<void> {
  const now = channel.world.clock.now();
  for (;;) {
    let due: Query | undefined;
    for (const query of channel.queries.values()) {
      if (query.timeoutAt <= now && (due === undefined || query.timeoutAt < due.timeoutAt)) due = query;
    }
    if (due === undefined) return;
    const server = due.connection?.server;
    if (server !== undefined) {
      server.failures += 1;
      note(channel, { what: 'timed-out', server: server.address });
    }
    await requeue(channel, due, 'ETIMEOUT');
  }
}

async function receive(channel: Channel, connection: Connection): Promise<void> {
  const messages: Uint8Array[] = [];
  for (let event = connection.socket.take(); event !== undefined; event = connection.socket.take()) {
    if (event.kind === 'error' || event.kind === 'end') {
      await connectionFailed(channel, connection, 'ECONNREFUSED');
      return;
    }
    if (event.kind === 'datagram') messages.push(event.bytes);
    if (event.kind !== 'data') continue;
    const stream = unframed(joined(connection.pending, event.bytes));
    connection.pending = stream.rest;
    messages.push(...stream.messages);
    break;
  }
  await processMessages(channel, connection, messages);
}

/** What follows from a reply is done when all replies that have arrived were looked at. */
type Consequence =
  | { readonly query: Query; readonly resendTo: Server | 'any' }
  | { readonly query: Query; readonly status: Status; readonly reply: StrictMessage | undefined };

async function processMessages(channel: Channel, connection: Connection, messages: readonly Uint8Array[]): Promise<void> {
  const consequences: Consequence[] = [];
  for (const bytes of messages) {
    if (bytes.length === 0) continue;
    const reply = parseStrictMessage(bytes);
    if (reply === undefined) {
      await connectionFailed(channel, connection, 'EBADRESP');
      break;
    }
    const consequence = processReply(channel, connection, reply);
    if (consequence !== undefined) consequences.push(consequence);
  }
  for (const consequence of consequences) {
    const { query } = consequence;
    if (channel.queries.get(query.id) !== query) continue;
    if ('status' in consequence) endQuery(channel, query, consequence.status, consequence.reply);
    else await sendQuery(channel, query, consequence.resendTo === 'any' ? undefined : consequence.resendTo);
  }
}

/** `process_answer`; undefined when the reply is nobody's. */
function processReply(channel: Channel, connection: Connection, reply: StrictMessage): Consequence | undefined {
  const query = channel.queries.get(reply.id);
  const { server, transport } = connection;
  const { question } = reply;
  if (query === undefined || question.key !== query.key || question.type !== query.type || question.class !== 1) {
    note(channel, { what: 'reply-ignored', server: server.address, transport });
    return undefined;
  }
  if (query.usesEdns && transport === 'udp' && !server.ignoresCookies && !cookieFits(channel, server, reply)) return undefined;
  detach(query);
  if (query.usesEdns && reply.rcode === rcodes.formerr) {
    query.usesEdns = false;
    note(channel, { what: 'retried-without-edns', server: server.address, transport });
    return { query, resendTo: server };
  }
  if (reply.truncated && transport === 'udp') {
    query.usesTcp = true;
    note(channel, { what: 'truncated', server: server.address, transport });
    return { query, resendTo: 'any' };
  }
  const failure = channel.switches.passesErrors ? undefined : serverFailure(reply.rcode);
  if (failure !== undefined) {
    note(channel, { what: 'server-failed', server: server.address, transport, rcode: reply.rcode });
    server.failures += 1;
    if (mayRetry(channel, query, failure)) return { query, resendTo: 'any' };
    return { query, status: failure, reply: undefined };
  }
  server.failures = 0;
  recordSpeed(channel, server, query, reply.rcode);
  return { query, status: 'SUCCESS', reply };
}

function serverFailure(rcode: number): Status | undefined {
  if (rcode === rcodes.servfail) return 'ESERVFAIL';
  if (rcode === rcodes.notimp) return 'ENOTIMP';
  return rcode === rcodes.refused ? 'EREFUSED' : undefined;
}

/** `ares_cookie_validate` as far as a single lookup meets it: the client's part must come back, or nothing. */
function cookieFits(channel: Channel, server: Server, { cookie }: StrictMessage): boolean {
  if (cookie === undefined) {
    server.ignoresCookies = true;
    return true;
  }
  return cookie.length >= 8 && cookie.length <= 40 && channel.cookie.every((byte, index) => byte === cookie[index]);
}

function recordSpeed(channel: Channel, server: Server, query: Query, rcode: number): void {
  if (rcode !== 0 && rcode !== 3) return;
  server.answers += 1;
  server.totalMs += Math.max(1, Math.floor(channel.world.clock.now() - query.sentAt));
}
