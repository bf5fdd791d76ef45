import { appendFileSync, existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { MeasureWorld } from '../../dns/headroom/measure.ts';
import type { Trend } from '../../dns/headroom/over-time.ts';
import { historyEntries, readHistory, spreadOf, trendsOf } from '../../dns/headroom/over-time.ts';
import type { NameHeadroom } from '../../dns/headroom/rank.ts';
import { headroomExit, judgeHeadroom, sortByDanger } from '../../dns/headroom/rank.ts';
import { BasewiseError } from '../../errors.ts';
import { machineFiles, readNamedFile, serverPlaces } from '../dns-options.ts';
import type { CommandIo } from '../io.ts';

interface HeadroomOptions {
  readonly namesFrom?: string;
  readonly server: readonly string[];
  readonly resolvConf?: string;
  readonly minBytes: string;
  readonly timeout: string;
  readonly repeat: string;
  readonly every: string;
  readonly history?: string;
  readonly format: 'pretty' | 'json' | 'prometheus';
}

const mostNames = 10_000;

/** `basewise dns headroom NAME…`: room left before truncation, name by name and server by server. `dns` is the parent command. */
export function registerDnsHeadroom(dns: Command, io: CommandIo): void {
  dns
    .command('headroom')
    .description('how much room answers have left before they are truncated at 512 bytes, and what each nameserver does then')
    .argument('[names...]', 'full names')
    .option('--names-from <file>', 'a file with a name on each line')
    .option('--server <address>', 'ask this server instead of those of resolv.conf: ADDRESS or ADDRESS:PORT; may repeat', collect, [])
    .option('--resolv-conf <file>', 'ask the servers of this resolv.conf')
    .option('--min-bytes <n>', 'exit 1 when an answer has less room', '64')
    .option('--timeout <seconds>', 'how long to wait for one answer', '2')
    .option('--repeat <n>', 'measure so often', '1')
    .option('--every <seconds>', 'time between measurements', '10')
    .option('--history <file>', 'append to this file, and say which answers grow')
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json', 'prometheus']).default('pretty'))
    .action((names: string[], options: HeadroomOptions) => runHeadroom(names, options, io));
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

async function runHeadroom(given: readonly string[], options: HeadroomOptions, io: CommandIo): Promise<void> {
  const { createLiveClock } = await import('../../dns/live/live-clock.ts');
  const { createLiveNetwork } = await import('../../dns/live/live-network.ts');
  const { measureHeadroom } = await import('../../dns/headroom/measure.ts');
  const { standAt } = await import('../../dns/lookup/stand.ts');
  const names = namesOf(given, options.namesFrom);
  const minBytes = numberOf('--min-bytes', options.minBytes, 512);
  const timeoutMs = numberOf('--timeout', options.timeout, 3600) * 1000;
  const repeat = Math.max(1, Math.floor(numberOf('--repeat', options.repeat, 1_000_000)));
  const everyMs = numberOf('--every', options.every, 86_400) * 1000;
  const files = machineFiles();
  if (options.resolvConf !== undefined) files['resolv.conf'] = readNamedFile(options.resolvConf);
  const { servers } = standAt(files, serverPlaces(options.server));
  const clock = createLiveClock();
  const live = createLiveNetwork(clock, servers);
  const world: MeasureWorld = { network: live.network, clock, timeoutMs };
  const rounds: NameHeadroom[][] = [];
  try {
    for (let round = 0; round < repeat; round += 1) {
      if (round > 0) await clock.sleep(clock.now() + everyMs);
      const measured: NameHeadroom[] = [];
      for (const name of names) {
        io.progress.update(`measuring ${name}`);
        const each = await Promise.all([...servers.keys()].map((server) => measureHeadroom(world, server, name)));
        measured.push(...each.map((headroom) => judgeHeadroom(name, headroom, minBytes)));
      }
      rounds.push(measured);
    }
  } finally {
    live.close();
  }
  const worst = sortByDanger(worstOf(rounds));
  const spread = repeat > 1 ? spreadOf(rounds) : undefined;
  const trends = options.history === undefined ? [] : appendHistory(options.history, rounds);
  if (options.format === 'json') io.out(`${JSON.stringify({ minBytes, names: worst, spread, trends }, null, 2)}\n`);
  else if (options.format === 'prometheus') io.out((await import('../../dns/headroom/prometheus-headroom.ts')).prometheusHeadroom(worst));
  else {
    const { prettyHeadroom, prettySpread, prettyTrends } = await import('../../dns/headroom/pretty-headroom.ts');
    io.out(`${prettyHeadroom(worst)}${prettySpread(spread ?? [])}${prettyTrends(trends)}`);
  }
  io.exitWith(headroomExit(worst, minBytes));
}

/** Of each name and server the measurement with the least room. */
function worstOf(rounds: readonly (readonly NameHeadroom[])[]): readonly NameHeadroom[] {
  const worst = new Map<string, NameHeadroom>();
  for (const headroom of rounds.flat()) {
    const key = JSON.stringify([headroom.name, headroom.server]);
    const known = worst.get(key);
    if (known === undefined || sortByDanger([known, headroom])[0] === headroom) worst.set(key, headroom);
  }
  return [...worst.values()];
}

function appendHistory(path: string, rounds: readonly (readonly NameHeadroom[])[]): readonly Trend[] {
  const earlier = existsSync(path) ? readHistory(Buffer.from(readNamedFile(path), 'latin1').toString('utf8')) : [];
  const fresh = historyEntries(rounds.flat(), new Date().toISOString());
  try {
    appendFileSync(path, fresh.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  } catch (error) {
    throw new BasewiseError('unwritable', 'cannot be written', { path, cause: error });
  }
  return trendsOf([...earlier, ...fresh]);
}

/** Blank lines and comments in the file are passed over. */
function namesOf(given: readonly string[], file: string | undefined): readonly string[] {
  const listed = file === undefined ? [] : Buffer.from(readNamedFile(file), 'latin1').toString('utf8').split('\n');
  const names = [...given, ...listed.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))];
  if (names.length === 0)
    throw new BasewiseError('bad-usage', 'dns headroom needs names', { hint: 'basewise dns headroom www.example.com' });
  if (names.length > mostNames) throw new BasewiseError('too-large', `more than ${mostNames} names`);
  for (const name of names) {
    const labels = name.replace(/\.$/, '').split('.');
    const tooLong = labels.some((label) => label === '' || Buffer.byteLength(label) > 63) || Buffer.byteLength(name) > 253;
    if (tooLong) throw new BasewiseError('bad-usage', `"${name}" is no name that can be asked for`);
  }
  return names;
}

function numberOf(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!(value >= 0 && value <= most) || text.trim() === '')
    throw new BasewiseError('bad-usage', `${option} ${text} is no number from 0 to ${most}`);
  return value;
}
