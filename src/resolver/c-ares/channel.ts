import { randomBytes } from 'node:crypto';
import type { ByteText } from '../../formats/wire/byte-text.ts';
import type { World } from '../client.ts';
import type { TcpConnection, UdpSocket } from '../network.ts';
import type { Step } from '../outcome.ts';
import { queryId } from '../query-id.ts';
import type { ChannelSettings } from './settings.ts';
import type { Status } from './status.ts';
import type { StrictMessage } from './strict-message.ts';
import { nameKey } from './strict-message.ts';
import type { AresSwitches } from './switches.ts';

export type Connection = {
  readonly server: Server;
  /** Sent over it and not answered, in order. */
  readonly queries: Query[];
  /** TCP: bytes that are no complete message yet. */
  pending: Uint8Array;
  open: boolean;
} & ({ readonly transport: 'udp'; readonly socket: UdpSocket } | { readonly transport: 'tcp'; readonly socket: TcpConnection });

export interface Server {
  readonly address: string;
  /** Consecutive failures; the server with the fewest is asked. */
  failures: number;
  readonly connections: Connection[];
  /** Answers to measure the time-out by, and their milliseconds. */
  answers: number;
  totalMs: number;
  /** Replied without a cookie to a query with one. */
  ignoresCookies: boolean;
}

export interface Query {
  readonly id: number;
  readonly labels: readonly ByteText[];
  readonly key: string;
  readonly type: number;
  readonly ended: (status: Status, reply: StrictMessage | undefined) => void;
  usesEdns: boolean;
  usesTcp: boolean;
  noRetries: boolean;
  tries: number;
  error: Status;
  sentAt: number;
  timeoutAt: number;
  connection: Connection | undefined;
}

/** `ares_channel_t` of 1.34 for the time of one lookup. */
export interface Channel {
  readonly world: World;
  readonly settings: ChannelSettings;
  readonly switches: AresSwitches;
  readonly maxTries: number;
  readonly servers: readonly Server[];
  readonly queries: Map<number, Query>;
  readonly cookie: Uint8Array;
  /** When the timer of `timerTickMs` was started. */
  timerStart: number;
  /** Time-outs with a random part so far. */
  jitters: number;
  readonly startedAt: number;
  readonly trail: Step[];
}

export function openChannel(world: World, settings: ChannelSettings, switches: AresSwitches): Channel {
  const tries = switches.triesFixed ? switches.tries : (settings.tries ?? switches.tries);
  return {
    world,
    settings,
    switches,
    maxTries: tries * settings.servers.length,
    servers: settings.servers.map((address) => ({
      address,
      failures: 0,
      connections: [],
      answers: 0,
      totalMs: 0,
      ignoresCookies: false,
    })),
    queries: new Map(),
    cookie: randomBytes(8),
    timerStart: 0,
    jitters: 0,
    startedAt: world.clock.now(),
    trail: [],
  };
}

export function newQuery(channel: Channel, labels: readonly ByteText[], type: number, ended: Query['ended']): Query {
  let id = queryId();
  while (channel.queries.has(id)) id = queryId();
  const query: Query = {
    id,
    labels,
    key: nameKey(labels),
    type,
    ended,
    usesEdns: channel.switches.ednsSize !== undefined,
    usesTcp: channel.settings.useTcp && channel.switches.keepsUseVc,
    noRetries: false,
    tries: 0,
    error: 'SUCCESS',
    sentAt: 0,
    timeoutAt: Infinity,
    connection: undefined,
  };
  channel.queries.set(id, query);
  return query;
}

export function note(channel: Channel, step: Omit<Step, 'atMs'>): void {
  channel.trail.push({ atMs: channel.world.clock.now() - channel.startedAt, ...step });
}

export function openConnections(channel: Channel): Connection[] {
  return channel.servers.flatMap((server) => server.connections);
}

export function dropConnection(connection: Connection): void {
  const { connections } = connection.server;
  connection.open = false;
  connection.socket.close();
  connections.splice(connections.indexOf(connection), 1);
}

/** `ares_query_remove_from_conn`. */
export function detach(query: Query): void {
  const { connection } = query;
  query.timeoutAt = Infinity;
  query.connection = undefined;
  if (connection !== undefined) connection.queries.splice(connection.queries.indexOf(query), 1);
}
