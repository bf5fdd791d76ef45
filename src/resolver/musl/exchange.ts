import type { Errno, Endpoint, UdpEvent, UdpSocket } from '../network.ts';
import { isErrno } from '../network.ts';
import type { MuslQuery } from './query.ts';
import type { MuslConfiguration } from './resolv-conf.ts';
import type { MuslRun } from './run.ts';
import type { TcpAttempt } from './tcp-attempt.ts';
import { readAttempt, startAttempt } from './tcp-attempt.ts';

/** What came back for each query; `length` 0 means nothing did. */
export interface Exchange {
  /** The answer buffers one behind the other, as they lie on musl's stack: old versions read past the end of one into the next. */
  readonly memory: Uint8Array;
  /** As announced, which may be more than the buffer holds. */
  readonly lengths: readonly number[];
  /** Server that answered, per query. */
  readonly servers: readonly string[];
}

interface State {
  readonly run: MuslRun;
  readonly queries: readonly MuslQuery[];
  readonly servers: readonly Endpoint[];
  readonly socket: UdpSocket;
  readonly family: 'inet' | 'inet6';
  readonly size: number;
  readonly memory: Uint8Array;
  /** 0 unanswered, -1 left to TCP, else the length. */
  readonly lengths: number[];
  readonly answeredBy: string[];
  readonly attempts: (TcpAttempt | undefined)[];
  /** First query without a datagram; its buffer receives every datagram. */
  next: number;
  resends: number;
}

/** Sends all queries to all servers and waits for one acceptable reply to each (`res_msend.c`). */
export async function exchange(
  run: MuslRun,
  queries: readonly MuslQuery[],
  conf: MuslConfiguration,
): Promise<Exchange | 'EAI_SYSTEM' | 'SIGFPE'> {
  const opened = await openSocket(run, conf.nameservers);
  if (opened === undefined) return 'EAI_SYSTEM';
  const { socket, family } = opened;
  const size = run.switches.replyBuffer;
  const state: State = {
    run,
    queries,
    servers: conf.nameservers.map((address) => ({ address, port: 53 })),
    socket,
    family,
    size,
    // Slack behind the last buffer for the reads beyond it; what really lies there is unknown.
    memory: new Uint8Array(queries.length * size + 512),
    lengths: queries.map(() => 0),
    answeredBy: queries.map(() => ''),
    attempts: queries.map(() => undefined),
    next: 0,
    resends: 0,
  };
  try {
    // timeout / attempts, in integers; x86-64 traps on the division.
    if (conf.attempts === 0) return 'SIGFPE';
    await converse(state, conf.timeout * 1000, Math.floor((conf.timeout * 1000) / conf.attempts));
  } finally {
    socket.close();
    for (const attempt of state.attempts) attempt?.connection.close();
  }
  return { memory: state.memory, lengths: state.lengths.map((length) => Math.max(length, 0)), servers: state.answeredBy };
}

/** One unconnected socket for everything: IPv6 as soon as one server is. */
async function openSocket(
  run: MuslRun,
  nameservers: readonly string[],
): Promise<{ socket: UdpSocket; family: 'inet' | 'inet6' } | undefined> {
  const { clearsV6only, worksWithoutIpv6 } = run.switches;
  if (nameservers.some((address) => address.includes(':'))) {
    const socket = await run.world.network.udp({ family: 'inet6', ...(clearsV6only && { v6only: false }) });
    if (!isErrno(socket)) return { socket, family: 'inet6' };
    // Older versions bind an IPv4 socket to an IPv6 address here, which fails.
    if (socket !== 'EAFNOSUPPORT' || !worksWithoutIpv6 || nameservers.every((address) => address.includes(':'))) return undefined;
  }
  const socket = await run.world.network.udp({ family: 'inet' });
  return isErrno(socket) ? undefined : { socket, family: 'inet' };
}

async function converse(state: State, timeout: number, interval: number): Promise<void> {
  const { run, lengths } = state;
  const { clock, network } = run.world;
  const now = (): number => Math.floor(clock.now());
  const start = now();
  let sentAt = start - interval;
  for (let time = start; time - start < timeout; time = now()) {
    if (lengths.every((length) => length > 0)) return;
    if (time - sentAt >= interval) {
      await sendUnanswered(state);
      sentAt = time;
      state.resends = 2 * state.queries.length;
    }
    const waited = [
      ...(state.next < lengths.length ? [state.socket] : []),
      ...state.attempts.flatMap((attempt) => attempt?.connection ?? []),
    ];
    if (!(await network.poll(waited, clock.now() + asPollWaits(sentAt + interval - time)))) continue;
    await receiveDatagrams(state);
    if (!run.switches.tcp && state.next === lengths.length) return;
    if (!(await receiveStreams(state))) return;
  }
}

