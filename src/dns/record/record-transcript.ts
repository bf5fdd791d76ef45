import { dnsTypes } from '../../formats/wire/dns-message.ts';
import { parseDnsName } from '../../formats/wire/dns-name.ts';
import type { ConfigurationFile, LookupRequest } from '../../resolver/client.ts';
import type { Network } from '../../resolver/network.ts';
import type { MeasureWorld } from '../headroom/measure.ts';
import type { Ask, Asked } from '../ask/ask-server.ts';
import { askServer } from '../ask/ask-server.ts';
import { searchCandidates } from './candidates.ts';

export interface TranscriptOf {
  readonly name: string;
  readonly family: LookupRequest['family'];
  /** Ordinary text. */
  readonly files: Partial<Readonly<Record<ConfigurationFile, string>>>;
  readonly env: Readonly<Record<string, string>>;
  readonly hostname: string;
  readonly servers: readonly string[];
}

/** A scenario in the form of conformance/dns, with `complete: false`: replay says `unknown` for what was not asked. */
export type Transcript = Readonly<Record<string, unknown>>;

/** What Go and c-ares announce; a reply that also fits glibc's 1,200 is good for both. */
const ednsSize = 1232;
const glibcEdnsSize = 1200;
const atOnce = 8;

interface Question extends Pick<Ask, 'transport' | 'ednsSize'> {
  readonly candidate: string;
  readonly type: 'A' | 'AAAA';
}

/**
 * Asks each server A and AAAA for every search candidate over UDP without and with EDNS and over TCP, so that any client can be replayed
 * on what it would have been answered.
 */
export async function recordTranscript(world: MeasureWorld, of: TranscriptOf): Promise<Transcript> {
  const { name, family, files, env, hostname, servers } = of;
  const candidates = searchCandidates(name, { resolvConf: files['resolv.conf'] ?? '', env, hostname });
  const questions = candidates.flatMap((candidate) => (['A', 'AAAA'] as const).flatMap((type) => questionsFor(candidate, type)));
  return {
    id: `transcript-${name}`,
    title: `recorded for ${name}`,
    complete: false,
    request: { name, service: '80', family, socktype: 'SOCK_STREAM', flags: [] },
    files,
    env,
    host: { hostname, ...(await hostFacts(world.network)) },
    limitSeconds: 100,
    servers: await Promise.all(servers.map((server) => recordServer(world, server, questions))),
  };
}

function questionsFor(candidate: string, type: 'A' | 'AAAA'): Question[] {
  return [
    { candidate, type, transport: 'udp', ednsSize },
    { candidate, type, transport: 'udp' },
    { candidate, type, transport: 'tcp' },
  ];
}

async function recordServer(world: MeasureWorld, server: string, questions: readonly Question[]): Promise<object> {
  const asked: { question: Question; answer: Asked }[] = [];
  for (let start = 0; start < questions.length; start += atOnce) {
    const batch = questions
      .slice(start, start + atOnce)
      .map(async (question) => ({ question, answer: await ask(world, server, question) }));
    asked.push(...(await Promise.all(batch)));
  }
  const overUdp = asked.filter(({ question }) => question.transport === 'udp').map(({ answer }) => answer);
  const overTcp = asked.filter(({ question }) => question.transport === 'tcp').map(({ answer }) => answer);
  const unreachable = overUdp.every(
    (answer) => answer.kind === 'failed' && (answer.errno === 'ENETUNREACH' || answer.errno === 'EHOSTUNREACH'),
  );
  return {
    address: server,
    listed: true,
    udp: !overUdp.every((answer) => answer.kind === 'failed'),
    tcp: tcpMode(overTcp),
    ...(unreachable && { network: 'unreachable' }),
    replies: asked.flatMap(({ question, answer }) => ruleOf(question, answer)),
  };
}

function ask(world: MeasureWorld, server: string, { candidate, type, transport, ednsSize: size }: Question): Promise<Asked> {
  const { timeoutMs } = world;
  const question = { server, name: parseDnsName(candidate.replaceAll('\\', '\\\\')), type: dnsTypes[type], transport, timeoutMs };
  return askServer(world, size === undefined ? question : { ...question, ednsSize: size });
}

/** What a connection does; one that ever answered is in order. */
function tcpMode(answers: readonly Asked[]): string {
  if (answers.some(({ kind }) => kind === 'reply')) return 'ok';
  const [first] = answers;
  if (first === undefined) return 'ok';
  if (first.kind === 'timeout') return first.connected ? 'silent' : 'filtered';
  if (first.kind === 'closed') return 'closed-after-accept';
  if (first.kind === 'failed' && first.errno === 'ECONNRESET') return 'reset';
  return first.kind === 'failed' && first.errno === 'ECONNREFUSED' ? 'refused' : 'unreachable';
}

/** Failures are the server's; only answers and silence are rules. */
function ruleOf({ candidate, type, transport, ednsSize: size }: Question, answer: Asked): object[] {
  const minSize = answer.kind === 'reply' && answer.bytes.length <= glibcEdnsSize ? glibcEdnsSize : size;
  const name = candidate.replaceAll('\\', '\\\\');
  const match = { transport, type, name, ...(size !== undefined && { edns: { minSize } }) };
  if (answer.kind === 'timeout') return [{ match, actions: [{ drop: true }] }];
  if (answer.kind !== 'reply') return [];
  const reply = Uint8Array.from(answer.bytes);
  reply.fill(0, 0, 2);
  return [{ match, actions: [{ delayMs: Math.round(answer.elapsedMs), reply: Buffer.from(reply).toString('hex') }] }];
}

/** Interfaces, and whether there is a way beyond them. */
async function hostFacts(network: Network): Promise<{ interfaces: object[]; routes: object[] }> {
  const known = network.interfaces();
  const interfaces = known.map(({ name, up, addresses }) => ({
    name,
    state: up ? 'up' : 'down',
    addresses: addresses.map(({ address, prefix }) => `${address.replace(/%.*$/, '')}/${prefix}`),
  }));
  const routes: object[] = [];
  for (const [destination, example] of [
    ['default', '192.0.2.1'],
    ['::/0', '2001:db8::1'],
  ] as const) {
    const source = await network.sourceFor(example);
    const through = known.find(({ loopback, addresses }) => !loopback && addresses.some(({ address }) => address === source));
    if (through !== undefined) routes.push({ destination, interface: through.name });
  }
  return { interfaces, routes };
}
