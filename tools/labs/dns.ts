// `npm run lab:dns -- [CLIENT…] [--random=N] [--seed=S]`: runs real resolvers (Debian's musl and glibc of four suites, Go 1.24 and Node 20 from the machine) in name spaces of their own
// against `dns serve` playing the recorded scenarios, or N random ones, and holds the models against what they did: result, addresses, canonical name, time, packets.
// Skips with a reason where name spaces are not allowed. Exits 1 below the shares that issue 5 asks for.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findClient } from '../../src/resolver/clients.ts';
import { classOfGetaddrinfo } from '../../src/resolver/outcome.ts';
import { playScenario } from '../../src/resolver/scripted/play.ts';
import { readScenario } from '../../src/resolver/scripted/read-scenario.ts';
import type { Aspect, RecordedLookup, RecordedOutcome } from '../../src/resolver/scripted/recorded-outcome.suite.ts';
import { aspects, compareWithRecorded, packetCounts } from '../../src/resolver/scripted/recorded-outcome.suite.ts';
import type { Outcome } from '../../src/resolver/outcome.ts';
import { aptInstall } from '../apt.ts';
import { section } from '../section.ts';
import { namespaceScript, type HostFacts } from './dns/namespace.ts';
import type { Observed, Task } from './dns/namespace-worker.ts';
import { randomScenario } from './dns/random-scenarios.ts';
import { realClients, type RealClient } from './dns/real-clients.ts';

const parallel = Number(process.env['BASEWISE_LAB_PARALLEL'] ?? 24);
/** The recordings' own time tolerance, widened for a machine that runs many clients at once. */
const wanted: Partial<Record<Aspect, number>> = { class: 0.99, result: 0.99, addresses: 0.99, elapsed: 0.97, packets: 0.95 };

if (spawnSync('unshare', ['-n', '-m', '-u', 'true']).status !== 0) {
  console.log('lab dns: skipped, this machine does not allow network name spaces');
  process.exit(0);
}
aptInstall(['iproute2', 'procps', 'gcc', 'libc6-dev', 'musl-tools']);
// $BASEWISE_LAB_SCRATCH keeps the downloads for the next run.
const kept = process.env['BASEWISE_LAB_SCRATCH'];
const scratch = kept ?? mkdtempSync(join(tmpdir(), 'basewise-dns-'));
try {
  process.exitCode = (await runLab(process.argv.slice(2))) ? 0 : 1;
} finally {
  if (kept === undefined) rmSync(scratch, { recursive: true, force: true });
}

async function runLab(words: readonly string[]): Promise<boolean> {
  const { clients, skipped } = section('fetching the real resolvers', () => realClients(scratch));
  for (const reason of skipped) console.log(`skipped ${reason}`);
  const prefixes = words.filter((word) => !word.startsWith('--'));
  const chosen = clients.filter(({ id }) => prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix)));
  const lines = await scenarioLines(words, chosen);
  const models = new Map<string, Outcome>();
  const groups = new Map<string, Task[]>();
  for (const line of lines) {
    const { expected: _expected, ...scenario } = JSON.parse(line);
    const text = JSON.stringify(scenario);
    // An address that nobody can have, or a server outside of the name space, cannot be set up here.
    if (scenario.servers.some((server: { network?: string }) => server.network !== undefined)) continue;
    for (const client of chosen) {
      const model = findClient(client.id);
      if (model === undefined) continue;
      const outcome = await playScenario(readScenario(text), model);
      models.set(`${scenario.id} ${client.id}`, outcome);
      const key = JSON.stringify(scenario.host);
      groups.set(key, [...(groups.get(key) ?? []), { scenario: text, client, killAfterMs: killAfter(outcome) }]);
    }
  }
  const observed = await observeAll(groups, chosen);
  return report(observed, models);
}

async function scenarioLines(words: readonly string[], clients: readonly RealClient[]): Promise<string[]> {
  const count = numberOf(words, '--random');
  if (count === undefined) return readFileSync('test/data/dns/scenarios.jsonl', 'utf8').trimEnd().split('\n');
  const seed = numberOf(words, '--seed') ?? Date.now() % 1000;
  console.log(`random scenarios with --seed=${seed}`);
  const lines: string[] = [];
  for (let number = 0; number < count; number += 1) {
    lines.push(
      await randomScenario(
        seed,
        number,
        clients.map(({ id }) => id),
      ),
    );
  }
  return lines;
}

function numberOf(words: readonly string[], flag: string): number | undefined {
  const word = words.find((one) => one.startsWith(`${flag}=`));
  return word === undefined ? undefined : Number(word.slice(flag.length + 1));
}

/** Well after the model says it is over, or after it is sure to hang. */
function killAfter(outcome: Outcome): number {
  if (outcome.class === 'hang') return 40_000;
  return 20_000 + 1.3 * (outcome.lookups ?? [outcome]).reduce((sum, lookup) => sum + lookup.elapsedMs, 0) + 10_000;
}

/** Each group of one host's facts is dealt to name spaces, longest tasks first. */
async function observeAll(groups: ReadonlyMap<string, readonly Task[]>, clients: readonly RealClient[]): Promise<Observed[]> {
  const decks: { host: HostFacts; tasks: Task[] }[] = [];
  const total = [...groups.values()].reduce((sum, tasks) => sum + tasks.length, 0);
  for (const [host, tasks] of groups) {
    const count = Math.min(tasks.length, Math.max(1, Math.round((parallel * tasks.length) / total)));
    const group = Array.from({ length: count }, () => ({ host: JSON.parse(host), tasks: [] as Task[] }));
    const longestFirst = tasks.toSorted((one, other) => other.killAfterMs - one.killAfterMs);
    for (const [index, task] of longestFirst.entries()) group[index % count]?.tasks.push(task);
    decks.push(...group);
  }
  process.stderr.write(`── ${total} lookups in ${decks.length} name spaces\n`);
  const outputs = await Promise.all(decks.map((deck, index) => runDeck(deck, index, clients)));
  return outputs.flat();
}

