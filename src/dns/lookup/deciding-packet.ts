import type { Client } from '../../resolver/client.ts';
import { describeStep } from '../../resolver/describe-step.ts';
import type { Outcome, Packet, Step } from '../../resolver/outcome.ts';

export interface Decision {
  readonly packet: Packet | undefined;
  readonly step: Step | undefined;
}

/** Steps that say where a client is, not what decided. */
const whereabouts: ReadonlySet<string> = new Set(['search-element', 'candidate', 'hosts', 'reply-ignored', 'datagram-ignored']);

/**
 * What decided a lookup: the last step that is a decision worth words, and the last packet sent before it that it may be about. Without
 * such a step the last packet is it.
 */
export function decisionOf({ trail = [], packets }: Outcome, family: Client['family']): Decision {
  const step = trail.findLast((candidate) => !whereabouts.has(candidate.what) && describeStep(family, candidate) !== undefined);
  if (step === undefined) return { step, packet: packets.at(-1) };
  const packet = packets.findLast((candidate) => concerns(candidate, step)) ?? packets.at(-1);
  return { step, packet };
}

function concerns(packet: Packet, step: Step): boolean {
  // Times of packets are rounded.
  if (packet.atMs > step.atMs + 1) return false;
  if (step.server !== undefined && step.server !== packet.server) return false;
  if (step.transport !== undefined && step.transport !== packet.transport) return false;
  return step.type === undefined || step.type === packet.type;
}
