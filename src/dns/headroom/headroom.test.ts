import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../resolver/client.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../../resolver/scripted/scenario-maker.suite.ts';
import type { ServerHeadroom } from './measure.ts';
import { measureHeadroom } from './measure.ts';
import { prettyHeadroom } from './pretty-headroom.ts';
import { prometheusHeadroom } from './prometheus-headroom.ts';
import { headroomExit, judgeHeadroom, sortByDanger } from './rank.ts';

const www = 'www.ex.test';
const noAaaa = rule('AAAA', replyHex(www, 'AAAA', []));

/** Measures on the scripted network: the measurement stands where a client would. */
async function measure(scenario: Scenario): Promise<ServerHeadroom> {
  const measured: ServerHeadroom[] = [];
  const client: Client = {
    id: 'headroom',
    family: 'go',
    certainty: 'likely',
    repeats: false,
    start: (world) => async () => {
      measured.push(await measureHeadroom({ ...world, timeoutMs: 500 }, '127.0.0.1', www));
      return { result: 'ok', class: 'ok', addresses: [] };
    },
  };
  await playScenario(scenario, client);
  const [first] = measured;
  assert.ok(first);
  return first;
}

test('room is counted in bytes and in records', async () => {
  const headroom = await measure(makeScenario({ replies: [rule('A', replyHex(www, 'A', manyAddresses(28))), noAaaa] }));
  const [a, aaaa] = headroom.questions;
  // 12 of header, 17 of question, 28 records of 16.
  assert.deepEqual([a.size, a.bytesLeft, a.recordsLeft, a.records], [477, 35, 2, 28]);
  assert.deepEqual([aaaa.behaviour, aaaa.size], ['no-data', 29]);
  const judged = judgeHeadroom(www, headroom, 64);
  assert.deepEqual([judged.danger, judged.bytesLeft, judged.recordsLeft], ['near', 35, 2]);
  assert.deepEqual([headroomExit([judged], 64), headroomExit([judgeHeadroom(www, headroom, 32)], 32)], [1, 0]);
});

test('a truncated answer: what is left of it, its whole size over TCP, and TCP that does not answer', async () => {
  const whole = manyAddresses(40);
  const truncated = (kept: number): Scenario =>
    makeScenario({
      replies: [
        rule('A', replyHex(www, 'A', whole.slice(0, kept), { tc: true }), { match: { transport: 'udp' } }),
        rule('A', replyHex(www, 'A', whole), { match: { transport: 'tcp' } }),
        noAaaa,
      ],
    });
  const empty = await measure(truncated(0));
  assert.deepEqual([empty.questions[0].truncated, empty.questions[0].size, empty.questions[0].bytesLeft], ['none', 669, -157]);
  const partial = await measure(truncated(20));
  assert.deepEqual([partial.questions[0].truncated, partial.tcp], ['records', 'answers']);
  assert.equal(judgeHeadroom(www, partial, 64).danger, 'truncated');
  for (const [tcp, behaviour] of [
    ['refused', 'refused'],
    ['silent', 'no-answer'],
    ['reset', 'closed'],
    ['closed-after-accept', 'closed'],
  ] as const) {
    const replies = [rule('A', replyHex(www, 'A', [], { tc: true })), noAaaa];
    const headroom = await measure(makeScenario({ replies, server: { tcp } }));
    const judged = judgeHeadroom(www, headroom, 64);
    assert.deepEqual(
      [headroom.tcp, judged.danger, judged.bytesLeft, headroomExit([judged], 64)],
      [behaviour, 'fails-everywhere', undefined, 1],
      tcp,
    );
  }
  const edns = await measure(
    makeScenario({
      server: { tcp: 'refused' },
      replies: [
        rule('A', replyHex(www, 'A', whole), { match: { edns: { minSize: 1000 } } }),
        rule('A', replyHex(www, 'A', [], { tc: true })),
        noAaaa,
      ],
    }),
  );
  assert.deepEqual([judgeHeadroom(www, edns, 64).danger, edns.questions[0].size], ['needs-edns', 669]);
});

