// Plays every scenario of the kit's conformance/dns as every client that a model exists for, and holds the outcomes against the recordings.
// Prints each deviation of musl and glibc (all with `--all`), a table per client, and the CPU time of an outcome.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findClient } from '../../src/resolver/clients.ts';
import { playScenario } from '../../src/resolver/scripted/play.ts';
import { readScenario } from '../../src/resolver/scripted/read-scenario.ts';
import type { Aspect, RecordedOutcome } from '../../src/resolver/scripted/recorded-outcome.suite.ts';
import { aspects, compareWithRecorded, packetCounts } from '../../src/resolver/scripted/recorded-outcome.suite.ts';

/** Shares of agreement asked for: issue 5, "What must be seen". */
const wanted: Partial<Record<Aspect, number>> = { class: 1, result: 0.995, addresses: 0.995, elapsed: 0.98, packets: 0.97 };

const folder = join(resolve(process.env['BASEWISE_KITS'] ?? '../shared'), 'conformance/dns/scenarios');
if (!existsSync(folder)) {
  console.log(`dns: skipped, no scenarios at ${folder}`);
  process.exit(1);
}
const all = process.argv.includes('--all');
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const tallies = new Map<string, Map<Aspect, { agree: number; count: number }>>();
let outcomes = 0;
let missing = 0;
let cpu = 0;

for (const file of globSync(join(folder, '*.json')).toSorted()) {
  const text = readFileSync(file, 'utf8');
  const scenario = readScenario(text);
  const { expected }: { expected: Record<string, RecordedOutcome> } = JSON.parse(text);
  for (const [name, recorded] of Object.entries(expected)) {
    const client = findClient(name);
    if (only.length > 0 && !only.some((prefix) => name.startsWith(prefix))) continue;
    if (client === undefined) {
      missing += 1;
      continue;
    }
    const start = process.cpuUsage();
    const outcome = await playScenario(scenario, client);
    const { user, system } = process.cpuUsage(start);
    cpu += (user + system) / 1000;
    outcomes += 1;
    const verdict = compareWithRecorded(name, outcome, recorded);
    count(client.family, verdict);
    count(name, verdict);
    const wrong = aspects.filter((aspect) => verdict[aspect] === false);
    if (wrong.length === 0 || !(all || client.family === 'musl' || client.family === 'glibc')) continue;
    const got = {
      ...outcome,
      addresses: outcome.addresses.length,
      trail: undefined,
      packets: Object.fromEntries(packetCounts(outcome)),
      lookups: undefined,
    };
    console.log(`${scenario.id} ${name}: ${wrong.join(', ')}\n  got      ${JSON.stringify(got)}\n  recorded ${JSON.stringify(recorded)}`);
  }
}

let good = outcomes > 0;
console.log(`\n${'client'.padEnd(20)}${aspects.map((aspect) => aspect.padStart(14)).join('')}`);
for (const [name, tally] of tallies) {
  const cells = aspects.map((aspect) => {
    const { agree = 0, count: asked = 0 } = tally.get(aspect) ?? {};
    if (asked > 0 && agree / asked < (wanted[aspect] ?? 0) && !/-/.test(name)) good = false;
    return (asked === 0 ? '-' : `${agree}/${asked}`).padStart(14);
  });
  console.log(name.padEnd(20) + cells.join(''));
}
const perOutcome = cpu / Math.max(outcomes, 1);
console.log(
  `dns: ${outcomes} outcomes, ${missing} without a model, ${perOutcome.toFixed(3)} ms CPU an outcome, ${good ? 'as wanted' : 'BELOW what is wanted'}`,
);
process.exit(good && perOutcome <= 0.8 ? 0 : 1);

function count(name: string, verdict: Partial<Record<Aspect, boolean>>): void {
  const tally = tallies.get(name) ?? new Map<Aspect, { agree: number; count: number }>();
  tallies.set(name, tally);
  for (const aspect of aspects) {
    const agrees = verdict[aspect];
    if (agrees === undefined) continue;
    const cell = tally.get(aspect) ?? { agree: 0, count: 0 };
    tally.set(aspect, { agree: cell.agree + (agrees ? 1 : 0), count: cell.count + 1 });
  }
}
