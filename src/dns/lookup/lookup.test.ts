import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playScenario } from '../../resolver/scripted/play.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../../resolver/scripted/scenario-maker.suite.ts';
import { askedClients } from '../replay/replay.ts';
import type { NameLookup } from './look-up-as.ts';
import { lookUpAs, lookupJson } from './look-up-as.ts';
import { prettyLookup } from './pretty-lookup.ts';
import { standAt } from './stand.ts';

const www = 'www.ex.test';

function lookUp(scenario: Scenario, clients: string, name = www): Promise<NameLookup> {
  return lookUpAs(name, 'unspec', askedClients([clients]), (client) => playScenario(scenario, client));
}

function verdicts({ outcomes }: NameLookup): Record<string, string> {
  return Object.fromEntries(outcomes.map(({ client, verdict, difference }) => [client, difference ?? verdict]));
}

test('a truncated answer: a part for old musl, with the packet that decided', async () => {
  const addresses = manyAddresses(40);
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', addresses.slice(0, 20), { tc: true }), { match: { transport: 'udp' } }),
      rule('A', replyHex(www, 'A', addresses), { match: { transport: 'tcp' } }),
      rule('AAAA', replyHex(www, 'AAAA', [])),
    ],
  });
  const answer = await lookUp(scenario, 'musl@1.2.3,musl-1.2.5,glibc-2.36');
  assert.deepEqual(verdicts(answer), { 'musl@1.2.3': 'subset', 'musl-1.2.5': 'succeeds', 'glibc-2.36': 'succeeds' });
  assert.equal(answer.agree, false);
  const [old] = answer.outcomes;
  assert.deepEqual([old?.decidedBy?.transport, old?.decidedBy?.type, old?.decidedBy?.server], ['udp', 'A', '127.0.0.1']);
  assert.match(prettyLookup(answer), /musl@1\.2\.3 +gets a part: ok .*20 addresses/);
});

test('a bad AAAA: fails on musl, and the reason names it', async () => {
  const scenario = makeScenario({
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 3 }))],
  });
  const answer = await lookUp(scenario, 'musl-1.2.5,glibc-2.36,go-1.24');
  assert.deepEqual(verdicts(answer), { 'musl-1.2.5': 'fails', 'glibc-2.36': 'succeeds', 'go-1.24': 'succeeds' });
  assert.deepEqual([answer.outcomes[0]?.decidedBy?.type, answer.outcomes[0]?.reasons.length], ['AAAA', 1]);
  assert.match(prettyLookup(answer), /succeed: glibc-2\.36, go-1\.24; fail: musl-1\.2\.5/);
});

test('one family, another search element, another server', async () => {
  const both = makeScenario({
    resolvConf: 'nameserver 127.0.0.1\noptions no-aaaa\n',
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), rule('AAAA', replyHex(www, 'AAAA', ['2001:db8::1']))],
  });
  assert.deepEqual(verdicts(await lookUp(both, 'glibc-2.31,glibc-2.36')), { 'glibc-2.31': 'succeeds', 'glibc-2.36': 'ipv4-only' });

  const replies = ['db.ns', 'db.ns.svc.test'].flatMap((name, index) => [
    rule('A', replyHex(name, 'A', [`192.0.2.${index + 1}`]), { name }),
    rule('AAAA', replyHex(name, 'AAAA', []), { name }),
  ]);
  const searched = makeScenario({ name: 'db.ns', resolvConf: 'nameserver 127.0.0.1\nsearch svc.test\noptions ndots:20\n', replies });
  // glibc holds ndots at 15, musl too; c-ares takes it as it is: all search first here, Node does not search.
  assert.deepEqual(verdicts(await lookUp(searched, 'glibc-2.36,musl-1.2.5,node-resolve4', 'db.ns')), {
    'glibc-2.36': 'succeeds',
    'musl-1.2.5': 'succeeds',
    'node-resolve4': 'other-search-element',
  });

  const horizon = makeScenario({
    resolvConf: 'nameserver 127.0.0.1\nnameserver 127.0.0.2\n',
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), rule('AAAA', replyHex(www, 'AAAA', []))],
    server: { udp: false, tcp: 'refused' },
    moreServers: [
      {
        address: '127.0.0.2',
        listed: true,
        udp: true,
        tcp: 'ok',
        replies: [rule('A', replyHex(www, 'A', ['192.0.2.2'])), rule('AAAA', replyHex(www, 'AAAA', []))],
      },
    ],
  });
  assert.deepEqual((await lookUp(horizon, 'glibc-2.36')).outcomes[0]?.outcome.addresses, ['192.0.2.2']);
});

test('who waits is said, and nothing else of the usual', async () => {
  const scenario = makeScenario({
    replies: [rule('A', replyHex(www, 'A', ['192.0.2.1']), { delayMs: 1500 }), rule('AAAA', replyHex(www, 'AAAA', []), { delayMs: 1500 })],
  });
  const answer = await lookUp(scenario, 'musl-1.2.5,go-1.24');
  assert.deepEqual(
    answer.outcomes.map(({ waits }) => waits),
    [true, true],
  );
  assert.equal(answer.agree, true);
  const json = JSON.stringify(lookupJson(answer));
  assert.ok(json.includes('"verdict":"succeeds"') && !json.includes('"trail"'));
});

test('a transcript that lacks a question gives no verdict', async () => {
  const scenario = makeScenario({ complete: false, replies: [rule('A', replyHex(www, 'A', ['192.0.2.1']))] });
  assert.deepEqual(verdicts(await lookUp(scenario, 'musl-1.2.5')), { 'musl-1.2.5': 'unknown' });
});

test('only servers that the configuration names may be asked', () => {
  const files = {
    'resolv.conf': 'search a.test\nnameserver 192.0.2.1\n nameserver 192.0.2.2,192.0.2.3\nnameserver fe80::1%eth0\n#nameserver 192.0.2.9\n',
  };
  assert.deepEqual([...standAt(files, []).servers.keys()], ['192.0.2.1', '192.0.2.2', '192.0.2.3', 'fe80::1%eth0']);
  assert.deepEqual([...standAt({}, []).servers], [['127.0.0.1', 53]]);
  const replaced = standAt(files, [{ address: '198.51.100.1', port: 5353 }]);
  assert.deepEqual([...replaced.servers], [['198.51.100.1', 5353]]);
  assert.equal(replaced.files['resolv.conf'], 'nameserver 198.51.100.1\nsearch a.test\n#nameserver 192.0.2.9\n');
});
