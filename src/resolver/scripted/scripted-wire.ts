import type { Errno, Pollable } from '../network.ts';
import type { Packet } from '../outcome.ts';
import type { Inbox } from './inbox.ts';
import type { ScenarioAction } from './scenario.ts';
import type { ScriptedServer } from './scripted-server.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What the sockets share. */
export interface ScriptedWire {
  readonly clock: VirtualClock;
  readonly bindv6only: boolean;
  /** A fresh source port. */
  nextPort(): number;
  /** Where a packet to an address ends up. */
  reach(address: string): Destination;
  sourceFor(address: string): string | Errno;
  record(packet: Omit<Packet, 'atMs'>): void;
  /** What a server does with a packet, which is counted. */
  receive(server: ScriptedServer, packet: Uint8Array, transport: 'udp' | 'tcp', sourcePort: number): readonly ScenarioAction[];
  /** Sockets register their inbox so that `poll` finds it. */
  register<T extends Pollable>(socket: T, inbox: Inbox<unknown>): T;
}

export type Destination =
  | { readonly kind: 'server'; readonly server: ScriptedServer }
  /** The host exists, nothing listens there. */
  | { readonly kind: 'closed' }
  /** Packets vanish. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'errno'; readonly errno: Errno };

/** One way of a packet over the scripted network in ms: small, but not nothing, so that a reply due at a deadline is late as in life. */
export const latencyMs = 0.05;
