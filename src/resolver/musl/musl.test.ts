import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../outcome.ts';
import { findClient } from '../clients.ts';
import { playScenario } from '../scripted/play.ts';
import { surviveMutations } from '../scripted/hostile-world.suite.ts';
import type { Scenario } from '../scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../scripted/scenario-maker.suite.ts';

const www = 'www.ex.test';
const noAaaa = rule('AAAA', replyHex(www, 'AAAA', []));

async function as(client: string, scenario: Scenario): Promise<Outcome> {
  const found = findClient(client);
  assert.ok(found, client);
  return playScenario(scenario, found);
}

async function results(scenario: Scenario, clients: readonly string[]): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const client of clients) {
    const { result, addresses, elapsedMs } = await as(client, scenario);
    entries.push([client, `${result} ${addresses.length} ${(elapsedMs / 1000).toFixed(1)}s`]);
  }
  return Object.fromEntries(entries);
}

test('claim "musl has no DNS over TCP": true up to 1.2.3, false since 1.2.4', async () => {
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', [], { tc: true }), { match: { transport: 'udp' } }),
      rule('A', replyHex(www, 'A', manyAddresses(40)), { match: { transport: 'tcp' } }),
      noAaaa,
    ],
  });
  assert.deepEqual(await results(scenario, ['musl-1.1.12', 'musl-1.1.24', 'musl-1.2.3', 'alpine-3.17', 'musl-1.2.4', 'alpine-3.18']), {
    'musl-1.1.12': 'EAI_FAIL 0 0.0s',
    'musl-1.1.24': 'EAI_NONAME 0 0.0s',
    'musl-1.2.3': 'EAI_NONAME 0 0.0s',
    'alpine-3.17': 'EAI_NONAME 0 0.0s',
    'musl-1.2.4': 'ok 40 0.0s',
    'alpine-3.18': 'ok 40 0.0s',
  });
});

test('claim "fixed in Alpine 3.18": the package revision decides', async () => {
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', [], { tc: true }), { match: { transport: 'udp' } }),
      rule('A', replyHex(www, 'A', manyAddresses(64)), { match: { transport: 'tcp' } }),
      noAaaa,
    ],
  });
  assert.deepEqual(await results(scenario, ['musl-1.2.4-r0', 'musl@1.2.4-r1', 'musl-1.2.4-r2', 'musl-1.2.5']), {
    'musl-1.2.4-r0': 'EAI_NODATA 0 0.0s',
    'musl@1.2.4-r1': 'EAI_NODATA 0 0.0s',
    'musl-1.2.4-r2': 'ok 48 0.0s',
    'musl-1.2.5': 'ok 48 0.0s',
  });
});

test('claim "only Alpine 3.3 and earlier lack search": yes, and dots ≥ ndots is never searched by any', async () => {
  const replies = ['db.other.svc.test', 'db.other'].flatMap((name) => [
    rule('A', replyHex(name, 'A', name === 'db.other' ? [] : ['10.0.0.9'], { rcode: name === 'db.other' ? 3 : 0 }), { name }),
    rule('AAAA', replyHex(name, 'AAAA', [], { rcode: name === 'db.other' ? 3 : 0 }), { name }),
  ]);
  const searched = makeScenario({ name: 'db.other', resolvConf: 'nameserver 127.0.0.1\nsearch svc.test\noptions ndots:5\n', replies });
  assert.deepEqual(await results(searched, ['alpine-3.3', 'alpine-3.4', 'musl-1.2.5']), {
    'alpine-3.3': 'EAI_NONAME 0 0.0s',
    'alpine-3.4': 'ok 1 0.0s',
    'musl-1.2.5': 'ok 1 0.0s',
  });
  const lowered = makeScenario({ name: 'db.other', resolvConf: 'nameserver 127.0.0.1\nsearch svc.test\noptions ndots:1\n', replies });
  assert.deepEqual(await results(lowered, ['alpine-3.4', 'musl-1.2.5', 'alpine-3.23']), {
    'alpine-3.4': 'EAI_NONAME 0 0.0s',
    'musl-1.2.5': 'EAI_NONAME 0 0.0s',
    'alpine-3.23': 'EAI_NONAME 0 0.0s',
  });
});

