import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { BasewiseError } from '../../errors.ts';
import type { Behaviour, SeenQuery } from '../../dns/serve/behaviour.ts';
import { formatIp, parseIp } from '../../formats/wire/ip-address.ts';
import { visible } from '../describe-error.ts';
import type { CommandIo } from '../io.ts';

interface ServeOptions {
  readonly fault?: string;
  readonly scenario?: string;
  readonly listen: readonly string[];
  readonly name: readonly string[];
  readonly search: readonly string[];
  readonly delay: string;
  readonly forward?: string;
  readonly format: 'pretty' | 'json';
}

/** `basewise dns serve`: a DNS server that misbehaves on purpose, until it is interrupted. `dns` is the parent command. */
export function registerDnsServe(dns: Command, io: CommandIo): void {
  dns
    .command('serve')
    .description('a real DNS server with a named fault or from a scenario, to point a container at; prints each query; Ctrl-C ends it')
    .option('--fault <name>', 'what goes wrong; --fault list shows all')
    .option('--scenario <file>', 'play the servers of a scenario file')
    .option(
      '--listen <address>',
      'ADDRESS or ADDRESS:PORT, [ADDRESS]:PORT for IPv6 (default 127.0.0.1:53, or those of the scenario); may repeat',
      collect,
      [],
    )
    .option('--name <name>', 'only this name and what is below it meets the fault; may repeat', collect, [])
    .option('--search <domain>', 'search domain for the search-… faults (default cluster.local); may repeat', collect, [])
    .option('--delay <ms>', 'how late slow and split-horizon are', '3000')
    .option('--forward <address>', 'send what the fault does not concern to this server')
    .addOption(new Option('--format <format>', 'how queries are printed').choices(['pretty', 'json']).default('pretty'))
    .action((options: ServeOptions) => runServe(options, io));
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

async function runServe(options: ServeOptions, io: CommandIo): Promise<void> {
  const { faults } = await import('../../dns/serve/faults.ts');
  if (options.fault === 'list') {
    for (const [name, { about }] of Object.entries(faults)) io.out(`${name.padEnd(18)}${about}\n`);
    return;
  }
  const behaviours = await chosenBehaviours(options);
  const { serve } = await import('../../dns/serve/serve.ts');
  const { createUpstream } = await import('../../dns/serve/forward.ts');
  const upstream = options.forward === undefined ? undefined : endpoint(options.forward);
  const started = performance.now();
  const listening = await serve(behaviours, {
    onQuery: (seen) =>
      io.out(options.format === 'json' ? `${JSON.stringify({ atMs: Math.round(performance.now() - started), ...seen })}\n` : line(seen)),
    ...(upstream && { upstream: createUpstream(upstream.address, upstream.port) }),
  });
  io.problem(`serving ${behaviours.map(({ address, port }) => `${address} port ${port}`).join(', ')}; Ctrl-C ends it\n`);
  await interrupted();
  await listening.close();
}

async function chosenBehaviours(options: ServeOptions): Promise<readonly Behaviour[]> {
  const places = options.listen.map((text) => endpoint(text));
  if ((options.fault === undefined) === (options.scenario === undefined)) {
    throw new BasewiseError('bad-usage', 'dns serve needs either --fault or --scenario', { hint: 'basewise dns serve --fault list' });
  }
  if (options.scenario !== undefined) {
    const { readScenario } = await import('../../resolver/scripted/read-scenario.ts');
    const { scenarioBehaviours } = await import('../../dns/serve/scenario-behaviour.ts');
    return scenarioBehaviours(readScenario(readText(options.scenario)), places);
  }
  const { faultBehaviours } = await import('../../dns/serve/faults.ts');
  const delayMs = Number(options.delay);
  if (!Number.isFinite(delayMs) || delayMs < 0 || delayMs > 3_600_000)
    throw new BasewiseError('bad-usage', `--delay ${options.delay} is not a time in ms`);
  const settings = {
    names: options.name,
    searchDomains: options.search.length > 0 ? options.search : ['cluster.local'],
    delayMs,
    forwards: options.forward !== undefined,
  };
  const behaviours = (places.length > 0 ? places : [endpoint('127.0.0.1')]).flatMap(
    (place) => faultBehaviours(options.fault === 'truncate' ? 'truncate-empty' : (options.fault ?? ''), { ...settings, ...place }) ?? [],
  );
  if (behaviours.length === 0)
    throw new BasewiseError('bad-usage', `no fault is known as "${options.fault}"`, { hint: 'basewise dns serve --fault list' });
  return behaviours;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new BasewiseError('unreadable', 'cannot be read', { path, cause: error });
  }
}

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`. */
function endpoint(text: string): { address: string; port: number } {
  const parts = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? /^([^:]+):(\d+)$/.exec(text) ?? [text, text];
  const bytes = parseIp(parts[1] ?? '');
  const port = Number(parts[2] ?? 53);
  if (bytes === undefined || port < 1 || port > 65_535)
    throw new BasewiseError('bad-usage', `"${text}" is no address with an optional port`);
  return { address: formatIp(bytes), port };
}

function line(seen: SeenQuery): string {
  const question = seen.name === undefined ? seen.type : `${seen.type} ${visible(seen.name) || '.'}`;
  const edns = seen.ednsSize === undefined ? '' : ` EDNS ${seen.ednsSize}`;
  return `${seen.transport} ${seen.client} → ${seen.server}  ${question}${edns}  ${seen.done}\n`;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
