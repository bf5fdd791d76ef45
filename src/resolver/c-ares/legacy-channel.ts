import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { World } from '../client.ts';
import type { TcpConnection, UdpSocket } from '../network.ts';
import type { Step } from '../outcome.ts';
import { queryId } from '../query-id.ts';
import { closeSockets, sendOverTcp, sendOverUdp } from './legacy-sockets.ts';
import { encodeQuery } from './query-packet.ts';
import type { ChannelSettings } from './settings.ts';
import type { Status } from './status.ts';
import { nameKey } from './strict-message.ts';
import type { AresSwitches } from './switches.ts';

export interface LegacyServer {
  readonly address: string;
  udp: UdpSocket | undefined;
  tcp: TcpConnection | undefined;
  connected: boolean;
  pending: Uint8Array;
  /** Counts TCP connections, so that a query is not sent twice over one. */
  generation: number;
  /** To be closed when the present round is over. */
  broken: boolean;
  readonly waiting: Set<LegacyQuery>;
  /** Given to a TCP connection that is not open yet. */
  readonly unsent: Set<LegacyQuery>;
}

export interface LegacyQuery {
  readonly id: number;
  readonly key: string;
  readonly type: number;
  readonly message: Uint8Array;
  readonly ended: (status: Status, reply: Uint8Array | undefined) => void;
  readonly skipped: Set<LegacyServer>;
  readonly generations: Map<LegacyServer, number>;
  tries: number;
  server: number;
  usesTcp: boolean;
  error: Status;
  timeoutAt: number;
}

export interface LegacyChannel {
  readonly world: World;
  readonly settings: ChannelSettings;
  readonly timeoutMs: number;
  readonly maxTries: number;
  readonly servers: readonly LegacyServer[];
  readonly queries: Set<LegacyQuery>;
  lastServer: number;
  generation: number;
  readonly startedAt: number;
  readonly trail: Step[];
}

export function openLegacyChannel(world: World, settings: ChannelSettings, switches: AresSwitches): LegacyChannel {
  const servers = settings.servers.map((address, index) => ({
    address,
    udp: undefined,
    tcp: undefined,
    connected: false,
    pending: new Uint8Array(0),
    generation: index + 1,
    broken: false,
    waiting: new Set<LegacyQuery>(),
    unsent: new Set<LegacyQuery>(),
  }));
  return {
    world,
    settings,
    timeoutMs: settings.timeoutMs ?? switches.timeoutMs,
    maxTries: (settings.tries ?? switches.tries) * servers.length,
    servers,
    queries: new Set(),
    lastServer: 0,
    generation: servers.length,
    startedAt: world.clock.now(),
    trail: [],
  };
}

/** `ares_send`. `rotate` takes the servers in turn, query by query. */
export async function startQuery(
  channel: LegacyChannel,
  labels: readonly ByteText[],
  type: number,
  ended: LegacyQuery['ended'],
): Promise<void> {
  const id = queryId();
  const query: LegacyQuery = {
    id,
    key: nameKey(labels),
    type,
    message: encodeQuery({ id, labels, type, edns: undefined }),
    ended,
    skipped: new Set(),
    generations: new Map(),
    tries: 0,
    server: channel.lastServer,
    usesTcp: false,
    error: 'ECONNREFUSED',
    timeoutAt: Infinity,
  };
  if (channel.settings.rotate) channel.lastServer = (channel.lastServer + 1) % channel.servers.length;
  channel.queries.add(query);
  await sendLegacyQuery(channel, query);
}

export function note(channel: LegacyChannel, step: Omit<Step, 'atMs'>): void {
  channel.trail.push({ atMs: channel.world.clock.now() - channel.startedAt, ...step });
}

/** `ares__send_query`: the time-out doubles with each round through the servers. */
export async function sendLegacyQuery(channel: LegacyChannel, query: LegacyQuery): Promise<void> {
  const server = serverOf(channel, query);
  const sent = query.usesTcp ? await sendOverTcp(channel, server, query) : await sendOverUdp(channel, server, query);
  if (!sent) {
    skipServer(channel, query, server);
    await nextServer(channel, query);
    return;
  }
  query.timeoutAt = channel.world.clock.now() + channel.timeoutMs * 2 ** Math.floor(query.tries / channel.servers.length);
  for (const other of channel.servers) other.waiting.delete(query);
  server.waiting.add(query);
}

/** `next_server`: passes over servers that are broken, that failed this query, or that have it already on their TCP connection. */
export async function nextServer(channel: LegacyChannel, query: LegacyQuery): Promise<void> {
  while ((query.tries += 1) < channel.maxTries) {
    query.server = (query.server + 1) % channel.servers.length;
    const server = serverOf(channel, query);
    const sentAlready = query.usesTcp && query.generations.get(server) === server.generation;
    if (!server.broken && !query.skipped.has(server) && !sentAlready) {
      await sendLegacyQuery(channel, query);
      return;
    }
  }
  endLegacyQuery(channel, query, query.error, undefined);
}

/** A server that failed a query is not asked that again, unless it is the only one. */
export function skipServer(channel: LegacyChannel, query: LegacyQuery, server: LegacyServer): void {
  if (channel.servers.length > 1) query.skipped.add(server);
}

export function endLegacyQuery(channel: LegacyChannel, query: LegacyQuery, status: Status, reply: Uint8Array | undefined): void {
  for (const server of channel.servers) {
    if (server.unsent.has(query) && status !== 'SUCCESS') server.broken = true;
    server.waiting.delete(query);
  }
  channel.queries.delete(query);
  query.ended(status, reply);
}

export function serverOf(channel: LegacyChannel, query: LegacyQuery): LegacyServer {
  const server = channel.servers[query.server];
  if (server === undefined) throw new Error('a channel has servers');
  return server;
}

/** `handle_error`: both sockets of the server are closed and all its queries go to the next. */
export async function serverFailed(channel: LegacyChannel, server: LegacyServer): Promise<void> {
  note(channel, { what: 'connection-failed', server: server.address });
  closeSockets(channel, server);
  const queries = [...server.waiting];
  server.waiting.clear();
  for (const query of queries) {
    if (!channel.queries.has(query)) continue;
    skipServer(channel, query, server);
    await nextServer(channel, query);
  }
}
