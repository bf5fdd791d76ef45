import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findClient } from '../src/resolver/clients.ts';
import { playScenario } from '../src/resolver/scripted/play.ts';
import { readScenario } from '../src/resolver/scripted/read-scenario.ts';
import type { RecordedOutcome } from '../src/resolver/scripted/recorded-outcome.suite.ts';
import { aspects, compareWithRecorded } from '../src/resolver/scripted/recorded-outcome.suite.ts';

// The recordings of the DNS kit, one scenario a line: what real resolvers did.
const lines = readFileSync(new URL('data/dns/scenarios.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

test('musl and Alpine do in every recorded scenario what the real library did', async () => {
  const deviations: string[] = [];
  let compared = 0;
  for (const line of lines) {
    const scenario = readScenario(line);
    const { expected }: { expected: Record<string, RecordedOutcome> } = JSON.parse(line);
    for (const [name, recorded] of Object.entries(expected)) {
      const client = findClient(name);
      if (client?.family !== 'musl') continue;
      const verdict = compareWithRecorded(name, await playScenario(scenario, client), recorded);
      compared += 1;
      deviations.push(...aspects.filter((aspect) => verdict[aspect] === false).map((aspect) => `${scenario.id} ${name} ${aspect}`));
    }
  }
  assert.deepEqual(deviations, []);
  assert.ok(compared >= 1600, `${compared} outcomes`);
});
