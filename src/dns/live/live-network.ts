import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import type { Endpoint, Errno, Network, NetworkInterface, Pollable } from '../../resolver/network.ts';
import type { Packet } from '../../resolver/outcome.ts';
import type { Inbox } from '../../resolver/scripted/inbox.ts';
import { waitForAny } from '../../resolver/scripted/inbox.ts';
import { readServerQuery } from '../../resolver/scripted/server-query.ts';
import { errnoOf } from './errno.ts';
import type { LiveClock } from './live-clock.ts';
import { openLiveTcp } from './live-tcp.ts';
import { openLiveUdp } from './live-udp.ts';

/** What the sockets share. */
export interface LiveWire {
  readonly clock: LiveClock;
  /** Where an endpoint really is; undefined when nothing may be sent there. */
  target(endpoint: Endpoint): Endpoint | undefined;
  /** The endpoint that a model knows a sender by. */
  known(address: string, port: number): Endpoint;
  record(transport: 'udp' | 'tcp', server: string, packet: Uint8Array): void;
  /** Sockets register their inbox so that `poll` finds it, and how they are closed when the run ends. */
  register<T extends Pollable>(socket: T, inbox: Inbox<unknown>, close: () => void): T;
}

export interface LiveNetwork {
  readonly network: Network;
  /** What was sent so far; delivery is not known. */
  readonly packets: readonly Packet[];
  /** Closes whatever a model left open. */
  close(): void;
}

/**
 * Real sockets. Nothing is sent except to `servers`, which are the addresses that the user's configuration names, with the port that is
 * meant where a model asks for 53; sending elsewhere fails with EACCES.
 */
export function createLiveNetwork(clock: LiveClock, servers: ReadonlyMap<string, number>): LiveNetwork {
  const packets: Packet[] = [];
  const inboxes = new WeakMap<Pollable, Inbox<unknown>>();
  const open = new Set<() => void>();
  const wire: LiveWire = {
    clock,
    target: ({ address, port }) => {
      const real = servers.get(address);
      return real === undefined || port !== 53 ? undefined : { address, port: real };
    },
    known: (address, port) => ({ address, port: servers.get(address) === port ? 53 : port }),
    record: (transport, server, packet) => {
      packets.push(packetOf(clock.now(), transport, server, packet));
    },
    register: (socket, inbox, close) => {
      inboxes.set(socket, inbox);
      open.add(close);
      return socket;
    },
  };
  return {
    packets,
    network: {
      udp: (options) => openLiveUdp(wire, options),
      tcp: (server, options) => openLiveTcp(wire, server, options?.family),
      poll: (sockets, until) =>
        waitForAny(
          clock,
          sockets.map((socket) => inboxes.get(socket)).filter((inbox) => inbox !== undefined),
          until,
        ),
      interfaces,
      sourceFor,
    },
    close: () => {
      for (const close of open) close();
      open.clear();
    },
  };
}

function packetOf(atMs: number, transport: 'udp' | 'tcp', server: string, packet: Uint8Array): Packet {
  const query = readServerQuery(packet);
  if (query === undefined) return { atMs, transport, server, type: 'malformed' };
  const { type, name, ednsSize } = query;
  return { atMs, transport, server, type, name, ...(ednsSize !== undefined && { ednsSize }) };
}

function interfaces(): NetworkInterface[] {
  return Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    up: true,
    loopback: addresses.some(({ internal }) => internal),
    addresses: addresses.map(({ address, cidr }) => ({ address: canonical(address), prefix: Number(cidr?.split('/')[1] ?? 0) })),
  }));
}

function canonical(address: string): string {
  const bytes = parseIp(address);
  return bytes === undefined ? address : formatIp(bytes);
}

/** The kernel's own choice: connecting a datagram socket sends nothing. */
function sourceFor(address: string): Promise<string | Errno> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const finish = (result: string | Errno): void => {
      socket.removeAllListeners().close();
      resolve(result);
    };
    socket.on('error', (error) => finish(errnoOf(error)));
    socket.connect(65_535, address, () => finish(canonical(socket.address().address)));
  });
}
