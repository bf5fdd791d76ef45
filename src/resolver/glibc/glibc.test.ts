import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClient } from '../clients.ts';
import { playScenario } from '../scripted/play.ts';
import { surviveMutations } from '../scripted/hostile-world.suite.ts';
import type { Scenario } from '../scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../scripted/scenario-maker.suite.ts';
import { parseGaiConf } from './gai-conf.ts';
import { parseHostsServices } from './nsswitch.ts';
import { parseResolvConf } from './resolv-conf.ts';
import { glibcSwitches } from './switches.ts';

const www = 'www.ex.test';
const noAaaa = rule('AAAA', replyHex(www, 'AAAA', []));

async function line(scenario: Scenario, id: string): Promise<string> {
  const client = findClient(id);
  assert.ok(client, id);
  const { result, addresses, elapsedMs, packets } = await playScenario(scenario, client);
  return `${result} ${addresses.length} ${(elapsedMs / 1000).toFixed(1)}s ${packets.length}p`;
}

test('truncation goes to TCP, and all addresses come back however many there are', async () => {
  const scenario = makeScenario({
    replies: [
      rule('A', replyHex(www, 'A', [], { tc: true }), { match: { transport: 'udp' } }),
      rule('A', replyHex(www, 'A', manyAddresses(300)), { match: { transport: 'tcp' } }),
      noAaaa,
    ],
  });
  for (const id of ['glibc-2.31', 'glibc-2.36', 'glibc-2.43']) assert.match(await line(scenario, id), /^ok 300 0\.0s/, id);
});

test('a server that answers one of the two questions is asked again one after the other, and slowly', async () => {
  const scenario = makeScenario({ replies: [rule('A', replyHex(www, 'A', ['192.0.2.1']))] });
  assert.equal(await line(scenario, 'glibc-2.36'), 'ok 1 15.0s 6p');
});

test('the search list: dots against ndots, and the name itself is still asked after SERVFAIL', async () => {
  const replies = [
    rule('A', replyHex('db.svc.test', 'A', [], { rcode: 3 }), { name: 'db.svc.test' }),
    rule('AAAA', replyHex('db.svc.test', 'AAAA', [], { rcode: 3 }), { name: 'db.svc.test' }),
    rule('A', replyHex('db', 'A', ['192.0.2.7']), { name: 'db' }),
    rule('AAAA', replyHex('db', 'AAAA', []), { name: 'db' }),
  ];
  const scenario = makeScenario({ name: 'db', resolvConf: 'nameserver 127.0.0.1\nsearch svc.test\n', replies });
  assert.equal(await line(scenario, 'glibc-2.36'), 'ok 1 0.0s 4p');
});

test('resolv.conf: column 0, three nameservers, limits of the options', () => {
  const text =
    ' search indented.test\nsearch a.test b.test\noptions ndots:99 timeout:99 attempts:99 rotate\n' + 'nameserver 192.0.2.1\n'.repeat(5);
  const conf = parseResolvConf({ text, env: {}, hostname: 'h' }, glibcSwitches(36, false));
  assert.deepEqual(conf.search, ['a.test', 'b.test']);
  assert.equal(conf.nameservers.length, 3);
  assert.deepEqual([conf.ndots, conf.timeout, conf.attempts, conf.options.rotate], [15, 30, 5, true]);
  const fromEnvironment = parseResolvConf(
    { text, env: { LOCALDOMAIN: 'env.test', RES_OPTIONS: 'ndots:3' }, hostname: 'h' },
    glibcSwitches(36, false),
  );
  assert.deepEqual([fromEnvironment.search, fromEnvironment.ndots], [['env.test'], 3]);
});

test('resolv.conf: options came with releases', () => {
  const sources = { text: 'options trust-ad no-aaaa strict-error\n', env: {}, hostname: 'h' };
  const options = (minor: number): boolean[] => {
    const { trustAd, noAaaa: noIpv6, strictError } = parseResolvConf(sources, glibcSwitches(minor, false)).options;
    return [trustAd, noIpv6, strictError];
  };
  assert.deepEqual(options(30), [false, false, false]);
  assert.deepEqual(options(31), [true, false, false]);
  assert.deepEqual(options(36), [true, true, false]);
  assert.deepEqual(options(42), [true, true, true]);
});

test('nsswitch.conf: criteria, and which hosts line counts', () => {
  const text = 'hosts: files [NOTFOUND=return] dns\nhosts: dns\n';
  const names = (minor: number): (string | undefined)[] | undefined =>
    parseHostsServices(text, glibcSwitches(minor, false))?.map(({ name }) => name);
  assert.deepEqual(names(31), ['files', 'dns']);
  assert.deepEqual(names(36), ['dns']);
  assert.equal(parseHostsServices('hosts: files [NOTFOUND=return] dns\n', glibcSwitches(36, false))?.[0]?.actions.NOTFOUND, 'return');
});

test('gai.conf: a precedence line replaces the built-in table', () => {
  const plain = parseGaiConf(undefined);
  const raised = parseGaiConf('precedence ::ffff:0:0/96 100\n');
  assert.notDeepEqual(raised, plain);
  assert.deepEqual(parseGaiConf('# precedence ::ffff:0:0/96 100\n'), plain);
});

test('damaged replies and files end in a result', async () => {
  await surviveMutations(['glibc-2.17', 'glibc-2.31', 'glibc-2.36', 'glibc-2.43'], 2000);
});

test('releases that nobody models are not found, and what was run is marked', () => {
  for (const id of ['glibc-2.16', 'glibc-2.99', 'glibc-3.1', 'glibc', 'glibc-2.36.1']) assert.equal(findClient(id), undefined, id);
  assert.equal(findClient('glibc-2.17')?.certainty, 'likely');
  assert.equal(findClient('glibc@2.36')?.certainty, 'proven');
  assert.equal(findClient('glibc-2.36.0')?.certainty, 'likely');
});
