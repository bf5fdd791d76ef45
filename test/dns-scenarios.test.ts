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

/** Deviations of the models of some families, and how many outcomes were compared. */
async function deviations(families: readonly string[]): Promise<{ found: string[]; compared: number }> {
  const found: string[] = [];
  let compared = 0;
  for (const line of lines) {
    const scenario = readScenario(line);
    const { expected }: { expected: Record<string, RecordedOutcome> } = JSON.parse(line);
    for (const [name, recorded] of Object.entries(expected)) {
      const client = findClient(name);
      if (client === undefined || !families.includes(client.family)) continue;
      const verdict = compareWithRecorded(name, await playScenario(scenario, client), recorded);
      compared += 1;
      found.push(...aspects.filter((aspect) => verdict[aspect] === false).map((aspect) => `${scenario.id} ${name} ${aspect}`));
    }
  }
  return { found, compared };
}

test('musl and Alpine do in every recorded scenario what the real library did', async () => {
  const { found, compared } = await deviations(['musl']);
  assert.deepEqual(found, []);
  assert.ok(compared >= 1600, `${compared} outcomes`);
});

test('glibc and Go do in every recorded scenario what the real resolver did', async () => {
  const { found, compared } = await deviations(['glibc', 'go']);
  assert.deepEqual(found, []);
  assert.ok(compared >= 1000, `${compared} outcomes`);
});

// Each is a race or a random number in the recording: src/resolver/c-ares/README.md.
const chance = [
  'op_rotate c-ares-1.34 set',
  'op_rotate c-ares-1.34 packets',
  'op_v4v6ns c-ares-1.18 elapsed',
  'rt_drop_2 c-ares-1.34 packets',
  'st_as_ok_servfail c-ares-1.34 packets',
  'tc03 c-ares-1.18 packets',
  'tc04 c-ares-1.18 packets',
  'tc04 c-ares-1.34 class',
  'wi_ancount c-ares-1.34 packets',
  'wi_short c-ares-1.34 packets',
];

test('c-ares and Node do what was recorded, but for what chance decided', async () => {
  const { found, compared } = await deviations(['c-ares', 'node']);
  assert.deepEqual(found, chance);
  assert.ok(compared >= 500, `${compared} outcomes`);
});
