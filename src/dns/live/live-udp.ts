import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import type { Endpoint, Errno, UdpEvent, UdpOptions, UdpSocket } from '../../resolver/network.ts';
import { createInbox, waitForAny } from '../../resolver/scripted/inbox.ts';
import { errnoOf } from './errno.ts';
import type { LiveWire } from './live-network.ts';

/** Datagrams that nobody has taken; a flood beyond that is dropped, as a kernel's buffer does. */
const mostWaiting = 1000;

/** A real datagram socket, or the errno of opening or connecting it. */
export async function openLiveUdp(wire: LiveWire, options: UdpOptions): Promise<UdpSocket | Errno> {
  const peer = options.connect && (wire.target(options.connect) ?? options.connect);
  const socket = createSocket({ type: options.family === 'inet6' ? 'udp6' : 'udp4', ipv6Only: options.v6only ?? false });
  const inbox = createInbox<UdpEvent>();
  let waiting = 0;
  let closed = false;
  const push = (event: UdpEvent): void => {
    if (closed || waiting >= mostWaiting) return;
    waiting += 1;
    inbox.push(event);
  };
  const take = (): UdpEvent | undefined => {
    const event = inbox.take();
    if (event !== undefined) waiting -= 1;
    return event;
  };
  const close = (): void => {
    if (!closed) socket.close();
    closed = true;
  };
  const failure = await ready(socket, options.family, peer);
  if (failure !== undefined) {
    close();
    return failure;
  }
  socket.on('message', (bytes, from) => push({ kind: 'datagram', bytes, from: wire.known(unmapped(from.address), from.port) }));
  // ICMP errors come up on connected sockets only.
  socket.on('error', (error) => {
    if (peer) push({ kind: 'error', errno: errnoOf(error) });
  });
  const live: UdpSocket = {
    sourcePort: socket.address().port,
    get ready() {
      return inbox.ready;
    },
    send: async (to, bytes) => {
      const target = wire.target(to);
      if (target === undefined) return 'EACCES';
      wire.record('udp', to.address, bytes);
      return send(socket, options.family, peer ? undefined : target, bytes);
    },
    take,
    next: async (until) => {
      await waitForAny(wire.clock, [inbox], until);
      return take() ?? { kind: 'timeout' };
    },
    close,
  };
  return wire.register(live, inbox, close);
}

function ready(socket: Socket, family: 'inet' | 'inet6', peer: Endpoint | undefined): Promise<Errno | undefined> {
  return new Promise((resolve) => {
    const done = (errno?: Errno): void => {
      socket.removeAllListeners('error');
      resolve(errno);
    };
    socket.on('error', (error) => done(errnoOf(error)));
    if (peer) socket.connect(peer.port, mappedFor(family, peer.address), () => done());
    else socket.bind(0, () => done());
  });
}

function send(socket: Socket, family: 'inet' | 'inet6', to: Endpoint | undefined, bytes: Uint8Array): Promise<Errno | undefined> {
  if (to && family === 'inet' && to.address.includes(':')) return Promise.resolve('EAFNOSUPPORT');
  return new Promise((resolve) => {
    const done = (error: Error | null): void => resolve(error ? errnoOf(error) : undefined);
    if (to) socket.send(bytes, to.port, mappedFor(family, to.address), done);
    else socket.send(bytes, done);
  });
}

/** An IPv6 socket reaches IPv4 under mapped addresses. */
function mappedFor(family: 'inet' | 'inet6', address: string): string {
  return family === 'inet6' && !address.includes(':') ? `::ffff:${address}` : address;
}

function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
