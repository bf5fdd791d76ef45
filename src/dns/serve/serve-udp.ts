import type { RemoteInfo, Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { replyBytes } from '../../resolver/scripted/reply-bytes.ts';
import type { ScenarioAction } from '../../resolver/scripted/scenario.ts';
import { readServerQuery } from '../../resolver/scripted/server-query.ts';
import type { Behaviour } from './behaviour.ts';
import { describeActions } from './describe-actions.ts';
import type { Closer, ServeOptions } from './serve.ts';

/** Replies waiting for their time; a flood beyond that is dropped. */
const mostPending = 10_000;

/** The UDP side of a server. */
export async function serveUdp(behaviour: Behaviour, options: ServeOptions): Promise<Closer> {
  const socket = await bound(behaviour.address, behaviour.port);
  const others = new Map<string, Promise<Socket>>();
  const pending = new Set<NodeJS.Timeout>();
  const seen = { transport: 'udp', server: behaviour.address } as const;

  /** Replies may have to come from another address or port. */
  async function sender(action: ScenarioAction): Promise<Socket> {
    const from = action.kind === 'reply' ? action.from : undefined;
    if (from === undefined) return socket;
    const key = `${from.address} ${from.port}`;
    const known = others.get(key) ?? bound(from.address, from.port);
    others.set(key, known);
    return known;
  }

  function later(delayMs: number, action: () => void): void {
    if (pending.size >= mostPending) return;
    const timer = setTimeout(() => {
      pending.delete(timer);
      action();
    }, delayMs);
    pending.add(timer);
  }

  function receive(packet: Buffer, client: RemoteInfo): void {
    const query = readServerQuery(packet);
    const from = `${client.address}#${client.port}`;
    if (query === undefined) {
      options.onQuery({ ...seen, client: from, type: 'malformed', done: 'ignored' });
      return;
    }
    const { type, name, ednsSize } = query;
    const actions = behaviour.answer(query, 'udp', client.port);
    const done = describeActions(actions, options.upstream !== undefined);
    options.onQuery({ ...seen, client: from, type, name, done, ...(ednsSize !== undefined && { ednsSize }) });
    for (const action of actions ?? []) {
      if (action.kind === 'drop') continue;
      later(action.delayMs, () => {
        void sender(action).then((out) => out.send(replyBytes(action, packet), client.port, client.address), ignore);
      });
    }
    if (actions === undefined && options.upstream) {
      void options.upstream.overUdp(packet).then((reply) => reply && socket.send(reply, client.port, client.address), ignore);
    }
  }

  socket.on('message', receive);
  // A client that is gone makes the socket report ICMP errors; they concern nobody.
  socket.on('error', ignore);
  return async () => {
    for (const timer of pending) clearTimeout(timer);
    socket.close();
    for (const other of others.values()) await other.then((one) => one.close(), ignore);
  };
}

async function bound(address: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', ipv6Only: address.includes(':') });
  socket.bind(port, address);
  await once(socket, 'listening');
  return socket;
}

function ignore(): void {}
