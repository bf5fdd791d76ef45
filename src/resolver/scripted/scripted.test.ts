import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate, randomNumbers } from '../../../tools/mutate.ts';
import { BasewiseError } from '../../errors.ts';
import type { Network, TcpEvent } from '../network.ts';
import { isErrno } from '../network.ts';
import type { Packet } from '../outcome.ts';
import { readScenario } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';
import { fuzzTargets } from './scenario.fuzz.ts';
import { makeScenario, replyHex, rule } from './scenario-maker.suite.ts';
import { createScriptedNetwork } from './scripted-network.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

const server = { address: '127.0.0.1', port: 53 };
const query = (type: 1 | 28, id = 0x1234): Uint8Array =>
  Uint8Array.from(
    Buffer.from(
      `${id.toString(16).padStart(4, '0')}01000001000000000000037777770265780474657374000${type === 1 ? '001' : '01c'}0001`,
      'hex',
    ),
  );

/** Runs a task against a scenario's network. */
async function on<T>(
  scenario: Scenario,
  task: (network: Network, clock: VirtualClock) => Promise<T>,
): Promise<{ value: T | string; packets: readonly Packet[]; now: number }> {
  const clock = createVirtualClock();
  const { network, packets } = createScriptedNetwork(scenario, clock);
  const ending = await clock.run(() => task(network, clock), scenario.limitSeconds * 1000);
  return { value: ending.kind === 'done' ? ending.value : ending.kind, packets, now: clock.now() };
}

async function udpEvents(network: Network, types: readonly (1 | 28)[], until: number, connect = false): Promise<string[]> {
  const socket = await network.udp({ family: 'inet', ...(connect && { connect: server }) });
  if (isErrno(socket)) return [socket];
  for (const type of types) await socket.send(server, query(type));
  const events: string[] = [];
  for (;;) {
    const event = await socket.next(until);
    if (event.kind === 'timeout') return events;
    events.push(
      event.kind === 'error'
        ? event.errno
        : `${event.from.address}#${event.from.port} ${Buffer.from(event.bytes.subarray(0, 2)).toString('hex')}`,
    );
  }
}

test('an hour of virtual time takes no time, and a wait that nothing ends is a hang', async () => {
  const { value, now } = await on(makeScenario({ limitSeconds: 7200 }), async (_network, clock) => {
    await clock.sleep(3_600_000);
    return clock.now();
  });
  assert.deepEqual([value, now], [3_600_000, 3_600_000]);
  const stuck = await on(makeScenario({ server: { tcp: 'silent' } }), async (network) => {
    const connection = await network.tcp(server);
    if (isErrno(connection)) return connection;
    assert.deepEqual(await connection.read(Infinity), { kind: 'connected' });
    return connection.read(Infinity);
  });
  assert.equal(stuck.value, 'hang');
});

test('parallel branches meet at the same virtual moments', async () => {
  const { value } = await on(makeScenario({}), async (_network, clock) => {
    const seen: string[] = [];
    const branch = async (name: string, pause: number): Promise<void> => {
      for (let turn = 1; turn <= 3; turn += 1) {
        await clock.sleep(clock.now() + pause);
        seen.push(`${name}${clock.now()}`);
      }
    };
    await Promise.all([branch('a', 100), branch('b', 150)]);
    return seen.join(' ');
  });
  assert.equal(value, 'a100 b150 a200 b300 a300 b450');
});

test('delays count from the arrival of each query over UDP, and wrong ids and other sources are what the rule says', async () => {
  const reply = replyHex('www.ex.test', 'A', ['10.0.0.1']);
  const scenario = makeScenario({
    replies: [
      {
        match: { type: 'A', name: 'www.ex.test' },
        actions: [
          { delayMs: 30, reply, from: { address: '127.0.0.9', port: 99 } },
          { delayMs: 10, reply, id: 'wrong' },
          { delayMs: 20, echo: true },
        ],
      },
    ],
  });
  const { value, packets } = await on(scenario, (network) => udpEvents(network, [1], 1000));
  assert.deepEqual(value, ['127.0.0.1#53 4761', '127.0.0.1#53 1234', '127.0.0.9#99 1234']);
  assert.deepEqual(packets, [{ atMs: 0, transport: 'udp', server: '127.0.0.1', type: 'A', name: 'www.ex.test' }]);
  const connected = await on(scenario, (network) => udpEvents(network, [1], 1000, true));
  assert.deepEqual(connected.value, ['127.0.0.1#53 4761', '127.0.0.1#53 1234']);
});

