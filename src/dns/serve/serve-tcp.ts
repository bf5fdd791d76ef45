import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { replyBytes } from '../../resolver/scripted/reply-bytes.ts';
import { readServerQuery } from '../../resolver/scripted/server-query.ts';
import type { Behaviour } from './behaviour.ts';
import { describeActions } from './describe-actions.ts';
import { listenWithoutAccepting } from './filtered-port.ts';
import type { Closer, ServeOptions } from './serve.ts';

const mostConnections = 200;
/** A client that sends nothing for so long is let go; `silent` keeps its clients. */
const idleMs = 60_000;

/** The TCP side of a server in the mode it is told; no listener at all when connections are to be refused. */
export async function serveTcp(behaviour: Behaviour, options: ServeOptions): Promise<Closer> {
  const { tcp: mode, address, port } = behaviour;
  if (mode === 'refused' || mode === 'unreachable') return () => {};
  if (mode === 'filtered') return listenWithoutAccepting(address, port);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    accept(behaviour, options, socket);
  });
  server.maxConnections = mostConnections;
  await listening(server, address, port);
  return async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  };
}

async function listening(server: Server, address: string, port: number): Promise<void> {
  server.listen({ host: address, port, ipv6Only: address.includes(':') });
  await once(server, 'listening');
}

function accept(behaviour: Behaviour, options: ServeOptions, socket: Socket): void {
  const { tcp: mode, address } = behaviour;
  const client = `${socket.remoteAddress ?? '?'}#${socket.remotePort ?? 0}`;
  if (mode === 'closed-after-accept' || mode === 'reset') {
    options.onQuery({ transport: 'tcp', server: address, client, type: 'connect', done: mode === 'reset' ? 'reset' : 'closed' });
    if (mode === 'reset') socket.resetAndDestroy();
    else socket.destroy();
    return;
  }
  if (mode !== 'silent') socket.setTimeout(idleMs, () => socket.destroy());
  serveConnection(behaviour, options, socket, client);
}

/** Queries strictly one after the other; a delay holds up the connection. */
function serveConnection(behaviour: Behaviour, options: ServeOptions, socket: Socket, client: string): void {
  const { tcp: mode, address } = behaviour;
  let inbound: Buffer = Buffer.alloc(0);
  let busy = false;
  let closed = false;

  async function serveQueued(): Promise<void> {
    if (busy) return;
    busy = true;
    while (!closed && inbound.length >= 2 && inbound.length >= 2 + inbound.readUInt16BE(0)) {
      const packet = inbound.subarray(2, 2 + inbound.readUInt16BE(0));
      inbound = inbound.subarray(2 + packet.length);
      await answer(packet);
    }
    busy = false;
  }

  async function answer(packet: Buffer): Promise<void> {
    const query = readServerQuery(packet);
    const seen = { transport: 'tcp', server: address, client } as const;
    if (query === undefined) {
      options.onQuery({ ...seen, type: 'malformed', done: 'ignored' });
      return;
    }
    const { type, name, ednsSize } = query;
    const actions = behaviour.answer(query, 'tcp', socket.remotePort ?? 0);
    const done = mode === 'silent' ? 'no answer' : describeActions(actions, options.upstream !== undefined);
    options.onQuery({ ...seen, type, name, done, ...(ednsSize !== undefined && { ednsSize }) });
    if (mode === 'silent') return;
    if (actions === undefined) send(await options.upstream?.overTcp(packet));
    const started = performance.now();
    for (const action of (actions ?? []).toSorted((one, other) => delayOf(one) - delayOf(other))) {
      if (action.kind === 'drop') continue;
      await pause(action.delayMs - (performance.now() - started));
      send(replyBytes(action, packet));
      if (mode !== 'closes-after-first-answer' && !(action.kind === 'reply' && action.close)) continue;
      closed = true;
      socket.end();
      return;
    }
  }

  function send(message: Uint8Array | undefined): void {
    if (message === undefined || socket.destroyed) return;
    socket.write(Buffer.concat([Uint8Array.of(message.length >> 8, message.length & 0xff), message]));
  }

  socket.on('data', (bytes) => {
    if (closed) return;
    inbound = Buffer.concat([inbound, bytes]);
    // Whoever sends more than a few queries ahead has to wait for their answers.
    if (inbound.length > 0x20000) socket.destroy();
    else void serveQueued();
  });
}

function delayOf(action: { readonly kind: string; readonly delayMs?: number }): number {
  return action.delayMs ?? 0;
}

async function pause(ms: number): Promise<void> {
  if (ms <= 0) return;
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