function runDeck(deck: { host: HostFacts; tasks: readonly Task[] }, index: number, clients: readonly RealClient[]): Promise<Observed[]> {
  const folder = join(scratch, 'spaces', String(index));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['resolv.conf', 'hosts', 'nsswitch.conf']) writeFileSync(join(folder, name), '');
  const [tasks, output, script] = ['tasks.json', 'observed.jsonl', 'setup.sh'].map((name) => join(folder, name));
  writeFileSync(tasks ?? '', JSON.stringify(deck.tasks));
  const worker = [process.execPath, new URL('dns/namespace-worker.ts', import.meta.url).pathname, tasks ?? '', folder, output ?? ''];
  writeFileSync(script ?? '', namespaceScript(deck.host, folder, clients, worker));
  const child = spawn('unshare', ['-n', '-m', '-u', 'sh', script ?? ''], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => {
    child.on('close', () => {
      const lines = existsSync(output ?? '')
        ? readFileSync(output ?? '', 'utf8')
            .trimEnd()
            .split('\n')
        : [];
      resolve(lines.map((line): Observed => JSON.parse(line)));
    });
  });
}

function report(observed: readonly Observed[], models: ReadonlyMap<string, Outcome>): boolean {
  const tallies = new Map<string, Map<Aspect, { agree: number; count: number }>>();
  for (const one of observed) {
    const outcome = models.get(`${one.scenario} ${one.client}`);
    if (outcome === undefined) continue;
    const real = asRecorded(one);
    const verdict = compareWithRecorded(one.client, outcome, real);
    const wrong = aspects.filter((aspect) => verdict[aspect] === false);
    if (wrong.length > 0) {
      const { result, addresses, elapsedMs } = outcome;
      const model = { result, addresses, elapsedMs, packets: Object.fromEntries(packetCounts(outcome)) };
      console.log(`${one.scenario} ${one.client}: ${wrong.join(', ')}\n  real  ${JSON.stringify(real)}\n  model ${JSON.stringify(model)}`);
    }
    const tally = tallies.get(one.client) ?? new Map<Aspect, { agree: number; count: number }>();
    tallies.set(one.client, tally);
    for (const aspect of aspects) {
      const agrees = verdict[aspect];
      if (agrees === undefined) continue;
      const cell = tally.get(aspect) ?? { agree: 0, count: 0 };
      tally.set(aspect, { agree: cell.agree + (agrees ? 1 : 0), count: cell.count + 1 });
    }
  }
  return printTable(tallies, observed.length, models.size);
}

function printTable(
  tallies: ReadonlyMap<string, ReadonlyMap<Aspect, { agree: number; count: number }>>,
  seen: number,
  asked: number,
): boolean {
  let good = seen === asked && seen > 0;
  console.log(`\n${'client'.padEnd(16)}${aspects.map((aspect) => aspect.padStart(14)).join('')}`);
  for (const [client, tally] of [...tallies].toSorted(([one], [other]) => one.localeCompare(other))) {
    const cells = aspects.map((aspect) => {
      const { agree = 0, count = 0 } = tally.get(aspect) ?? {};
      if (count > 0 && agree / count < (wanted[aspect] ?? 0)) good = false;
      return (count === 0 ? '-' : `${agree}/${count}`).padStart(14);
    });
    console.log(client.padEnd(16) + cells.join(''));
  }
  console.log(
    `lab dns: ${seen} of ${asked} lookups by ${tallies.size} real resolvers, ${good ? 'the models agree as wanted' : 'the models agree LESS than wanted'}`,
  );
  return good;
}

/** What a real client did, in the form of the recordings. */
function asRecorded(one: Observed): RecordedOutcome {
  const lookups = one.lookups.map((line) => asLookup(one.client, line));
  const died = one.ended === 'hang' || one.ended.startsWith('SIG');
  // A client that was killed had not sent everything.
  const packets = one.ended === 'hang' ? {} : { packets: one.packets };
  const last: RecordedLookup = died
    ? { result: one.ended, class: one.ended === 'hang' ? 'hang' : 'crash', ...(one.ended === 'hang' && { runningAfterSeconds: 40 }) }
    : (lookups.at(-1) ?? { result: one.ended, class: 'other' });
  return { ...last, ...packets, ...(lookups.length > 1 && { lookups }) };
}

function asLookup(client: string, line: unknown): RecordedLookup {
  if (typeof line !== 'object' || line === null) return { result: String(line), class: 'other' };
  const record: Readonly<Record<string, unknown>> = { ...line };
  const { result, class: named, addresses, elapsedMs, canonicalName } = record;
  const list = Array.isArray(addresses) ? addresses.map(String) : [];
  const ipv6 = list.filter((address) => address.includes(':')).length;
  const seconds = Number(elapsedMs) / 1000;
  return {
    result: String(result),
    class: typeof named === 'string' ? named : classOfGetaddrinfo(String(result)),
    ...(result === 'ok' && { ipv4: list.length - ipv6, ipv6, first: list, addressesComplete: true }),
    ...(client.startsWith('musl') &&
      typeof canonicalName === 'string' &&
      canonicalName !== '' && { canonicalName: Buffer.from(canonicalName, 'latin1').toString('utf8') }),
    elapsedSeconds: seconds < 0.9 ? 0 : seconds,
    ...(/^(node|c-ares)/.test(client) && { elapsedIsSample: true as const }),
  };
}
