import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClient } from '../clients.ts';
import type { Outcome } from '../outcome.ts';
import { playScenario } from '../scripted/play.ts';
import type { Scenario } from '../scripted/scenario.ts';
import { makeScenario, replyHex, rule } from '../scripted/scenario-maker.suite.ts';

const www = 'www.ex.test';

async function as(id: string, scenario: Scenario): Promise<Outcome> {
  const client = findClient(id);
  assert.ok(client, id);
  return playScenario(scenario, client);
}

test('dns.lookup is the libc underneath: a failed AAAA ends it on musl and not on glibc', async () => {
  const scenario = makeScenario({
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 3 }))],
  });
  const onGlibc = await as('node-lookup-glibc-2.36', scenario);
  assert.deepEqual([onGlibc.result, onGlibc.addresses], ['ok', ['192.0.2.1']]);
  const onMusl = await as('node-lookup-musl-1.2.5', scenario);
  assert.deepEqual([onMusl.result, onMusl.class], ['ENOTFOUND', 'not-found']);
});

test('dns.resolve knows neither the hosts file nor the search list', async () => {
  const scenario = makeScenario({
    name: 'db',
    hosts: '192.0.2.9 db\n',
    resolvConf: 'nameserver 127.0.0.1\nsearch svc.test\n',
    replies: [rule('A', replyHex('db', 'A', [], { rcode: 3 }), { name: 'db' })],
  });
  const outcome = await as('node-resolve4', scenario);
  assert.deepEqual([outcome.result, outcome.packets.map(({ name }) => name)], ['ENOTFOUND', ['db']]);
});

test('dns.resolve6 asks for AAAA, in lower case', async () => {
  const scenario = makeScenario({ name: 'WWW.Ex.test', replies: [rule('AAAA', replyHex(www, 'AAAA', ['2001:db8::1']))] });
  const outcome = await as('node-resolve6', scenario);
  assert.deepEqual([outcome.addresses, outcome.packets.map(({ type, name }) => `${type} ${name}`)], [['2001:db8::1'], [`AAAA ${www}`]]);
});

test('libcs that nobody models make no client', () => {
  assert.equal(findClient('node-lookup-glibc-2.1'), undefined);
  assert.equal(findClient('node-lookup-c-ares-1.34'), undefined);
  assert.equal(findClient('node-lookup-glibc-2.35')?.certainty, 'likely');
});
