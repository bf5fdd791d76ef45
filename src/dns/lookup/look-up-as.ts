import { toByteText } from '../../formats/wire/byte-text.ts';
import type { Client, LookupRequest } from '../../resolver/client.ts';
import type { Outcome } from '../../resolver/outcome.ts';
import type { ComparedLookup } from './compare-lookups.ts';
import { compareLookups } from './compare-lookups.ts';

/** A client as the user spelled it. */
export interface AskingClient {
  readonly spelling: string;
  readonly client: Client;
}

export interface NameLookup {
  readonly name: string;
  readonly outcomes: readonly ComparedLookup[];
  /** Every client gets the same addresses. */
  readonly agree: boolean;
}

/** The hints of an ordinary program: both families, SOCK_STREAM, no flags. */
export function ordinaryRequest(name: string, family: LookupRequest['family']): LookupRequest {
  return { name: toByteText(name), service: '80', family, socktype: 'SOCK_STREAM', flags: [], nullHints: false };
}

/** One name as each client looks it up, all at the same time, and what that comes to. */
export async function lookUpAs(
  name: string,
  family: LookupRequest['family'],
  clients: readonly AskingClient[],
  look: (client: Client, request: LookupRequest) => Promise<Outcome>,
): Promise<NameLookup> {
  const request = ordinaryRequest(name, family);
  const outcomes = await Promise.all(
    clients.map(async ({ spelling, client }) => ({ spelling, client, outcome: await look(client, request) })),
  );
  const compared = compareLookups(outcomes);
  return { name, outcomes: compared, agree: compared.every(({ verdict }) => verdict === 'succeeds') };
}

/** The answer as JSON has it: one flat object a client, as `dns replay` gives them, with what the comparison adds. */
export function lookupJson({ name, agree, outcomes }: NameLookup): object {
  return {
    name,
    agree,
    outcomes: outcomes.map(({ client, certainty, verdict, difference, waits, reasons, decidedBy, outcome }) => {
      const { trail: _trail, lookups: _lookups, ...rest } = outcome;
      return { client, certainty, verdict, difference, waits, ...rest, reasons, decidedBy };
    }),
  };
}
