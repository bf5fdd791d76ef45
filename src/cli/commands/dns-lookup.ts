import { type Command, Option } from 'commander';
import { BasewiseError } from '../../errors.ts';
import type { LookupRequest } from '../../resolver/client.ts';
import { machineFiles, readNamedFile, serverPlaces } from '../dns-options.ts';
import type { CommandIo } from '../io.ts';

interface LookupOptions {
  readonly as?: readonly string[];
  readonly server: readonly string[];
  readonly resolvConf?: string;
  readonly family: LookupRequest['family'];
  readonly limit: string;
  readonly format: 'pretty' | 'json';
}

/** `basewise dns lookup NAME…`: on the live network, as each client would, side by side. `dns` is the parent command. */
export function registerDnsLookup(dns: Command, io: CommandIo): void {
  dns
    .command('lookup')
    .description('look names up on the live network as musl, glibc, Go, c-ares and Node would, side by side')
    .argument('<names...>', 'names as a program would ask for them')
    .option('--as <clients>', 'clients, separated by commas (musl@1.2.3, glibc@2.36, go@1.24, …); may repeat', collect)
    .option('--server <address>', 'ask this server instead of those of resolv.conf: ADDRESS or ADDRESS:PORT; may repeat', collect, [])
    .option('--resolv-conf <file>', 'stand where this resolv.conf is (default: that of this machine)')
    .addOption(new Option('--family <family>', 'addresses a program asks for').choices(['unspec', 'inet', 'inet6']).default('unspec'))
    .option('--limit <seconds>', 'give a client up after so long', '100')
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json']).default('pretty'))
    .action((names: string[], options: LookupOptions) => runLookup(names, options, io));
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

async function runLookup(names: readonly string[], options: LookupOptions, io: CommandIo): Promise<void> {
  const { askedClients } = await import('../../dns/replay/replay.ts');
  const { lookUpAs, lookupJson } = await import('../../dns/lookup/look-up-as.ts');
  const { prettyLookup } = await import('../../dns/lookup/pretty-lookup.ts');
  const { standAt } = await import('../../dns/lookup/stand.ts');
  const { lookUpLive } = await import('../../dns/live/live-lookup.ts');
  const { hostname } = await import('node:os');
  const clients = askedClients(options.as);
  const limitMs = Number(options.limit) * 1000;
  if (!(limitMs > 0 && limitMs <= 3_600_000)) throw new BasewiseError('bad-usage', `--limit ${options.limit} is no time in seconds`);
  const files = machineFiles();
  if (options.resolvConf !== undefined) files['resolv.conf'] = readNamedFile(options.resolvConf);
  const stand = standAt(files, serverPlaces(options.server));
  const env = resolverEnvironment(io.env);
  const collected: unknown[] = [];
  for (const name of names) {
    io.progress.update(`looking up ${name}`);
    const answer = await lookUpAs(name, options.family, clients, (client, request) =>
      lookUpLive(client, request, { ...stand, env, hostname: hostname() }, limitMs),
    );
    if (!answer.agree) io.exitWith(1);
    if (options.format === 'pretty') io.out(`${name === names[0] ? '' : '\n'}${prettyLookup(answer)}`);
    else collected.push(lookupJson(answer));
  }
  if (options.format === 'json') io.out(`${JSON.stringify(collected.length === 1 ? collected[0] : collected, null, 2)}\n`);
}

/** What resolvers look at. */
function resolverEnvironment(env: CommandIo['env']): Record<string, string> {
  const kept = ['LOCALDOMAIN', 'RES_OPTIONS', 'HOSTALIASES', 'GODEBUG', 'LANG'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