test('claim "a fast NXDOMAIN for one type wins": both are awaited, and one bad half fails the pair since 1.2.1', async () => {
  const scenario = makeScenario({
    replies: [rule('A', replyHex(www, 'A', ['10.0.0.1']), { delayMs: 300 }), rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 3 }))],
  });
  assert.deepEqual(await results(scenario, ['musl-1.2.0', 'musl-1.2.1', 'musl-1.2.5']), {
    'musl-1.2.0': 'ok 1 0.3s',
    'musl-1.2.1': 'EAI_NONAME 0 0.3s',
    'musl-1.2.5': 'EAI_NONAME 0 0.3s',
  });
});

test('claim "timeout:1 attempts:5 tries for five seconds": one second, five packets a question', async () => {
  const outcome = await as('musl-1.2.5', makeScenario({ resolvConf: 'nameserver 127.0.0.1\noptions timeout:1 attempts:5\n' }));
  assert.deepEqual([outcome.result, Math.round(outcome.elapsedMs / 100), outcome.packets.length], ['EAI_AGAIN', 10, 10]);
});

test('claim "attempts:0 disables retries": it kills the process, except where attempts was not read or was raised to 1', async () => {
  const scenario = makeScenario({
    resolvConf: 'nameserver 127.0.0.1\noptions attempts:0\n',
    replies: [rule('A', replyHex(www, 'A', ['10.0.0.1'])), noAaaa],
  });
  assert.deepEqual(await results(scenario, ['musl-1.1.12', 'musl-1.1.16', 'alpine-3.6', 'musl-1.2.6']), {
    'musl-1.1.12': 'ok 1 0.0s',
    'musl-1.1.16': 'ok 1 0.0s',
    'alpine-3.6': 'SIGFPE 0 0.0s',
    'musl-1.2.6': 'SIGFPE 0 0.0s',
  });
});

test('claim "musl returns all addresses": 48, and IPv6 first since 1.2.4', async () => {
  const ipv6 = Array.from({ length: 60 }, (_, index) => `fd00::${(index + 1).toString(16)}`);
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', manyAddresses(10))),
      rule('AAAA', replyHex(www, 'AAAA', [], { tc: true }), { match: { transport: 'udp' } }),
      rule('AAAA', replyHex(www, 'AAAA', ipv6), { match: { transport: 'tcp' } }),
    ],
  });
  const outcome = await as('musl-1.2.5', scenario);
  assert.equal(outcome.addresses.length, 48);
  assert.equal(outcome.addresses.filter((address) => address.includes('.')).length, 0);
});

test('TCP that cannot be started waits for the deadline; TCP that fails later ends the lookup', async () => {
  const replies = [rule('A', replyHex(www, 'A', ['10.0.0.1'])), rule('AAAA', replyHex(www, 'AAAA', [], { tc: true }))];
  assert.deepEqual(await results(makeScenario({ replies, server: { tcp: 'unreachable' } }), ['musl-1.2.5']), {
    'musl-1.2.5': 'EAI_AGAIN 0 5.0s',
  });
  assert.deepEqual(await results(makeScenario({ replies, server: { tcp: 'refused' } }), ['musl-1.2.5', 'musl-1.2.3']), {
    'musl-1.2.5': 'EAI_AGAIN 0 0.0s',
    'musl-1.2.3': 'ok 1 0.0s',
  });
});

test('a question that a transcript does not hold is unknown and named', async () => {
  const outcome = await as('musl-1.2.5', makeScenario({ complete: false, replies: [rule('A', replyHex(www, 'A', ['10.0.0.1']))] }));
  assert.deepEqual([outcome.class, outcome.message], ['unknown', 'not recorded: udp 127.0.0.1 AAAA www.ex.test']);
  const stranger = await as('musl-1.2.5', makeScenario({ complete: false, resolvConf: 'nameserver 127.0.0.9\n' }));
  assert.deepEqual([stranger.class, stranger.message], ['unknown', 'not recorded: any question to 127.0.0.9']);
});

test('versions that nobody models are not found', () => {
  for (const id of ['musl-1.1.1', 'musl-2', 'musl-', 'alpine-3.2', 'alpine-3.99', 'muslin-1.2.3'])
    assert.equal(findClient(id), undefined, id);
  assert.equal(findClient('musl-1.1.19')?.certainty, 'likely');
  assert.equal(findClient('alpine@3.17')?.certainty, 'proven');
});

test('damaged replies and files end in an outcome', async () => {
  await surviveMutations(['musl-1.1.12', 'musl-1.2.3', 'musl-1.2.5', 'alpine-3.4'], 2000);
});
