import { type Command, Option } from 'commander';
import { BasewiseError } from '../../errors.ts';
import { machineFiles, readNamedFile, serverPlaces } from '../dns-options.ts';
import type { CommandIo } from '../io.ts';

interface HeadroomOptions {
  readonly namesFrom?: string;
  readonly server: readonly string[];
  readonly resolvConf?: string;
  readonly minBytes: string;
  readonly timeout: string;
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
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json', 'prometheus']).default('pretty'))
    .action((names: string[], options: HeadroomOptions) => runHeadroom(names, options, io));
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

async function runHeadroom(given: readonly string[], options: HeadroomOptions, io: CommandIo): Promise<void> {
  const { createLiveClock } = await import('../../dns/live/live-clock.ts');
  const { createLiveNetwork } = await import('../../dns/live/live-network.ts');
  const { headroomExit, judgeHeadroom, sortByDanger } = await import('../../dns/headroom/rank.ts');
  const { measureHeadroom } = await import('../../dns/headroom/measure.ts');
  const { standAt } = await import('../../dns/lookup/stand.ts');
  const names = namesOf(given, options.namesFrom);
  const minBytes = numberOf('--min-bytes', options.minBytes, 512);
  const timeoutMs = numberOf('--timeout', options.timeout, 3600) * 1000;
  const files = machineFiles();
  if (options.resolvConf !== undefined) files['resolv.conf'] = readNamedFile(options.resolvConf);
  const { servers } = standAt(files, serverPlaces(options.server));
  const clock = createLiveClock();
  const live = createLiveNetwork(clock, servers);
  try {
    const measured = [];
    for (const name of names) {
      io.progress.update(`measuring ${name}`);
      const each = await Promise.all(
        [...servers.keys()].map((server) => measureHeadroom({ network: live.network, clock, timeoutMs }, server, name)),
      );
      measured.push(...each.map((headroom) => judgeHeadroom(name, headroom, minBytes)));
    }
    const sorted = sortByDanger(measured);
    if (options.format === 'json') io.out(`${JSON.stringify({ minBytes, names: sorted }, null, 2)}\n`);
    else if (options.format === 'pretty') io.out((await import('../../dns/headroom/pretty-headroom.ts')).prettyHeadroom(sorted));
    else io.out((await import('../../dns/headroom/prometheus-headroom.ts')).prometheusHeadroom(sorted));
    io.exitWith(headroomExit(sorted, minBytes));
  } finally {
    live.close();
  }
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