test('AAAA that fails beside A is a danger, one without addresses is none', async () => {
  const a = rule('A', replyHex(www, 'A', ['192.0.2.1']));
  const dangerOf = async (replies: Parameters<typeof makeScenario>[0]['replies'] = []): Promise<string[]> => {
    const headroom = await measure(makeScenario({ replies: [a, ...replies] }));
    return [headroom.questions[1].behaviour, judgeHeadroom(www, headroom, 64).danger];
  };
  assert.deepEqual(await dangerOf([noAaaa]), ['no-data', 'fine']);
  assert.deepEqual(await dangerOf([rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 3 }))]), ['nxdomain', 'bad-aaaa']);
  assert.deepEqual(await dangerOf([rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 2 }))]), ['servfail', 'bad-aaaa']);
  assert.deepEqual(await dangerOf([]), ['no-answer', 'bad-aaaa']);
});

test('a name that does not exist and a server that is not there give nothing to judge', async () => {
  const missing = await measure(
    makeScenario({ replies: [rule('A', replyHex(www, 'A', [], { rcode: 3 })), rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 3 }))] }),
  );
  assert.equal(judgeHeadroom(www, missing, 64).danger, 'unknown');
  const absent = judgeHeadroom(www, await measure(makeScenario({ server: { udp: false, tcp: 'refused' } })), 64);
  assert.deepEqual([absent.danger, absent.questions[0].behaviour, headroomExit([absent], 64)], ['unknown', 'unreachable', 2]);
});

test('replies to other questions are passed over', async () => {
  const wrong = { delayMs: 0, reply: replyHex(www, 'A', ['192.0.2.66']), id: 'wrong' };
  const right = { delayMs: 20, reply: replyHex(www, 'A', ['192.0.2.1', '192.0.2.2']) };
  const other = { delayMs: 10, reply: replyHex('other.test', 'A', ['192.0.2.66']) };
  const headroom = await measure(makeScenario({ replies: [{ match: { type: 'A', name: www }, actions: [wrong, other, right] }, noAaaa] }));
  assert.equal(headroom.questions[0].records, 2);
});

test('the most dangerous comes first, in the table and in the metrics', async () => {
  const fine = judgeHeadroom(
    'fine.test',
    await measure(makeScenario({ replies: [rule('A', replyHex(www, 'A', ['192.0.2.1'])), noAaaa] })),
    64,
  );
  const near = judgeHeadroom(
    'near.test',
    await measure(makeScenario({ replies: [rule('A', replyHex(www, 'A', manyAddresses(29))), noAaaa] })),
    64,
  );
  const dead = judgeHeadroom(
    'dead.test',
    await measure(makeScenario({ server: { tcp: 'refused' }, replies: [rule('A', replyHex(www, 'A', [], { tc: true })), noAaaa] })),
    64,
  );
  const sorted = sortByDanger([fine, near, dead]);
  assert.deepEqual(
    sorted.map(({ name }) => name),
    ['dead.test', 'near.test', 'fine.test'],
  );
  const [, first] = prettyHeadroom(sorted).split('\n');
  assert.match(first ?? '', /^dead\.test +127\.0\.0\.1 .*TC empty.*refused +truncated, and TCP does not answer/);
  const metrics = prometheusHeadroom(sorted);
  assert.match(metrics, /^basewise_dns_headroom_bytes\{name="near\.test",server="127\.0\.0\.1",type="A"\} 19$/m);
  assert.match(metrics, /^basewise_dns_tcp_answers\{name="dead\.test",server="127\.0\.0\.1"\} 0$/m);
  assert.match(metrics, /^basewise_dns_truncated\{name="dead\.test",server="127\.0\.0\.1",type="A"\} 1$/m);
});
