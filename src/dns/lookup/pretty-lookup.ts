import type { Outcome, Packet } from '../../resolver/outcome.ts';
import type { ComparedLookup, Difference } from './compare-lookups.ts';
import type { NameLookup } from './look-up-as.ts';

const widest = 6;

/** One name for people: a line per client, what decided below it where it is not the usual answer, and the sum of it. */
export function prettyLookup({ name, outcomes, agree }: NameLookup): string {
  const width = Math.max(...outcomes.map(({ client }) => client.length));
  const lines = outcomes.flatMap((compared) => {
    const head = `  ${compared.client.padEnd(width)}  ${verdictText(compared)}`;
    const explained = compared.verdict !== 'succeeds' || compared.waits ? explanation(compared) : [];
    return [head, ...explained.map((text) => `  ${' '.repeat(width)}    ${text}`)];
  });
  return `${name}\n${lines.join('\n')}\n  ${agree ? 'all get the same answer' : summary(outcomes)}\n`;
}

function verdictText({ verdict, difference, outcome, certainty }: ComparedLookup): string {
  const took = outcome.elapsedMs >= 50 ? ` after ${(outcome.elapsedMs / 1000).toFixed(1)} s` : '';
  const packets = `${outcome.packets.length} ${outcome.packets.length === 1 ? 'packet' : 'packets'}`;
  const message = outcome.message === undefined ? '' : ` (${outcome.message})`;
  const guess = certainty === 'likely' ? ', likely' : '';
  return `${word(verdict, difference)}: ${outcome.result}${addresses(outcome)}${message}${took}, ${packets}${guess}`;
}

const differences: Readonly<Record<Difference, string>> = {
  subset: 'gets a part',
  'ipv4-only': 'gets IPv4 only',
  'ipv6-only': 'gets IPv6 only',
  'other-search-element': 'gets the answer to another name',
  'other-server': 'gets the answer of another server',
  'other-addresses': 'gets other addresses',
};

function word(verdict: ComparedLookup['verdict'], difference: Difference | undefined): string {
  return difference === undefined ? verdict : differences[difference];
}

function addresses({ addresses: list }: Outcome): string {
  if (list.length === 0) return '';
  if (list.length <= widest) return ` ${list.join(' ')}`;
  return ` ${list.slice(0, widest).join(' ')} … ${list.length} addresses`;
}

function explanation({ reasons, decidedBy }: ComparedLookup): string[] {
  return decidedBy === undefined ? [...reasons] : [...reasons, `decided by ${packetText(decidedBy)}`];
}

/** `udp A www.ex.test to 192.0.2.53 at 12 ms`. */
function packetText({ transport, type, name, server, atMs }: Packet): string {
  const question = name === undefined ? type : `${type} ${name === '' ? '.' : name}`;
  return `${transport} ${question} to ${server} at ${Math.round(atMs)} ms`;
}

function summary(outcomes: readonly ComparedLookup[]): string {
  const names = (fits: (compared: ComparedLookup) => boolean): string =>
    outcomes
      .filter(fits)
      .map(({ client }) => client)
      .join(', ');
  const parts = [
    ['succeed', names(({ verdict }) => verdict === 'succeeds')],
    ['fail', names(({ verdict }) => verdict === 'fails')],
    ['get a different answer', names(({ verdict }) => verdict === 'differs')],
    ['cannot be judged', names(({ verdict }) => verdict === 'unknown')],
    ['wait', names(({ waits }) => waits)],
  ];
  return parts.flatMap(([what = '', who = '']) => (who === '' ? [] : [`${what}: ${who}`])).join('; ');
}