/**
 * How long Linux's poll really waits, in ms: it may be late by 0.1 % and at least 50 µs (`select_estimate_accuracy`), and as a
 * rule is; waking up takes as much again.
 * That decides whether a budget that `attempts` does not divide (5 s by 3) has room for one more round.
 */
function asPollWaits(timeout: number): number {
  return timeout + Math.max(timeout / 1000, 0.05) + 0.15;
}

async function sendUnanswered(state: State): Promise<void> {
  for (const [index, query] of state.queries.entries()) {
    if (state.lengths[index] !== 0) continue;
    for (const server of state.servers) await send(state, query, server);
  }
}

async function send(state: State, query: MuslQuery, server: Endpoint): Promise<Errno | undefined> {
  return query.bytes === undefined ? 'EMSGSIZE' : state.socket.send(server, query.bytes);
}

async function receiveDatagrams(state: State): Promise<void> {
  while (state.next < state.queries.length) {
    const event = state.socket.take();
    if (event === undefined) return;
    if (event.kind === 'datagram') await receiveDatagram(state, event);
  }
}

async function receiveDatagram(state: State, event: Extract<UdpEvent, { kind: 'datagram' }>): Promise<void> {
  const { run, memory, size, lengths, queries } = state;
  const buffer = state.next * size;
  const length = Math.min(event.bytes.length, size);
  memory.set(event.bytes.subarray(0, length), buffer);
  if (length < 4) return run.note({ what: 'datagram-ignored', detail: 'short', server: event.from.address });
  const server = state.servers.find(({ address, port }) => address === event.from.address && port === event.from.port);
  if (server === undefined) return run.note({ what: 'datagram-ignored', detail: 'stranger', server: event.from.address });
  const index = queries.findIndex(({ bytes }, place) => place >= state.next && bytes !== undefined && sameId(bytes, memory, buffer));
  const query = queries[index];
  if (query === undefined || lengths[index] !== 0) {
    return run.note({ what: 'datagram-ignored', detail: query ? 'late' : 'id', server: server.address });
  }
  const about = { server: server.address, type: query.type, transport: 'udp' } as const;
  const rcode = (memory[buffer + 3] ?? 0) & 15;
  if (rcode !== 0 && rcode !== 3) {
    const resend = rcode === 2 && state.resends > 0;
    run.note({ what: resend ? 'servfail-resent' : 'rcode-ignored', rcode, ...about });
    if (!resend) return undefined;
    state.resends -= 1;
    await send(state, query, server);
    return undefined;
  }
  const truncated = ((memory[buffer + 2] ?? 0) & 2) !== 0;
  lengths[index] = length;
  state.answeredBy[index] = server.address;
  run.note({ what: truncated && !run.switches.tcp ? 'truncation-ignored' : 'accepted', rcode, ...about, detail: String(length) });
  if (index === state.next) while (state.next < queries.length && lengths[state.next] !== 0) state.next += 1;
  else memory.copyWithin(index * size, buffer, buffer + length);
  if (!run.switches.tcp || !(truncated || event.bytes.length > size)) return undefined;
  lengths[index] = -1;
  state.attempts[index] = await startAttempt(run, state.family, server, query);
  return undefined;
}

function sameId(query: Uint8Array, memory: Uint8Array, offset: number): boolean {
  return query[0] === memory[offset] && query[1] === memory[offset + 1];
}

/** False when one stream failed: that ends the whole exchange. */
async function receiveStreams(state: State): Promise<boolean> {
  for (const [index, attempt] of state.attempts.entries()) {
    if (attempt === undefined) continue;
    const outcome = await readAttempt(attempt, state.memory.subarray(index * state.size, (index + 1) * state.size));
    const about = { server: attempt.server.address, type: attempt.query.type, transport: 'tcp' } as const;
    if (outcome.kind === 'failed') {
      state.run.note({ what: 'tcp-failed', detail: outcome.why, ...about });
      return false;
    }
    if (outcome.kind === 'waiting') continue;
    state.lengths[index] = outcome.length;
    state.attempts[index] = undefined;
    attempt.connection.close();
    state.run.note({ what: 'accepted', ...about, detail: String(outcome.length) });
  }
  return true;
}
