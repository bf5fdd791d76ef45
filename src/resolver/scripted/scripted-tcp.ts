import type { Endpoint, Errno, TcpConnection, TcpEvent } from '../network.ts';
import { createInbox, waitForAny } from './inbox.ts';
import { replyBytes } from './reply-bytes.ts';
import type { ScriptedServer } from './scripted-server.ts';
import type { ScriptedWire } from './scripted-wire.ts';
import { latencyMs } from './scripted-wire.ts';

/** When Linux gives up sending SYNs, as the recordings measured it. */
const synTimeoutMs = 134_000;
const roundTripMs = 2 * latencyMs;
/** A kernel refuses a connection sooner than a server answers a question. */
const refusalMs = 0.01;

/** A connection on the scripted network from the call of `connect` on, or that call's errno. */
export function openTcp(wire: ScriptedWire, to: Endpoint, family?: 'inet' | 'inet6'): TcpConnection | Errno {
  if (family === 'inet' && to.address.includes(':')) return 'EAFNOSUPPORT';
  if (family === 'inet6' && wire.bindv6only && !to.address.includes(':')) return 'ENETUNREACH';
  const destination = wire.reach(to.address);
  if (destination.kind === 'errno') return destination.errno;
  const mode = destination.kind === 'server' ? destination.server.script.tcp : destination.kind;
  if (mode === 'unreachable') return 'ENETUNREACH';
  const { clock } = wire;
  const inbox = createInbox<TcpEvent>();
  const sourcePort = wire.nextPort();
  let open = true;
  let connected = false;
  let dead = false;
  const early: Uint8Array[] = [];

  function after(delayMs: number, event: TcpEvent): void {
    clock.schedule(clock.now() + delayMs, () => {
      if (open) inbox.push(event);
      if (event.kind === 'error') dead = true;
    });
  }

  const server = destination.kind === 'server' ? serveConnection(wire, destination.server, sourcePort, after) : undefined;
  if (mode === 'refused' || mode === 'closed') after(refusalMs, { kind: 'error', errno: 'ECONNREFUSED' });
  else if (mode === 'filtered' || (mode === 'silent' && server === undefined)) after(synTimeoutMs, { kind: 'error', errno: 'ETIMEDOUT' });
  else {
    clock.schedule(clock.now() + roundTripMs, () => {
      connected = true;
      if (open) inbox.push({ kind: 'connected' });
      server?.accept();
      for (const bytes of early) server?.receive(bytes);
    });
  }

  const connection: TcpConnection = {
    sourcePort,
    get ready() {
      return inbox.ready;
    },
    write: (bytes) => {
      if (dead || !open) return Promise.resolve('EPIPE');
      if (connected) server?.receive(bytes.slice());
      else early.push(bytes.slice());
      return Promise.resolve(undefined);
    },
    take: () => inbox.take(),
    read: async (until) => {
      await waitForAny(clock, [inbox], until);
      return inbox.take() ?? { kind: 'timeout' };
    },
    close: () => {
      open = false;
    },
  };
  return wire.register(connection, inbox);
}

interface ServedConnection {
  accept(): void;
  receive(bytes: Uint8Array): void;
}

/** The server's side: its queries strictly one after the other, a delay blocks the connection. */
function serveConnection(
  wire: ScriptedWire,
  server: ScriptedServer,
  sourcePort: number,
  after: (delayMs: number, event: TcpEvent) => void,
): ServedConnection {
  const { tcp: mode, address } = server.script;
  let inbound: Uint8Array = new Uint8Array(0);
  let busy = false;
  let closed = false;
  let unread = false;

  /** Reads queries until one has to be waited for. */
  function serve(): void {
    while (!busy && !closed) {
      const packet = firstFrame(inbound);
      if (packet === undefined) return;
      inbound = inbound.subarray(packet.length + 2);
      answer(packet);
    }
  }

  function answer(packet: Uint8Array): void {
    const actions = wire.receive(server, packet, 'tcp', sourcePort);
    if (mode === 'silent') return;
    let busyMs = 0;
    for (const action of actions) {
      if (action.kind === 'drop') continue;
      busyMs = Math.max(busyMs, action.delayMs);
      after(action.delayMs + latencyMs, { kind: 'data', bytes: framed(replyBytes(action, packet)) });
      if (mode !== 'closes-after-first-answer' && !(action.kind === 'reply' && action.close)) continue;
      closed = true;
      after(action.delayMs + latencyMs, { kind: 'end' });
      return;
    }
    if (busyMs === 0) return;
    busy = true;
    wire.clock.schedule(wire.clock.now() + busyMs, () => {
      busy = false;
      serve();
    });
  }

  return {
    accept: () => {
      if (mode !== 'closed-after-accept' && mode !== 'reset') return;
      closed = true;
      wire.record({ transport: 'tcp', server: address, type: 'connect' });
      if (mode === 'reset') {
        after(latencyMs, { kind: 'error', errno: 'ECONNRESET' });
        return;
      }
      // The program accepts and closes a moment later; a query that came meanwhile is unread, and then the kernel resets (RFC 1122
      // section 4.2.2.13). That is what the recordings show of clients that write at once.
      wire.clock.schedule(wire.clock.now() + roundTripMs, () => {
        after(latencyMs, unread ? { kind: 'error', errno: 'ECONNRESET' } : { kind: 'end' });
      });
    },
    receive: (bytes) => {
      unread = true;
      if (closed) return;
      inbound = concatenated(inbound, bytes);
      serve();
    },
  };
}

/** The first whole message behind its two length bytes. */
function firstFrame(bytes: Uint8Array): Uint8Array | undefined {
  const length = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return bytes.length >= 2 && bytes.length >= 2 + length ? bytes.subarray(2, 2 + length) : undefined;
}

function framed(message: Uint8Array): Uint8Array {
  return concatenated(Uint8Array.of(message.length >> 8, message.length & 0xff), message);
}

function concatenated(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
