import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../resolver/client.ts';
import { findClient } from '../../resolver/clients.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import { readScenario } from '../../resolver/scripted/read-scenario.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../../resolver/scripted/scenario-maker.suite.ts';
import { searchCandidates } from './candidates.ts';
import { recordTranscript } from './record-transcript.ts';

/** Records on the scripted network, and reads the transcript as replay does. */
async function recorded(scenario: Scenario): Promise<Scenario> {
  const texts: string[] = [];
  const { files, env, request, host } = scenario;
  const recorder: Client = {
    id: 'recorder',
    family: 'go',
    certainty: 'likely',
    repeats: false,
    start: (world) => async () => {
      const { name, family } = request;
      const servers = scenario.servers.map(({ address }) => address);
      texts.push(
        JSON.stringify(
          await recordTranscript({ ...world, timeoutMs: 3000 }, { name, family, files, env, hostname: host.hostname, servers }),
        ),
      );
      return { result: 'ok', class: 'ok', addresses: [] };
    },
  };
  await playScenario({ ...scenario, limitSeconds: 1000 }, recorder);
  return readScenario(texts[0] ?? '');
}

const clients = ['musl-1.2.3', 'musl-1.2.5', 'glibc-2.31', 'glibc-2.41', 'go-1.24', 'c-ares-1.34', 'node-resolve4'];

async function replaysAlike(scenario: Scenario): Promise<void> {
  const transcript = await recorded(scenario);
  for (const id of clients) {
    const client = findClient(id);
    assert.ok(client, id);
    const direct = await playScenario(scenario, client);
    const replayed = await playScenario(transcript, client);
    const facts = ({ result, addresses, packets }: typeof direct): unknown => [
      result,
      addresses,
      packets.map(({ transport, server, type, name }) => `${transport} ${server} ${type} ${name}`).toSorted(),
    ];
    assert.deepEqual(facts(replayed), facts(direct), id);
  }
}

test('a transcript replays as the servers themselves would have: truncation', async () => {
  const www = 'www.ex.test';
  const whole = manyAddresses(40);
  const replies = [
    rule('A', replyHex(www, 'A', whole), { match: { edns: { minSize: 1232 } } }),
    rule('A', replyHex(www, 'A', whole.slice(0, 30), { tc: true }), { match: { transport: 'udp' } }),
    rule('A', replyHex(www, 'A', whole)),
    rule('AAAA', replyHex(www, 'AAAA', [])),
  ];
  await replaysAlike(makeScenario({ replies }));
  await replaysAlike(makeScenario({ replies, server: { tcp: 'refused' } }));
});

test('a transcript replays as the servers themselves would have: the search list, and a server that is not there', async () => {
  const names = ['db.ns.svc.test', 'db.svc.test', 'db'];
  const replies = names.flatMap((name) => [
    rule('A', replyHex(name, 'A', name === 'db.svc.test' ? ['192.0.2.3'] : [], { rcode: name === 'db.svc.test' ? 0 : 3 }), { name }),
    rule('AAAA', replyHex(name, 'AAAA', [], { rcode: name === 'db.svc.test' ? 0 : 3 }), { name }),
  ]);
  const resolvConf = 'nameserver 127.0.0.2\nnameserver 127.0.0.1\nsearch ns.svc.test svc.test\noptions ndots:5 timeout:1\n';
  const absent = { address: '127.0.0.2', listed: true, udp: false, tcp: 'refused', replies: [] };
  await replaysAlike(makeScenario({ name: 'db', resolvConf, replies, moreServers: [absent] }));
});

test('candidates are all names that some client may ask for', () => {
  const sources = { resolvConf: 'search a.test b.test.\ndomain c.test # x\n', env: { LOCALDOMAIN: 'd.test' }, hostname: 'h.e.test' };
  assert.deepEqual(searchCandidates('Db', sources), [
    'Db',
    'db',
    'Db.a.test',
    'db.a.test',
    'Db.b.test',
    'db.b.test',
    'Db.c.test',
    'db.c.test',
    'Db.d.test',
    'db.d.test',
    'Db.e.test',
    'db.e.test',
  ]);
  assert.deepEqual(searchCandidates('db.', sources), ['db']);
  assert.deepEqual(searchCandidates('a..b', sources), []);
});
