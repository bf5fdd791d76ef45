import type { Client } from '../../resolver/client.ts';
import { describeStep } from '../../resolver/describe-step.ts';
import type { Outcome, Packet } from '../../resolver/outcome.ts';
import { decisionOf } from './deciding-packet.ts';

/** How a successful answer differs from what the others get. */
export type Difference =
  /** Some of the addresses that others get for the same name. */
  | 'subset'
  | 'ipv4-only'
  | 'ipv6-only'
  /** The addresses belong to another element of the search list. */
  | 'other-search-element'
  /** Another nameserver was believed. */
  | 'other-server'
  | 'other-addresses';

export interface ComparedLookup {
  readonly client: string;
  readonly family: Client['family'];
  readonly certainty: Client['certainty'];
  readonly verdict: 'succeeds' | 'fails' | 'differs' | 'unknown';
  readonly difference?: Difference;
  /** Takes so long that a person or a health check notices. */
  readonly waits: boolean;
  readonly outcome: Outcome;
  /** Packet that decided, as far as the model says. */
  readonly decidedBy?: Packet;
  /** What the model says of its decisions, each once, in order. */
  readonly reasons: readonly string[];
}

export interface Looked {
  readonly spelling: string;
  readonly client: Client;
  readonly outcome: Outcome;
}

/** Waiting that counts, in milliseconds: the recordings' border between at once and not. */
const noticeableMs = 900;

/** Who succeeds, who fails, who gets a different answer, who waits. */
export function compareLookups(looked: readonly Looked[]): readonly ComparedLookup[] {
  const successes = looked.filter(({ outcome }) => outcome.class === 'ok').map(({ outcome }) => outcome);
  const usualName = mostCommon(successes.map((outcome) => answeredName(outcome)));
  const sameName = successes.filter((outcome) => answeredName(outcome) === usualName);
  const all = new Set(sameName.flatMap(({ addresses }) => addresses));
  const usualServer = mostCommon(sameName.map((outcome) => answeringServer(outcome)));
  return looked.map(({ spelling, client, outcome }) => {
    const difference = outcome.class === 'ok' ? differenceOf(outcome, { all, usualName, usualServer }) : undefined;
    const verdict = verdictOf(outcome, difference);
    const { packet } = decisionOf(outcome, client.family);
    const reasons = (outcome.trail ?? []).map((step) => describeStep(client.family, step)).filter((text) => text !== undefined);
    return {
      client: spelling,
      family: client.family,
      certainty: client.certainty,
      verdict,
      ...(difference !== undefined && { difference }),
      waits: outcome.elapsedMs >= noticeableMs,
      outcome,
      ...(packet !== undefined && { decidedBy: packet }),
      reasons: [...new Set(reasons)],
    };
  });
}

function verdictOf(outcome: Outcome, difference: Difference | undefined): ComparedLookup['verdict'] {
  if (outcome.class === 'unknown') return 'unknown';
  if (outcome.class !== 'ok') return 'fails';
  return difference === undefined ? 'succeeds' : 'differs';
}

interface Usual {
  readonly all: ReadonlySet<string>;
  readonly usualName: string | undefined;
  readonly usualServer: string | undefined;
}

function differenceOf(outcome: Outcome, { all, usualName, usualServer }: Usual): Difference | undefined {
  if (answeredName(outcome) !== usualName) return 'other-search-element';
  const own = new Set(outcome.addresses);
  const missing = [...all].filter((address) => !own.has(address));
  if (missing.length === 0) return undefined;
  // Two servers of a split horizon share nothing.
  const server = answeringServer(outcome);
  if (server !== undefined && server !== usualServer) return 'other-server';
  const isIpv6 = (address: string): boolean => address.includes(':');
  const some = (ipv6: boolean): boolean => outcome.addresses.some((address) => isIpv6(address) === ipv6);
  if (missing.some(isIpv6) && !some(true)) return missing.every(isIpv6) ? 'ipv4-only' : 'subset';
  if (missing.some((address) => !isIpv6(address)) && !some(false)) return missing.some(isIpv6) ? 'subset' : 'ipv6-only';
  return missing.length < all.size ? 'subset' : 'other-addresses';
}

/** Name of the last question; undefined when no packet was sent (hosts file, literals). */
function answeredName({ packets }: Outcome): string | undefined {
  return packets.findLast(({ name }) => name !== undefined)?.name;
}

/** The server, when only one was asked for that name. */
function answeringServer(outcome: Outcome): string | undefined {
  const name = answeredName(outcome);
  const servers = new Set(outcome.packets.filter((packet) => packet.name === name).map(({ server }) => server));
  return servers.size === 1 ? [...servers][0] : undefined;
}

/** The first of the most frequent. */
function mostCommon(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: { value: string | undefined; count: number } = { value: undefined, count: 0 };
  for (const [value, count] of counts) if (count > best.count) best = { value, count };
  return best.value;
}
