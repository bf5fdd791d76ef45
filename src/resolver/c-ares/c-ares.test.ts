import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { World } from '../client.ts';
import { findClient } from '../clients.ts';
import type { Outcome } from '../outcome.ts';
import { playScenario } from '../scripted/play.ts';
import { surviveMutations } from '../scripted/hostile-world.suite.ts';
import type { Scenario } from '../scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../scripted/scenario-maker.suite.ts';
import { hostsAddresses, legacyHostsAddresses } from './hosts-file.ts';
import { legacyChannelSettings } from './legacy-settings.ts';
import { looseQueryName, strictQueryName } from './query-name.ts';
import { channelSettings } from './settings.ts';

const www = 'www.ex.test';
const noAaaa = rule('AAAA', replyHex(www, 'AAAA', []));

async function as(id: string, scenario: Scenario): Promise<Outcome> {
  const client = findClient(id);
  assert.ok(client, id);
  return playScenario(scenario, client);
}

/** A world of files only. */
function worldOf(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): World {
  const unused = (): never => assert.fail('no packet is expected');
  return {
    network: { udp: unused, tcp: unused, poll: unused, interfaces: () => [], sourceFor: unused },
    clock: { now: () => 0, sleep: unused },
    readFile: (name) => files[name],
    env,
    hostname: 'lab.home.test',
    nssModules: undefined,
  };
}

test('truncation goes to TCP, with EDNS in 1.34 and without in 1.18', async () => {
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', [], { tc: true }), { match: { transport: 'udp' } }),
      rule('A', replyHex(www, 'A', manyAddresses(100)), { match: { transport: 'tcp' } }),
      noAaaa,
    ],
  });
  for (const [id, edns] of [
    ['c-ares-1.18', undefined],
    ['c-ares-1.34', 1232],
  ] as const) {
    const outcome = await as(id, scenario);
    assert.deepEqual([outcome.result, outcome.addresses.length, outcome.packets[0]?.ednsSize], ['ok', 100, edns], id);
  }
});

test('a silent server: 75 seconds in 1.18, about twelve in 1.34', async () => {
  const scenario = makeScenario({});
  const old = await as('c-ares-1.18', scenario);
  assert.deepEqual([old.result, Math.round(old.elapsedMs / 1000), old.packets.length], ['ARES_ETIMEOUT', 75, 8]);
  const recent = await as('c-ares-1.34', scenario);
  assert.deepEqual([recent.result, recent.packets.length], ['ARES_ETIMEOUT', 6]);
  assert.ok(recent.elapsedMs > 7000 && recent.elapsedMs <= 14_000, String(recent.elapsedMs));
});

test('SERVFAIL goes to the next server, except in Node, which passes it on', async () => {
  const failing = [rule('A', replyHex(www, 'A', [], { rcode: 2 })), noAaaa];
  const working = {
    address: '127.0.0.2',
    listed: true,
    udp: true,
    tcp: 'ok',
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), noAaaa],
  };
  const scenario = makeScenario({
    resolvConf: 'nameserver 127.0.0.1\nnameserver 127.0.0.2\n',
    replies: failing,
    moreServers: [working],
  });
  assert.deepEqual((await as('c-ares-1.18', scenario)).addresses, ['192.0.2.1']);
  assert.deepEqual((await as('c-ares-1.34', scenario)).addresses, ['192.0.2.1']);
  assert.equal((await as('node-resolve4', scenario)).result, 'ESERVFAIL');
});

test('resolv.conf of 1.34: a tab inside a value voids the line, and the later file wins', () => {
  const files = {
    'resolv.conf':
      'nameserver 192.0.2.1,192.0.2.2\nsearch a.test A.test b.test\nsearch c.test\td.test\noptions ndots:7 timeout:3 attempts:9\n',
    'nsswitch.conf': 'hosts: dns [!UNAVAIL=return] files\n',
  };
  const settings = channelSettings(worldOf(files));
  assert.deepEqual(settings.servers, ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(settings.domains, ['a.test', 'b.test']);
  assert.deepEqual([settings.ndots, settings.timeoutMs, settings.tries, settings.lookups], [7, 3000, 9, 'bf']);
});

test('resolv.conf of 1.18 knows neither timeout nor attempts, and the environment wins', () => {
  const files = { 'resolv.conf': 'search a.test ; b.test\noptions ndots:7 timeout:3 attempts:9 retrans:250\n' };
  const settings = legacyChannelSettings(worldOf(files, { RES_OPTIONS: 'ndots:2' }));
  assert.deepEqual([settings.domains, settings.ndots, settings.timeoutMs, settings.tries], [['a.test'], 2, 250, undefined]);
  assert.deepEqual(legacyChannelSettings(worldOf({})).domains, ['home.test']);
});

test('hosts: 1.34 gives a name the addresses of every line it is connected with', () => {
  const text = '192.0.2.1 one two\n192.0.2.2 two three\n192.0.2.1 four\n';
  assert.deepEqual(hostsAddresses(text, 'FOUR'), ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(legacyHostsAddresses(text, 'FOUR'), ['192.0.2.1']);
  assert.deepEqual(legacyHostsAddresses(text, 'two'), ['192.0.2.1', '192.0.2.2']);
});

test('names: what each release can ask for', () => {
  assert.deepEqual(strictQueryName('a\\046b.test'), ['a.b', 'test']);
  assert.equal(strictQueryName('a b.test'), undefined);
  assert.deepEqual(looseQueryName('a b.test.'), ['a b', 'test']);
  assert.deepEqual([strictQueryName('.'), looseQueryName('.')], [[], []]);
  for (const name of ['a..b', '.a', `${'x'.repeat(64)}.test`])
    assert.deepEqual([strictQueryName(name), looseQueryName(name)], [undefined, undefined], name);
});

test('two replies to one question that both ask for another try do not leave it on two connections', async () => {
  const servfail = { delayMs: 0, reply: replyHex(www, 'A', [], { rcode: 2 }) };
  const replies = [{ match: { type: 'A', name: www }, actions: [servfail, servfail, { delayMs: 0, reply: '0000' }] }, noAaaa];
  const outcome = await as('c-ares-1.34', makeScenario({ replies, limitSeconds: 60 }));
  assert.notEqual(outcome.class, 'hang');
  assert.ok(outcome.packets.length < 40, String(outcome.packets.length));
});

test('damaged replies and files end in a result', async () => {
  await surviveMutations(['c-ares-1.18', 'c-ares-1.34', 'node-resolve4'], 2000);
});

test('what is not modelled is not found', () => {
  for (const id of ['c-ares-1.17', 'c-ares-1.2', 'c-ares-1.180', 'c-ares']) assert.equal(findClient(id), undefined, id);
  assert.equal(findClient('c-ares@1.34.6')?.certainty, 'likely');
  assert.equal(findClient('c-ares-1.34')?.certainty, 'proven');
});
