import type { Network, Pollable } from '../network.ts';
import { isErrno } from '../network.ts';
import type { Packet } from '../outcome.ts';
import { createHostRoutes } from './host-routes.ts';
import type { Inbox } from './inbox.ts';
import { waitForAny } from './inbox.ts';
import type { Scenario } from './scenario.ts';
import { createScriptedServer } from './scripted-server.ts';
import type { Destination, ScriptedWire } from './scripted-wire.ts';
import { openTcp } from './scripted-tcp.ts';
import { openUdp } from './scripted-udp.ts';
import { readServerQuery } from './server-query.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Thrown away run of a transcript: nobody recorded the answer. `question` reads like a packet key of the README. */
export interface Unrecorded {
  readonly question: string;
}

/** The network of a scenario, on a virtual clock; `packets` fills as servers receive. */
export function createScriptedNetwork(scenario: Scenario, clock: VirtualClock): { network: Network; packets: readonly Packet[] } {
  const servers = new Map(scenario.servers.map((script) => [script.address, createScriptedServer(script)]));
  const routes = createHostRoutes(scenario.host);
  const packets: Packet[] = [];
  const inboxes = new WeakMap<Pollable, Inbox<unknown>>();
  let port = 40_000;

  function unrecorded(question: string): void {
    const reason: Unrecorded = { question };
    clock.abort(reason);
  }

  function reach(address: string): Destination {
    const server = servers.get(address);
    if (server?.script.network === 'unreachable') return { kind: 'errno', errno: 'ENETUNREACH' };
    if (server?.script.network === 'no-such-address') return { kind: 'errno', errno: 'EADDRNOTAVAIL' };
    if (server) return { kind: 'server', server };
    const source = routes.sourceFor(address);
    if (isErrno(source)) return { kind: 'errno', errno: source };
    if (!scenario.complete) unrecorded(`any question to ${address}`);
    // 127/8 and the host's own addresses answer with port unreachable, strangers stay silent.
    return source === address || address.startsWith('127.') ? { kind: 'closed' } : { kind: 'silent' };
  }

  const wire: ScriptedWire = {
    clock,
    bindv6only: scenario.host.bindv6only,
    nextPort: () => (port += 1),
    reach: (address) => reach(wildcardToLoopback(address)),
    sourceFor: routes.sourceFor,
    record: (packet) => {
      packets.push({ atMs: clock.now(), ...packet });
    },
    receive: (server, packet, transport, sourcePort) => {
      const query = readServerQuery(packet);
      const { address } = server.script;
      if (query === undefined) {
        wire.record({ transport, server: address, type: 'malformed' });
        if (!scenario.complete) unrecorded(`${transport} ${address} malformed`);
        return [];
      }
      const { type, name, ednsSize } = query;
      wire.record({ transport, server: address, type, name, ...(ednsSize !== undefined && { ednsSize }) });
      const actions = server.answer(query, transport, sourcePort);
      if (actions === undefined && !scenario.complete) unrecorded(`${transport} ${address} ${type} ${name}`);
      return actions ?? [];
    },
    register: (socket, inbox) => {
      inboxes.set(socket, inbox);
      return socket;
    },
  };

  const network: Network = {
    udp: (options) => Promise.resolve(openUdp(wire, options)),
    tcp: (server, options) => Promise.resolve(openTcp(wire, server, options?.family)),
    poll: (sockets, until) =>
      waitForAny(
        clock,
        sockets.map((socket) => inboxes.get(socket)).filter((inbox) => inbox !== undefined),
        until,
      ),
    interfaces: () => routes.interfaces,
    sourceFor: (address) => Promise.resolve(routes.sourceFor(address)),
  };
  return { network, packets };
}

/** Linux takes the wildcard address as a destination for the host itself. */
function wildcardToLoopback(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
