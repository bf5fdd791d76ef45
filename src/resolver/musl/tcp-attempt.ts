import type { Endpoint, TcpConnection } from '../network.ts';
import { isErrno } from '../network.ts';
import type { MuslQuery } from './query.ts';
import type { MuslRun } from './run.ts';

/** The one TCP attempt for a truncated reply. */
export interface TcpAttempt {
  readonly connection: TcpConnection;
  readonly server: Endpoint;
  readonly query: MuslQuery;
  /** The two length bytes as far as they have come. */
  readonly head: number[];
  /** Bytes of the message stored. */
  stored: number;
}

export type AttemptState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly why: string }
  /** The announced length, which may be more than was stored. */
  | { readonly kind: 'done'; readonly length: number };

/** Undefined when connecting fails at once: then nobody tries again, and the exchange waits for its deadline. */
export async function startAttempt(
  run: MuslRun,
  family: 'inet' | 'inet6',
  server: Endpoint,
  query: MuslQuery,
): Promise<TcpAttempt | undefined> {
  const about = { server: server.address, type: query.type, transport: 'tcp' } as const;
  const connection = await run.world.network.tcp(server, { family });
  if (isErrno(connection)) {
    run.note({ what: 'tcp-not-started', detail: connection, ...about });
    return undefined;
  }
  run.note({ what: 'tcp-started', ...about });
  return { connection, server, query, head: [], stored: 0 };
}

/** Takes what has arrived; a message longer than the buffer is cut there. */
export async function readAttempt(attempt: TcpAttempt, buffer: Uint8Array): Promise<AttemptState> {
  for (let event = attempt.connection.take(); event !== undefined; event = attempt.connection.take()) {
    if (event.kind === 'error') return { kind: 'failed', why: event.errno };
    if (event.kind === 'end') return { kind: 'failed', why: 'end' };
    if (event.kind === 'connected') {
      const { bytes = new Uint8Array(0) } = attempt.query;
      const errno = await attempt.connection.write(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes));
      if (errno !== undefined) return { kind: 'failed', why: errno };
      continue;
    }
    store(attempt, event.bytes, buffer);
    const state = judge(attempt, buffer);
    if (state.kind !== 'waiting') return state;
  }
  return { kind: 'waiting' };
}

function store(attempt: TcpAttempt, bytes: Uint8Array, buffer: Uint8Array): void {
  let place = 0;
  while (attempt.head.length < 2 && place < bytes.length) {
    attempt.head.push(bytes[place] ?? 0);
    place += 1;
  }
  const kept = bytes.subarray(place, place + buffer.length - attempt.stored);
  buffer.set(kept, attempt.stored);
  attempt.stored += kept.length;
}

function judge(attempt: TcpAttempt, buffer: Uint8Array): AttemptState {
  const [high, low] = attempt.head;
  if (high === undefined || low === undefined) return { kind: 'waiting' };
  const length = high * 256 + low;
  if (length < 13) return { kind: 'failed', why: `length ${length}` };
  if (attempt.stored < length && attempt.stored < buffer.length) return { kind: 'waiting' };
  const rcode = (buffer[3] ?? 0) & 15;
  return rcode === 0 || rcode === 3 ? { kind: 'done', length } : { kind: 'failed', why: `rcode ${rcode}` };
}
