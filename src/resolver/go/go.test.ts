import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClient } from '../clients.ts';
import type { Outcome } from '../outcome.ts';
import { playScenario } from '../scripted/play.ts';
import { surviveMutations } from '../scripted/hostile-world.suite.ts';
import type { Scenario } from '../scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../scripted/scenario-maker.suite.ts';
import type { LookupOrderFacts } from './lookup-order.ts';
import { goUsesCgo } from './lookup-order.ts';
import { goSwitches } from './switches.ts';

const www = 'www.ex.test';
const noAaaa = rule('AAAA', replyHex(www, 'AAAA', []));

async function as(id: string, scenario: Scenario): Promise<Outcome> {
  const client = findClient(id);
  assert.ok(client, id);
  return playScenario(scenario, client);
}

test('EDNS of 1232 bytes and TCP: a long answer arrives whole', async () => {
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', [], { tc: true }), { match: { transport: 'udp' } }),
      rule('A', replyHex(www, 'A', manyAddresses(100)), { match: { transport: 'tcp' } }),
      noAaaa,
    ],
  });
  const outcome = await as('go-1.24', scenario);
  assert.deepEqual([outcome.result, outcome.addresses.length], ['ok', 100]);
  assert.deepEqual(new Set(outcome.packets.map(({ ednsSize }) => ednsSize)), new Set([1232]));
});

test('errors are told by their flags', async () => {
  const missing = await as('go-1.24', makeScenario({ replies: [rule('A', replyHex(www, 'A', [], { rcode: 3 })), noAaaa] }));
  assert.deepEqual([missing.class, missing.message, missing.errorFlags], ['not-found', 'no such host', ['not-found']]);
  const servfail = makeScenario({
    replies: [rule('A', replyHex(www, 'A', [], { rcode: 2 })), rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 2 }))],
  });
  const failed = await as('go-1.24', servfail);
  assert.deepEqual([failed.class, failed.errorFlags], ['temporary-failure', ['temporary']]);
  const dropped = await as('go-1.24', makeScenario({ resolvConf: 'nameserver 127.0.0.1\noptions timeout:1 attempts:2\n' }));
  assert.deepEqual([dropped.class, dropped.errorFlags, Math.round(dropped.elapsedMs / 100)], ['timeout', ['timeout', 'temporary'], 20]);
});

test('one family is enough, whatever became of the other', async () => {
  const scenario = makeScenario({
    resolvConf: 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n',
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 2 }))],
  });
  assert.deepEqual((await as('go-1.24', scenario)).addresses, ['192.0.2.1']);
});

const usual: LookupOrderFacts = {
  switches: goSwitches(24),
  cgoAvailable: true,
  goForced: false,
  cgoForced: false,
  env: {},
  resolvConf: 'nameserver 192.0.2.53\n',
  nsswitch: 'hosts: files dns\n',
  mdnsAllowExists: false,
  hostname: 'lab',
  name: 'www.ex.test',
};

test('when a program with cgo leaves the lookup to libc (native-dependencies.md section 4.4)', () => {
  const because = (facts: Partial<LookupOrderFacts>): string => {
    const { cgo, because: why } = goUsesCgo({ ...usual, ...facts });
    return `${cgo ? 'libc' : 'go'}: ${why}`;
  };
  assert.equal(because({}), 'go: nsswitch-conf');
  assert.equal(because({ cgoForced: true }), 'libc: cgo-forced');
  assert.equal(because({ cgoForced: true, goForced: true }), 'go: nsswitch-conf');
  assert.equal(because({ cgoAvailable: false, env: { RES_OPTIONS: 'ndots:2' } }), 'go: nsswitch-conf');
  assert.equal(because({ env: { RES_OPTIONS: 'ndots:2' } }), 'libc: environment');
  assert.equal(because({ env: { LOCALDOMAIN: '' } }), 'libc: environment');
  assert.equal(because({ resolvConf: 'nameserver 192.0.2.53\noptions inet6\n' }), 'libc: unknown-resolv-conf-option');
  assert.equal(because({ nsswitch: 'hosts: files resolve dns\n' }), 'libc: unknown-source');
  assert.equal(because({ nsswitch: 'hosts: files myhostname dns\n' }), 'go: nsswitch-conf');
  assert.equal(because({ nsswitch: 'hosts: files myhostname dns\n', name: 'lab' }), 'libc: myhostname-name');
  assert.equal(because({ nsswitch: 'hosts: files [SUCCESS=continue] dns\n' }), 'libc: non-standard-criteria');
  assert.equal(because({ nsswitch: undefined }), 'go: no-nsswitch-conf');
});

test('damaged replies and files end in a result', async () => {
  await surviveMutations(['go-1.19', 'go-1.24'], 2000);
});
