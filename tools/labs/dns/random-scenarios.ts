import { findClient } from '../../../src/resolver/clients.ts';
import { playScenario } from '../../../src/resolver/scripted/play.ts';
import { readScenario } from '../../../src/resolver/scripted/read-scenario.ts';
import { randomNumbers } from '../../mutate.ts';
import { randomHosts, randomName, randomResolvConf } from './random-configuration.ts';
import { pick, type Random } from './random-pick.ts';
import { randomActions } from './random-replies.ts';

interface Rule {
  readonly match: { readonly transport: string; readonly type: string; readonly name: string };
  readonly actions: readonly unknown[];
}

const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '::1'];
const tcpModes = ['ok', 'ok', 'ok', 'ok', 'refused', 'closed-after-accept', 'reset', 'silent', 'closes-after-first-answer'];
const mostRules = 400;

/**
 * A scenario that nobody thought of. Its rules grow from the questions that the clients' models ask: each is given a random reply once
 * somebody asks it. Deterministic for a seed and a number.
 */
export async function randomScenario(seed: number, number: number, clients: readonly string[]): Promise<string> {
  const random = randomNumbers(seed * 100_000 + number);
  const name = randomName(random);
  const listed =
    random() < 0.5 ? ['127.0.0.1'] : [...new Set(Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, addresses)))];
  const servers = addresses.map((address) => ({
    address,
    listed: listed.includes(address),
    udp: random() > 0.06,
    tcp: pick(random, tcpModes),
    ...(random() < 0.05 && { gate: 'first-type-per-source-port' }),
    replies: [] as Rule[],
  }));
  const scenario = {
    id: `random_${seed}_${number}`,
    title: '',
    complete: false,
    request: {
      name,
      service: '80',
      family: pick(random, ['unspec', 'unspec', 'unspec', 'inet', 'inet6']),
      socktype: 'SOCK_STREAM',
      flags: random() < 0.15 ? [pick(random, ['AI_ADDRCONFIG', 'AI_CANONNAME', 'AI_NUMERICHOST', 'AI_V4MAPPED'])] : [],
    },
    files: { 'resolv.conf': randomResolvConf(random, listed), hosts: randomHosts(random, name), 'nsswitch.conf': 'hosts: files dns\n' },
    env: { LANG: 'C' },
    host: {
      description: 'only loopback',
      hostname: 'lab',
      interfaces: [{ name: 'lo', state: 'up', addresses: ['127.0.0.1/8', '::1/128'] }],
      routes: [],
      sysctl: {},
      nssModules: ['files', 'dns'],
    },
    limitSeconds: 100,
    servers,
  };
  for (const id of clients) await answerQuestions(scenario, id, random);
  return JSON.stringify({ ...scenario, complete: true });
}

/** Plays until the model asks nothing new. */
async function answerQuestions(
  scenario: { readonly servers: readonly { readonly address: string; readonly replies: Rule[] }[] },
  id: string,
  random: Random,
): Promise<void> {
  const client = findClient(id);
  if (client === undefined) return;
  for (let round = 0; round < mostRules; round += 1) {
    const { message = '' } = await playScenario(readScenario(JSON.stringify(scenario)), client);
    const asked = /^not recorded: (udp|tcp) (\S+) (A|AAAA)(?: ([\s\S]*))?$/.exec(message);
    if (asked === null) return;
    const [, transport = '', address = '', type = '', question = ''] = asked;
    const server = addresses.indexOf(address);
    const match = { transport, type, name: question };
    scenario.servers[server]?.replies.push({ match, actions: randomActions(random, { ...match, server }) });
  }
}
