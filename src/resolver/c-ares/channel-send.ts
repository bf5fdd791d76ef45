import type { Errno } from '../network.ts';
import type { Channel, Connection, Query, Server } from './channel.ts';
import { detach, dropConnection, note, openConnections } from './channel.ts';
import { encodeQuery, framed } from './query-packet.ts';
import type { Status } from './status.ts';
import type { StrictMessage } from './strict-message.ts';

const dnsPort = 53;
const minTimeoutMs = 250;
const maxTimeoutMs = 5000;
/** A server's time-out follows its speed once it has answered so often. */
const answersForAverage = 3;
const averageFactor = 5;

/** `ares_send_query`: to the server with the fewest failures unless one is given. */
export async function sendQuery(channel: Channel, query: Query, requested?: Server): Promise<void> {
  const server = requested ?? preferredServer(channel);
  const connection = reusable(server, query) ?? (await connect(channel, server, query.usesTcp));
  if (connection === undefined) {
    server.failures += 1;
    await requeue(channel, query, 'ECONNREFUSED');
    return;
  }
  if ((await write(channel, connection, query)) !== undefined) {
    await connectionFailed(channel, connection, 'ECONNREFUSED');
    await requeue(channel, query, 'ECONNREFUSED');
    return;
  }
  // A query that two replies sent on its way again is on one connection only, the last.
  detach(query);
  query.sentAt = channel.world.clock.now();
  query.timeoutAt = query.sentAt + timeoutMs(channel, query, server);
  query.connection = connection;
  connection.queries.push(query);
}

/** The next try after a failure, or the end with the last error (`ares_requeue_query`). */
export async function requeue(channel: Channel, query: Query, status: Status): Promise<void> {
  if (mayRetry(channel, query, status)) await sendQuery(channel, query);
  else endQuery(channel, query, query.error, undefined);
}

/** Counts a try; false when there is none left. */
export function mayRetry(channel: Channel, query: Query, status: Status): boolean {
  detach(query);
  query.error = status;
  query.tries += 1;
  return query.tries < channel.maxTries && !query.noRetries;
}

export function endQuery(channel: Channel, query: Query, status: Status, reply: StrictMessage | undefined): void {
  detach(query);
  if (channel.queries.delete(query.id)) query.ended(status, reply);
}

/** `handle_conn_error`: every query that waits on the connection moves on. */
export async function connectionFailed(channel: Channel, connection: Connection, status: Status): Promise<void> {
  const { server, transport } = connection;
  note(channel, { what: status === 'EBADRESP' ? 'malformed-reply' : 'connection-failed', server: server.address, transport });
  server.failures += 1;
  dropConnection(connection);
  const waiting = connection.queries.slice();
  for (const query of waiting) if (query.connection === connection) await requeue(channel, query, status);
}

/** Servers are kept in order of failures, then of configuration. The random choice of `rotate` is the first one here. */
function preferredServer(channel: Channel): Server {
  const [first, ...others] = channel.servers;
  if (first === undefined) throw new Error('a channel has servers');
  return others.reduce((best, server) => (server.failures < best.failures ? server : best), first);
}

function reusable(server: Server, query: Query): Connection | undefined {
  if (query.usesTcp) return server.connections.find(({ transport }) => transport === 'tcp');
  const [newest] = server.connections;
  return newest?.transport === 'udp' && server.failures === 0 ? newest : undefined;
}

async function connect(channel: Channel, server: Server, tcp: boolean): Promise<Connection | undefined> {
  const { network, clock } = channel.world;
  const peer = { address: server.address, port: dnsPort };
  if (openConnections(channel).length === 0) channel.timerStart = clock.now();
  const common = { server, queries: [], pending: new Uint8Array(0), open: true };
  let connection: Connection;
  if (tcp) {
    const socket = await network.tcp(peer);
    if (typeof socket === 'string') return undefined;
    connection = { ...common, transport: 'tcp', socket };
  } else {
    const socket = await network.udp({ family: server.address.includes(':') ? 'inet6' : 'inet', connect: peer });
    if (typeof socket === 'string') return undefined;
    connection = { ...common, transport: 'udp', socket };
  }
  server.connections.unshift(connection);
  return connection;
}

async function write(channel: Channel, connection: Connection, query: Query): Promise<Errno | undefined> {
  const { server, transport } = connection;
  const cookie = transport === 'tcp' || server.ignoresCookies ? undefined : channel.cookie;
  const udpSize = query.usesEdns ? channel.switches.ednsSize : undefined;
  const edns = udpSize === undefined ? undefined : { udpSize, cookie };
  const message = encodeQuery({ id: query.id, labels: query.labels, type: query.type, edns });
  if (connection.transport === 'tcp') return connection.socket.write(framed(message));
  return connection.socket.send({ address: server.address, port: dnsPort }, message);
}

/**
 * `ares_calc_query_timeout`: five times the server's average, doubled with each round through the servers. From the second round on
 * up to half is taken off at random; a fixed sequence that spreads evenly (multiples of the golden ratio) stands here for chance.
 */
function timeoutMs(channel: Channel, query: Query, server: Server): number {
  const average = server.answers < answersForAverage ? 0 : Math.floor(server.totalMs / server.answers) * averageFactor;
  const wanted = average === 0 ? (channel.settings.timeoutMs ?? channel.switches.timeoutMs) : average;
  const base = Math.min(maxTimeoutMs, Math.max(minTimeoutMs, wanted));
  const rounds = Math.floor(query.tries / channel.servers.length);
  if (rounds === 0) return base;
  channel.jitters += 1;
  const chance = (channel.jitters * 0.618_033_988_75) % 1;
  return Math.max(base, base * 2 ** rounds * (1 - chance / 2));
}