test('a gate answers the first type of each source port only; nth counts arrivals', async () => {
  const replies = [
    { match: { type: 'A', name: 'www.ex.test', nth: { from: 1, to: 1 } }, actions: [{ drop: true }] },
    rule('A', replyHex('www.ex.test', 'A', [])),
    rule('AAAA', replyHex('www.ex.test', 'AAAA', [])),
  ];
  const { value, packets } = await on(makeScenario({ replies, server: { gate: 'first-type-per-source-port' } }), async (network) => [
    ...(await udpEvents(network, [1, 28, 1], 100)),
    '|',
    ...(await udpEvents(network, [28], 200)),
  ]);
  assert.deepEqual(value, ['127.0.0.1#53 1234', '|', '127.0.0.1#53 1234']);
  assert.equal(packets.length, 4);
});

test('a closed port is an ICMP error for connected sockets and silence for others', async () => {
  const scenario = makeScenario({ server: { udp: false } });
  assert.deepEqual((await on(scenario, (network) => udpEvents(network, [1], 100, true))).value, ['ECONNREFUSED']);
  assert.deepEqual((await on(scenario, (network) => udpEvents(network, [1], 100))).value, []);
  const gone = makeScenario({ server: { network: 'unreachable', tcp: 'unreachable' } });
  assert.deepEqual((await on(gone, (network) => udpEvents(network, [1], 100, true))).value, ['ENETUNREACH']);
});

async function tcpEvents(network: Network, clock: VirtualClock, queries: number): Promise<string[]> {
  const connection = await network.tcp(server);
  if (isErrno(connection)) return [connection];
  for (let sent = 0; sent < queries; sent += 1) await connection.write(Uint8Array.from([0, query(1).length, ...query(1)]));
  const seen: string[] = [];
  for (;;) {
    const event: TcpEvent | { kind: 'timeout' } = await connection.read(200_000);
    if (event.kind === 'timeout') return seen;
    seen.push(`${event.kind === 'error' ? event.errno : event.kind} ${(clock.now() / 1000).toFixed(0)}`);
    if (event.kind === 'error' || event.kind === 'end') return seen;
  }
}

test('every TCP mode does what the kit says', async () => {
  const replies = [rule('A', replyHex('www.ex.test', 'A', []), { delayMs: 3000 })];
  const modes: Record<string, { events: string[]; packets: string[] }> = {};
  for (const mode of ['ok', 'refused', 'filtered', 'closed-after-accept', 'reset', 'silent', 'closes-after-first-answer', 'unreachable']) {
    const { value, packets } = await on(makeScenario({ replies, server: { tcp: mode }, limitSeconds: 300 }), (network, clock) =>
      tcpEvents(network, clock, 2),
    );
    modes[mode] = { events: Array.isArray(value) ? value : [value], packets: packets.map((packet) => packet.type) };
  }
  assert.deepEqual(modes, {
    ok: { events: ['connected 0', 'data 3', 'data 6'], packets: ['A', 'A'] },
    refused: { events: ['ECONNREFUSED 0'], packets: [] },
    filtered: { events: ['ETIMEDOUT 134'], packets: [] },
    // A query that came before the server closed stays unread, so the kernel resets.
    'closed-after-accept': { events: ['connected 0', 'ECONNRESET 0'], packets: ['connect'] },
    reset: { events: ['connected 0', 'ECONNRESET 0'], packets: ['connect'] },
    silent: { events: ['connected 0'], packets: ['A', 'A'] },
    'closes-after-first-answer': { events: ['connected 0', 'data 3', 'end 3'], packets: ['A'] },
    unreachable: { events: ['ENETUNREACH'], packets: [] },
  });
});

test('what is no scenario is refused with the place where it breaks', () => {
  assert.throws(() => readScenario('{'), { code: 'not-a-scenario' });
  assert.throws(() => readScenario('{"id": "x", "request": {"name": 5}, "files": {}, "servers": []}'), /\/request\/name is not a string/);
  assert.throws(() => makeScenario({ server: { tcp: 'sometimes' } }), /\/servers\/0\/tcp is none of/);
  assert.throws(
    () => makeScenario({ replies: [{ match: { type: 'A', name: 'x' }, actions: [{ delayMs: 0, reply: '0' }] }] }),
    /hexadecimal/,
  );
});

test('mutated scenarios are played or refused, never more', async () => {
  const random = randomNumbers(11);
  for (const target of fuzzTargets) {
    const seeds = target.seeds();
    for (let run = 0; run < 2000; run += 1) {
      const input = mutate(seeds[run % seeds.length] ?? new Uint8Array(0), random, seeds);
      try {
        await target.run(input);
      } catch (error) {
        assert.ok(error instanceof BasewiseError, String(error));
      }
    }
  }
});
