import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Endpoint, Errno, TcpConnection, TcpEvent } from '../../resolver/network.ts';
import { createInbox, waitForAny } from '../../resolver/scripted/inbox.ts';
import { errnoOf } from './errno.ts';
import type { LiveWire } from './live-network.ts';

/** Bytes that nobody has taken: then the connection is read no further until somebody does. */
const mostWaiting = 0x40000;
/** Eight of the longest messages with their lengths: a server that sends more over one connection is cut off. */
const mostBytes = 8 * 0x10002;

/** A real connection from the call of `connect` on, or the errno when that call fails at once. */
export async function openLiveTcp(wire: LiveWire, to: Endpoint, family?: 'inet' | 'inet6'): Promise<TcpConnection | Errno> {
  if (family === 'inet' && to.address.includes(':')) return 'EAFNOSUPPORT';
  const target = wire.target(to);
  if (target === undefined) return 'EACCES';
  const socket = connect({ host: target.address, port: target.port, noDelay: true });
  const inbox = createInbox<TcpEvent>();
  const flow = { waiting: 0, total: 0, closed: false, failed: undefined as Errno | undefined };
  const close = (): void => {
    flow.closed = true;
    socket.destroy();
  };
  const push = (event: TcpEvent): void => {
    if (!flow.closed) inbox.push(event);
  };
  listen(socket, flow, push);
  // Node reports what connect itself returned on the next turn; a peer's refusal takes at least a round trip and is never of these.
  await turn();
  if (flow.failed !== undefined && flow.failed !== 'ECONNREFUSED' && flow.failed !== 'ETIMEDOUT' && flow.failed !== 'ECONNRESET') {
    close();
    return flow.failed;
  }
  const take = (): TcpEvent | undefined => {
    const event = inbox.take();
    if (event?.kind === 'data') flow.waiting -= event.bytes.length;
    if (flow.waiting < mostWaiting && socket.isPaused()) socket.resume();
    return event;
  };
  const live: TcpConnection = {
    sourcePort: socket.localPort ?? 0,
    get ready() {
      return inbox.ready;
    },
    write: (bytes) => {
      if (flow.failed !== undefined || flow.closed) return Promise.resolve('EPIPE');
      recordFrames(wire, to.address, bytes);
      socket.write(bytes);
      return Promise.resolve(undefined);
    },
    take,
    read: async (until) => {
      await waitForAny(wire.clock, [inbox], until);
      return take() ?? { kind: 'timeout' };
    },
    close,
  };
  return wire.register(live, inbox, close);
}

interface Flow {
  waiting: number;
  total: number;
  closed: boolean;
  failed: Errno | undefined;
}

function listen(socket: Socket, flow: Flow, push: (event: TcpEvent) => void): void {
  socket.on('connect', () => push({ kind: 'connected' }));
  socket.on('data', (bytes) => {
    flow.waiting += bytes.length;
    flow.total += bytes.length;
    push({ kind: 'data', bytes });
    if (flow.total > mostBytes) socket.destroy();
    else if (flow.waiting >= mostWaiting) socket.pause();
  });
  socket.on('end', () => push({ kind: 'end' }));
  socket.on('error', (error) => {
    flow.failed = errnoOf(error);
    push({ kind: 'error', errno: flow.failed });
  });
}

/** Models write whole messages behind their length, one or two at a time. */
function recordFrames(wire: LiveWire, server: string, bytes: Uint8Array): void {
  for (let offset = 0; offset + 2 <= bytes.length;) {
    const end = offset + 2 + ((bytes[offset] ?? 0) << 8) + (bytes[offset + 1] ?? 0);
    wire.record('tcp', server, bytes.subarray(offset + 2, end));
    offset = end;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
