import type { Outcome } from '../../resolver/outcome.ts';
import { describeStep } from '../../resolver/describe-step.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import type { AskedClient } from './replay.ts';

const widest = 6;

/** One scenario for people: a line per client, and below it what decided where the model says so. */
export function prettyReplay(scenario: Scenario, clients: readonly AskedClient[], outcomes: readonly Outcome[]): string {
  const width = Math.max(...clients.map(({ spelling }) => spelling.length));
  const lines = outcomes.flatMap((outcome, index) => {
    const head = `  ${(clients[index]?.spelling ?? '').padEnd(width)}  ${summary(outcome)}`;
    return [head, ...reasons(outcome, clients[index]).map((reason) => `  ${' '.repeat(width)}    ${reason}`)];
  });
  const title = scenario.title === '' ? scenario.id : `${scenario.id}: ${scenario.title}`;
  return `${title}\n${lines.join('\n')}\n`;
}

function summary(outcome: Outcome): string {
  const took = outcome.elapsedMs >= 50 ? ` after ${(outcome.elapsedMs / 1000).toFixed(1)} s` : '';
  const packets = `${outcome.packets.length} ${outcome.packets.length === 1 ? 'packet' : 'packets'}`;
  const message = outcome.message === undefined ? '' : ` (${outcome.message})`;
  return `${outcome.result}${addresses(outcome.addresses)}${message}${took}, ${packets}`;
}

function addresses(list: readonly string[]): string {
  if (list.length === 0) return '';
  if (list.length <= widest) return ` ${list.join(' ')}`;
  return ` ${list.slice(0, widest).join(' ')} … ${list.length} addresses`;
}

/** Each reason once, in order. */
function reasons(outcome: Outcome, asked: AskedClient | undefined): string[] {
  if (asked === undefined) return [];
  const texts = (outcome.trail ?? []).map((step) => describeStep(asked.client.family, step)).filter((text) => text !== undefined);
  return [...new Set(texts)];
}
