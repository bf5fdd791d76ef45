import assert from 'node:assert/strict';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { findClient } from '../clients.ts';
import type { Outcome, OutcomeClass } from '../outcome.ts';
import { playScenario } from './play.ts';
import { makeScenario, replyHex, rule } from './scenario-maker.suite.ts';
import type { Scenario } from './scenario.ts';

const www = 'www.ex.test';
const encoder = new TextEncoder();

/** Replies that mutations start from: an alias, a truncated one, many addresses, none. */
export function replySeeds(): Uint8Array[] {
  // www.ex.test CNAME a.ex.test, a.ex.test A 192.0.2.1, both compressed.
  const alias =
    '0000818000010002000000000377777702657804746573740000010001c00c000500010000003c00040161c010c029000100010000003c0004c0000201';
  const hexes = [
    replyHex(www, 'A', ['192.0.2.1', '192.0.2.2']),
    replyHex(www, 'A', [], { tc: true }),
    replyHex(www, 'A', [], { rcode: 2 }),
    alias,
  ];
  return hexes.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
}

/** Configuration files that mutations start from, behind each other with a zero byte between. */
export function fileSeeds(): Uint8Array[] {
  return [
    'nameserver 127.0.0.1\nsearch ex.test b.test\noptions ndots:2 timeout:1 attempts:1 rotate edns0\n\0hosts: files dns [!UNAVAIL=return] myhostname\n\x00127.0.0.1 localhost # x\n10.0.0.1 www.other www2\n\0label ::/0 1\nprecedence ::ffff:0:0/96 100\nscopev4 ::ffff:10.0.0.0/104 14\n',
    'domain ex.test\nnameserver ::1\nnameserver 127.0.0.1\nsortlist 10.0.0.0/8\noptions single-request use-vc no-aaaa\n\0# c\npasswd: files\nhosts:\tdns files\n\x00::1 www\n\0',
  ].map((text) => encoder.encode(text));
}

/** Every A question is answered with these bytes (the id put right), AAAA with none. */
export function hostileReplies(bytes: Uint8Array): Scenario {
  const hex = Buffer.from(bytes.length < 2 ? [0, 0] : bytes).toString('hex');
  const resolvConf = 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n';
  return makeScenario({ resolvConf, limitSeconds: 60, replies: [rule('A', hex), rule('AAAA', replyHex(www, 'AAAA', []))] });
}

/** The four files of the input, one server that knows one name. */
export function hostileFiles(bytes: Uint8Array): Scenario {
  const [resolvConf = '', nsswitch = '', hosts = '', gaiConf = ''] = Buffer.from(bytes).toString('latin1').split('\0', 4);
  const replies = [rule('A', replyHex(www, 'A', ['192.0.2.1'])), rule('AAAA', replyHex(www, 'AAAA', ['2001:db8::1']))];
  const scenario = makeScenario({ name: 'www', limitSeconds: 60, replies });
  return { ...scenario, files: { 'resolv.conf': resolvConf, 'nsswitch.conf': nsswitch, hosts, 'gai.conf': gaiConf } };
}

const classes: ReadonlySet<OutcomeClass> = new Set([
  'ok',
  'not-found',
  'no-data',
  'temporary-failure',
  'failure',
  'refused',
  'timeout',
  'bad-name',
  'crash',
  'hang',
  'other',
]);

/** Plays a scenario and holds what is true of every outcome, whatever the input. */
export async function playSoundly(scenario: Scenario, id: string): Promise<Outcome> {
  const client = findClient(id);
  assert.ok(client, id);
  const outcome = await playScenario(scenario, client);
  assert.ok(classes.has(outcome.class), `${id} ${outcome.class} ${outcome.result}`);
  // The most that a search list of one line, both types, three servers and ten attempts can come to.
  assert.ok(outcome.packets.length <= 8000, `${id} sends ${outcome.packets.length} packets`);
  if (outcome.class !== 'ok') assert.deepEqual(outcome.addresses, [], id);
  return outcome;
}

/** `count` damaged replies and files for each client. */
export async function surviveMutations(ids: readonly string[], count: number): Promise<void> {
  const random = randomNumbers(20_261_124);
  for (let run = 0; run < count; run += 1) {
    const id = ids[run % ids.length] ?? '';
    const replies = run % 4 !== 0;
    const seeds = replies ? replySeeds() : fileSeeds();
    const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(0), random, seeds);
    await playSoundly(replies ? hostileReplies(input) : hostileFiles(input), id);
  }
}

/** The same for the fuzzer. */
export function hostileTargets(family: string, ids: readonly string[]): FuzzTarget[] {
  const run =
    (make: (input: Uint8Array) => Scenario) =>
    async (input: Uint8Array): Promise<void> => {
      for (const id of ids) await playSoundly(make(input), id);
    };
  return [
    { name: `dns-replies-${family}`, seeds: replySeeds, run: run(hostileReplies) },
    { name: `dns-files-${family}`, seeds: fileSeeds, run: run(hostileFiles) },
  ];
}
