import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { LiveStand } from '../../dns/live/live-lookup.ts';
import type { ServerPlace } from '../../dns/lookup/stand.ts';
import { BasewiseError } from '../../errors.ts';
import type { LookupRequest } from '../../resolver/client.ts';
import { machineFiles, readNamedFile, serverPlaces } from '../dns-options.ts';
import type { CommandIo } from '../io.ts';

interface LookupOptions {
  readonly as?: readonly string[];
  readonly all?: boolean;
  readonly server: readonly string[];
  readonly resolvConf?: string;
  readonly pod?: string;
  readonly workload?: string;
  readonly namespace?: string;
  readonly from?: 'docker';
  readonly family: LookupRequest['family'];
  readonly limit: string;
  readonly record?: string;
  readonly format: 'pretty' | 'json';
}

/** `basewise dns lookup NAME…`: on the live network, as each client would, side by side. `dns` is the parent command. */
export function registerDnsLookup(dns: Command, io: CommandIo): void {
  dns
    .command('lookup')
    .description('look names up on the live network as musl, glibc, Go, c-ares and Node would, side by side')
    .argument('<names...>', 'names as a program would ask for them')
    .option('--as <clients>', 'clients, separated by commas (musl@1.2.3, glibc@2.36, go@1.24, …); may repeat', collect)
    .option('--all', 'as every kind of client that still runs somewhere')
    .option('--server <address>', 'ask this server instead of those of resolv.conf: ADDRESS or ADDRESS:PORT; may repeat', collect, [])
    .option('--resolv-conf <file>', "stand where this resolv.conf is (default: this machine's); with --pod it is the node's")
    .option('--pod <file>', 'stand in the pod of this manifest; --server is then the cluster DNS')
    .option('--workload <name>', 'which workload of the manifest')
    .option('--namespace <name>', "instead of the manifest's")
    .addOption(new Option('--from <place>', 'stand in a plain container: no search list, ndots 0').choices(['docker']))
    .addOption(new Option('--family <family>', 'addresses a program asks for').choices(['unspec', 'inet', 'inet6']).default('unspec'))
    .option('--limit <seconds>', 'give a client up after so long', '100')
    .option('--record <file>', 'write a transcript that dns replay plays as any client')
    .addOption(new Option('--format <format>', 'how to print').choices(['pretty', 'json']).default('pretty'))
    .action((names: string[], options: LookupOptions) => runLookup(names, options, io));
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** One of each behaviour that differs. */
const everyKind =
  'musl-1.1.24,musl-1.2.0,musl-1.2.3,musl-1.2.5,glibc-2.17,glibc-2.31,glibc-2.36,glibc-2.41,glibc-2.43,go-1.19,go-1.24,c-ares-1.18,c-ares-1.34,node-resolve4,node-resolve6';

async function runLookup(names: readonly string[], options: LookupOptions, io: CommandIo): Promise<void> {
  const { askedClients } = await import('../../dns/replay/replay.ts');
  const { lookUpAs, lookupJson } = await import('../../dns/lookup/look-up-as.ts');
  const { prettyLookup } = await import('../../dns/lookup/pretty-lookup.ts');
  const { lookUpLive } = await import('../../dns/live/live-lookup.ts');
  const clients = askedClients(options.all === true ? [everyKind, ...(options.as ?? [])] : options.as);
  const limitMs = Number(options.limit) * 1000;
  if (!(limitMs > 0 && limitMs <= 3_600_000)) throw new BasewiseError('bad-usage', `--limit ${options.limit} is no time in seconds`);
  if (options.record !== undefined && names.length > 1) throw new BasewiseError('bad-usage', '--record takes one name');
  const stand = await standOf(options, io);
  const collected: unknown[] = [];
  for (const name of names) {
    io.progress.update(`looking up ${name}`);
    const answer = await lookUpAs(name, options.family, clients, (client, request) => lookUpLive(client, request, stand, limitMs));
    if (!answer.agree) io.exitWith(1);
    if (options.format === 'pretty') io.out(`${name === names[0] ? '' : '\n'}${prettyLookup(answer)}`);
    else collected.push(lookupJson(answer));
    if (options.record !== undefined) await record(name, options.family, stand, options.record);
  }
  if (options.format === 'json') io.out(`${JSON.stringify(collected.length === 1 ? collected[0] : collected, null, 2)}\n`);
}

/** What a container has beside its resolv.conf; this machine's files say nothing about it. */
const containerFiles: LiveStand['files'] = { hosts: '127.0.0.1 localhost\n::1 localhost\n', 'nsswitch.conf': 'hosts: files dns\n' };

/** Configuration of the place to stand in, and the servers that it names. */
async function standOf(options: LookupOptions, io: CommandIo): Promise<LiveStand> {
  const { standAt } = await import('../../dns/lookup/stand.ts');
  const { dockerResolvConf, podStand } = await import('../../dns/lookup/pod-stand.ts');
  const { hostname } = await import('node:os');
  if (options.pod !== undefined && options.from !== undefined)
    throw new BasewiseError('bad-usage', '--pod and --from are different places');
  const places = serverPlaces(options.server);
  const files = machineFiles();
  const given = options.resolvConf === undefined ? undefined : readNamedFile(options.resolvConf);
  const env = { ...resolverEnvironment(io.env) };
  if (given !== undefined) files['resolv.conf'] = given;
  if (options.pod !== undefined) {
    const servers = places.map(({ address }) => address);
    const pod = podStand(Buffer.from(readNamedFile(options.pod), 'latin1').toString('utf8'), {
      servers,
      ...(options.workload !== undefined && { workload: options.workload }),
      ...(options.namespace !== undefined && { namespace: options.namespace }),
      ...(given !== undefined && { nodeResolvConf: given }),
    });
    for (const note of pod.notes) io.problem(`basewise: ${pod.workload}: ${note}\n`);
    return {
      ...placed({ ...containerFiles, 'resolv.conf': pod.resolvConf }, places),
      env: {},
      hostname: pod.workload.replace(/^.*\//, ''),
    };
  }
  if (options.from === 'docker') {
    const { servers } = standAt(files, places);
    return {
      ...placed({ ...containerFiles, 'resolv.conf': dockerResolvConf([...servers.keys()]) }, places),
      env: {},
      hostname: 'container',
    };
  }
  return { ...standAt(files, places), env, hostname: hostname() };

  /** The text is as the place has it; ports are those the user gave. */
  function placed(placeFiles: LiveStand['files'], ports: readonly ServerPlace[]): Pick<LiveStand, 'files' | 'servers'> {
    const { servers } = standAt(placeFiles, []);
    const known = new Map(ports.map(({ address, port }) => [address, port]));
    return { files: placeFiles, servers: new Map([...servers.keys()].map((address) => [address, known.get(address) ?? 53])) };
  }
}

async function record(name: string, family: LookupRequest['family'], stand: LiveStand, path: string): Promise<void> {
  const { fromByteText } = await import('../../formats/wire/byte-text.ts');
  const { createLiveClock } = await import('../../dns/live/live-clock.ts');
  const { createLiveNetwork } = await import('../../dns/live/live-network.ts');
  const { recordTranscript } = await import('../../dns/record/record-transcript.ts');
  const clock = createLiveClock();
  const live = createLiveNetwork(clock, stand.servers);
  try {
    const files = Object.fromEntries(Object.entries(stand.files).map(([file, text]) => [file, fromByteText(text)]));
    const { env, hostname } = stand;
    const servers = [...stand.servers.keys()];
    const transcript = await recordTranscript(
      { network: live.network, clock, timeoutMs: 5000 },
      { name, family, files, env, hostname, servers },
    );
    writeFileSync(path, `${JSON.stringify(transcript, null, 2)}\n`);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw new BasewiseError('unwritable', 'cannot be written', { path, cause: error });
    throw error;
  } finally {
    live.close();
  }
}

/** What resolvers look at. */
function resolverEnvironment(env: CommandIo['env']): Record<string, string> {
  const kept = ['LOCALDOMAIN', 'RES_OPTIONS', 'HOSTALIASES', 'GODEBUG', 'LANG'];
  return Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
