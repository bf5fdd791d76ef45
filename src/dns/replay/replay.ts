import { BasewiseError } from '../../errors.ts';
import type { Client } from '../../resolver/client.ts';
import { findClient, knownClientIds } from '../../resolver/clients.ts';
import type { Lookup, Outcome } from '../../resolver/outcome.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';

/** A client as the user spelled it, which is how the answer names it. */
export interface AskedClient {
  readonly spelling: string;
  readonly client: Client;
}

export type ReplayedOutcome = Omit<Outcome, 'trail' | 'lookups'> & {
  readonly client: string;
  readonly lookups?: readonly Omit<Lookup, 'trail'>[];
};

/** The contract's answer for one scenario: design section 5. */
export interface Replay {
  readonly scenario: string;
  readonly outcomes: readonly ReplayedOutcome[];
}

/** Asked when `--as` is absent: one of each kind that still runs somewhere. */
const usualClients = ['musl-1.2.3', 'musl-1.2.5', 'glibc-2.36', 'glibc-2.41', 'go-1.24', 'c-ares-1.34', 'node-resolve4'];

/** Clients from `--as` values, each a comma list; BasewiseError `unknown-client` for one that nobody models. */
export function askedClients(values: readonly string[] | undefined): readonly AskedClient[] {
  if (values === undefined) return usualClients.flatMap((spelling) => asked(spelling) ?? []);
  const spellings = values
    .flatMap((value) => value.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (spellings.length === 0) throw new BasewiseError('unknown-client', '--as names no client', { hint: hint() });
  return spellings.map((spelling) => {
    const found = asked(spelling);
    if (found === undefined) throw new BasewiseError('unknown-client', `no resolver is known as "${spelling}"`, { hint: hint() });
    return found;
  });
}

function asked(spelling: string): AskedClient | undefined {
  const client = findClient(spelling);
  return client && { spelling, client };
}

function hint(): string {
  return `known: ${knownClientIds().join(' ')}`;
}

/** Plays a scenario or transcript as each client, in order. */
export async function replay(
  scenario: Scenario,
  clients: readonly AskedClient[],
): Promise<{ replay: Replay; outcomes: readonly Outcome[] }> {
  const outcomes: Outcome[] = [];
  for (const { client } of clients) outcomes.push(await playScenario(scenario, client));
  const named = outcomes.map((outcome, index) => ({ client: clients[index]?.spelling ?? '', ...withoutTrail(outcome) }));
  return { replay: { scenario: scenario.id, outcomes: named }, outcomes };
}

function withoutTrail(outcome: Outcome): Omit<ReplayedOutcome, 'client'> {
  const { trail: _trail, lookups, ...rest } = outcome;
  if (lookups === undefined) return rest;
  return { ...rest, lookups: lookups.map(({ trail: _each, ...lookup }) => lookup) };
}
