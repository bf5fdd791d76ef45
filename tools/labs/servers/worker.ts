// Runs inside a name space: starts one real server on 127.0.0.1:53, looks every name of the lab's zone up with real resolvers and with their models, and asks
// what the server does when it truncates. Arguments: the server's name, a scratch folder, the file of clients. Prints one JSON line a result.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createLiveClock } from '../../../src/dns/live/live-clock.ts';
import { lookUpLive } from '../../../src/dns/live/live-lookup.ts';
import { createLiveNetwork } from '../../../src/dns/live/live-network.ts';
import { measureHeadroom } from '../../../src/dns/headroom/measure.ts';
import { askServer } from '../../../src/dns/ask/ask-server.ts';
import { parseDnsName } from '../../../src/formats/wire/dns-name.ts';
import { rcodeName } from '../../../src/formats/wire/dns-rcode.ts';
import { findClient } from '../../../src/resolver/clients.ts';
import type { RealClient } from '../dns/real-clients.ts';
import { coreDns, realServers } from './real-servers.ts';
import { names } from './zone.ts';

const [serverName = '', folder = '', clientsFile = ''] = process.argv.slice(2);
const server = serverName.startsWith('/') ? coreDns(serverName) : realServers.find(({ name }) => name === serverName);
if (server === undefined) throw new Error(`no server ${serverName}`);
const asking: readonly How[] = [
  { name: 'UDP', transport: 'udp', dig: ['+noedns'] },
  { name: 'UDP with EDNS', transport: 'udp', ednsSize: 1232, dig: ['+bufsize=1232'] },
  { name: 'TCP', transport: 'tcp', dig: ['+tcp', '+noedns'] },
];
const clients: readonly RealClient[] = JSON.parse(readFileSync(clientsFile, 'utf8'));
const address = '127.0.0.1';
const servers = new Map([[address, 53]]);
const [program = '', ...args] = server.command(folder);
const running = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
let complaints = '';
running.stderr.on('data', (piece: Buffer) => (complaints += piece.toString()));
try {
  await untilItAnswers(running);
  for (const name of names) {
    say({ kind: 'headroom', name, ...(await headroom(name)) });
    for (const how of asking) say({ kind: 'message', name, how: how.name, real: dig(name, how), model: await decoded(name, how) });
    for (const client of clients)
      say({ kind: 'lookup', client: client.id, name, real: real(client, name), model: await model(client.id, name) });
  }
} finally {
  running.kill('SIGKILL');
}

async function untilItAnswers(child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (child.exitCode !== null) break;
    const { questions } = await headroom('a1.big.test');
    if (questions[0].behaviour === 'addresses') return;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error(`${serverName} does not answer: ${complaints.slice(-500)}`);
}

async function headroom(name: string): ReturnType<typeof measureHeadroom> {
  const clock = createLiveClock();
  const live = createLiveNetwork(clock, servers);
  try {
    return await measureHeadroom({ network: live.network, clock, timeoutMs: 1000 }, address, name);
  } finally {
    live.close();
  }
}

interface How {
  readonly name: string;
  readonly transport: 'udp' | 'tcp';
  readonly ednsSize?: number;
  readonly dig: readonly string[];
}

/** `dig` as the oracle for reading real messages. */
function dig(name: string, how: How): string {
  const { stdout } = spawnSync('dig', ['+ignore', '+tries=1', '+nocookie', ...how.dig, `@${address}`, name, 'A'], { encoding: 'utf8' });
  const status = /status: (\w+)/.exec(stdout)?.[1] ?? 'nothing';
  const flags = /;; flags: ([\w ]*);/.exec(stdout)?.[1] ?? '';
  const counts = ['ANSWER', 'AUTHORITY', 'ADDITIONAL'].map((section) => new RegExp(`${section}: (\\d+)`).exec(stdout)?.[1] ?? '');
  return [status, flags.split(' ').includes('tc') ? 'tc' : '-', ...counts, /MSG SIZE {2}rcvd: (\d+)/.exec(stdout)?.[1] ?? ''].join(' ');
}

/** The same question asked and decoded here. */
async function decoded(name: string, { transport, ednsSize }: How): Promise<string> {
  const clock = createLiveClock();
  const live = createLiveNetwork(clock, servers);
  try {
    const ask = {
      server: address,
      name: parseDnsName(name),
      type: 1,
      transport,
      timeoutMs: 2000,
      ...(ednsSize === undefined ? {} : { ednsSize }),
    };
    const asked = await askServer({ network: live.network, clock }, ask);
    if (asked.kind !== 'reply') return asked.kind;
    const { rcode, flags, answers, authorities, additionals } = asked.message;
    return [rcodeName(rcode), flags.tc ? 'tc' : '-', answers.length, authorities.length, additionals.length, asked.bytes.length].join(' ');
  } finally {
    live.close();
  }
}

/** What the real library says: `ok 40`, `EAI_NONAME 0`. */
function real(client: RealClient, name: string): string {
  const run = spawnSync('chroot', [client.root, ...client.command, name, '80', 'inet', '0', '0', '1'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const lookup: { result: string; addresses?: readonly unknown[] } = JSON.parse(run.stdout.split('\n')[0] ?? '{}');
  return `${lookup.result} ${lookup.addresses?.length ?? 0}`;
}

async function model(id: string, name: string): Promise<string> {
  const client = findClient(id);
  if (client === undefined) return 'no model';
  const request = { name, service: '80', family: 'inet', socktype: 'SOCK_STREAM', flags: [], nullHints: false, count: 1 } as const;
  const stand = {
    files: { 'resolv.conf': `nameserver ${address}\n`, hosts: '', 'nsswitch.conf': 'hosts: files dns\n' },
    env: {},
    hostname: 'lab',
    servers,
  };
  const { result, addresses } = await lookUpLive(client, request, stand, 60_000);
  return `${result} ${addresses.length}`;
}

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
