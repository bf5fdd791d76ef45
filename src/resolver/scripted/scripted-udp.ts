import type { Endpoint, Errno, UdpEvent, UdpOptions, UdpSocket } from '../network.ts';
import { createInbox, waitForAny } from './inbox.ts';
import { replyBytes } from './reply-bytes.ts';
import type { ScenarioAction } from './scenario.ts';
import type { ScriptedServer } from './scripted-server.ts';
import type { ScriptedWire } from './scripted-wire.ts';
import { latencyMs } from './scripted-wire.ts';

const dnsPort = 53;

/** What a server spends on a query before it reads the next one: replies to two questions asked at once come one after the other. */
const serviceMs = 0.1;
const busyUntil = new WeakMap<ScriptedServer, number>();

function turnAfterMs(server: ScriptedServer, now: number): number {
  const turn = Math.max(now, busyUntil.get(server) ?? 0);
  busyUntil.set(server, turn + serviceMs);
  return turn - now;
}

/** A datagram socket on the scripted network, or the errno of its `connect`. */
export function openUdp(wire: ScriptedWire, options: UdpOptions): UdpSocket | Errno {
  const v6only = options.family === 'inet6' && (options.v6only ?? wire.bindv6only);
  const peer = options.connect;
  if (peer) {
    const failure = familyFailure(options.family, v6only, peer.address) ?? reachFailure(wire, peer.address);
    if (failure) return failure;
  }
  const { clock } = wire;
  const inbox = createInbox<UdpEvent>();
  const sourcePort = wire.nextPort();
  let open = true;

  function deliver(delayMs: number, event: UdpEvent): void {
    clock.schedule(clock.now() + delayMs + latencyMs, () => {
      if (open) inbox.push(event);
    });
  }

  function perform(action: ScenarioAction, server: ScriptedServer, packet: Uint8Array, waited: number): void {
    if (action.kind === 'drop') return;
    const from = (action.kind === 'reply' ? action.from : undefined) ?? { address: server.script.address, port: dnsPort };
    // The kernel hands a connected socket nothing but its peer's datagrams.
    if (peer && !isPeer(wire, peer, from)) return;
    deliver(action.delayMs + waited, { kind: 'datagram', bytes: replyBytes(action, packet), from });
  }

  function send(to: Endpoint, packet: Uint8Array): Errno | undefined {
    const failure = familyFailure(options.family, v6only, to.address);
    if (failure) return failure;
    const destination = wire.reach(to.address);
    if (destination.kind === 'errno') return destination.errno;
    if (destination.kind === 'silent') return undefined;
    if (destination.kind === 'closed' || !destination.server.script.udp || to.port !== dnsPort) {
      if (peer) deliver(0, { kind: 'error', errno: 'ECONNREFUSED' });
      return undefined;
    }
    const { server } = destination;
    const waited = turnAfterMs(server, clock.now());
    for (const action of wire.receive(server, packet, 'udp', sourcePort)) perform(action, server, packet, waited);
    return undefined;
  }

  const socket: UdpSocket = {
    sourcePort,
    get ready() {
      return inbox.ready;
    },
    send: (to, bytes) => Promise.resolve(send(to, bytes)),
    take: () => inbox.take(),
    next: async (until) => {
      await waitForAny(clock, [inbox], until);
      return inbox.take() ?? { kind: 'timeout' };
    },
    close: () => {
      open = false;
    },
  };
  return wire.register(socket, inbox);
}

function familyFailure(family: 'inet' | 'inet6', v6only: boolean, address: string): Errno | undefined {
  if (family === 'inet') return address.includes(':') ? 'EAFNOSUPPORT' : undefined;
  return v6only && !address.includes(':') ? 'ENETUNREACH' : undefined;
}

function reachFailure(wire: ScriptedWire, address: string): Errno | undefined {
  const destination = wire.reach(address);
  return destination.kind === 'errno' ? destination.errno : undefined;
}

function isPeer(wire: ScriptedWire, peer: Endpoint, from: Endpoint): boolean {
  const destination = wire.reach(peer.address);
  const address = destination.kind === 'server' ? destination.server.script.address : peer.address;
  return from.address === address && from.port === peer.port;
}
