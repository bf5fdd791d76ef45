import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { decodeDnsMessage } from '../../formats/wire/dns-decode.ts';
import type { DnsMessage } from '../../formats/wire/dns-message.ts';
import { encodeDnsMessage } from '../../formats/wire/dns-encode.ts';
import { parseDnsName } from '../../formats/wire/dns-name.ts';
import { makeScenario, replyHex, rule } from '../../resolver/scripted/scenario-maker.suite.ts';
import type { Behaviour, SeenQuery } from './behaviour.ts';
import type { FaultSettings } from './faults.ts';
import { faultBehaviours, faults } from './faults.ts';
import { createUpstream } from './forward.ts';
import { scenarioBehaviours } from './scenario-behaviour.ts';
import type { ServeOptions } from './serve.ts';
import { serve } from './serve.ts';

/** A port of loopback that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  assert.ok(typeof place === 'object' && place !== null);
  server.close();
  await once(server, 'close');
  return place.port;
}

function query(name: string, type: 1 | 28): Uint8Array {
  return encodeDnsMessage({ id: 0x4242, flags: { rd: true }, questions: [{ name: parseDnsName(name), type }] });
}

async function overUdp(port: number, name: string, type: 1 | 28, patienceMs = 300): Promise<DnsMessage | undefined> {
  const socket = createSocket('udp4');
  try {
    socket.send(query(name, type), port, '127.0.0.1');
    const [reply]: unknown[] = await Promise.race([
      once(socket, 'message'),
      new Promise<unknown[]>((resolve) => setTimeout(resolve, patienceMs, [])),
    ]);
    return reply instanceof Uint8Array ? decodeDnsMessage(reply) : undefined;
  } finally {
    socket.close();
  }
}

async function overTcp(port: number, name: string, type: 1 | 28): Promise<DnsMessage | string> {
  const socket = connect(port, '127.0.0.1');
  const message = query(name, type);
  socket.write(Buffer.concat([Uint8Array.of(0, message.length), message]));
  try {
    const chunks: Buffer[] = [];
    for (;;) {
      const [bytes]: unknown[] = await Promise.race([
        once(socket, 'data'),
        once(socket, 'close'),
        new Promise<unknown[]>((resolve) => setTimeout(resolve, 500, ['silent'])),
      ]);
      if (!(bytes instanceof Uint8Array)) return bytes === 'silent' ? 'silent' : 'closed';
      chunks.push(Buffer.from(bytes));
      const all = Buffer.concat(chunks);
      if (all.length >= 2 && all.length >= 2 + all.readUInt16BE(0)) return decodeDnsMessage(all.subarray(2));
    }
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}

async function during<T>(
  behaviours: readonly Behaviour[],
  task: (seen: readonly SeenQuery[]) => Promise<T>,
  options: Partial<ServeOptions> = {},
): Promise<T> {
  const seen: SeenQuery[] = [];
  const listening = await serve(behaviours, { onQuery: (one) => seen.push(one), ...options });
  try {
    return await task(seen);
  } finally {
    await listening.close();
  }
}

async function settings(more: Partial<FaultSettings> = {}): Promise<FaultSettings> {
  return {
    address: '127.0.0.1',
    port: await freePort(),
    names: [],
    searchDomains: ['cluster.local'],
    delayMs: 100,
    forwards: false,
    ...more,
  };
}

function shape(message: DnsMessage | string | undefined): string {
  if (message === undefined) return 'nothing';
  if (typeof message === 'string') return message;
  return `${message.rcode}${message.flags.tc ? ' TC' : ''} ${message.answers.length}`;
}

test('each fault shows on the wire', async () => {
  const seen: Record<string, string> = {};
  for (const name of [
    'truncate-empty',
    'truncate-partial',
    'refuse-tcp',
    'silent-tcp',
    'aaaa-nxdomain',
    'aaaa-drop',
    'search-servfail',
    'slow',
    'long-cname',
    'echo',
  ]) {
    const chosen = await settings();
    await during(faultBehaviours(name, chosen) ?? [], async () => {
      const host = name.startsWith('search') ? 'api.svc.cluster.local' : 'www.example.com';
      const [a, aaaa, tcp] = await Promise.all([
        overUdp(chosen.port, host, 1),
        overUdp(chosen.port, host, 28),
        overTcp(chosen.port, host, 1),
      ]);
      seen[name] = [a, aaaa, tcp].map((message) => shape(message)).join(', ');
    });
  }
  assert.deepEqual(seen, {
    'truncate-empty': '0 TC 0, 0 0, 0 40',
    'truncate-partial': '0 TC 29, 0 0, 0 40',
    'refuse-tcp': '0 TC 29, 0 0, ECONNREFUSED',
    'silent-tcp': '0 TC 29, 0 0, silent',
    'aaaa-nxdomain': '0 1, 3 0, 0 1',
    'aaaa-drop': '0 1, nothing, 0 1',
    'search-servfail': '2 0, 2 0, 2 0',
    slow: '0 1, 0 0, 0 1',
    'long-cname': '0 TC 7, 0 TC 7, 0 13',
    echo: '0 0, 0 0, 0 0',
  });
});

test('every fault has a server, and no other name has one', async () => {
  const chosen = await settings();
  for (const name of Object.keys(faults)) assert.ok(faultBehaviours(name, chosen)?.length, name);
  for (const name of ['', 'toString', 'truncate']) assert.equal(faultBehaviours(name, chosen), undefined);
  assert.deepEqual(
    faultBehaviours('split-horizon', chosen)?.map(({ address }) => address),
    ['127.0.0.1', '127.0.0.2'],
  );
});

test('a filtered port swallows connections', { skip: process.platform !== 'linux' && 'needs the accept queue of Linux' }, async () => {
  const chosen = await settings();
  await during(faultBehaviours('drop-tcp', chosen) ?? [], async () => {
    const socket = connect(chosen.port, '127.0.0.1');
    socket.on('error', () => {});
    const connected = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise((resolve) => setTimeout(resolve, 400, false)),
    ]);
    socket.destroy();
    assert.equal(connected, false);
  });
});

test('what the fault does not concern goes to the upstream server', async () => {
  const upstream = await settings();
  const chosen = await settings({ names: ['broken.example'], forwards: true });
  await during(faultBehaviours('long-cname', upstream) ?? [], () =>
    during(
      faultBehaviours('servfail', chosen) ?? [],
      async (seen) => {
        assert.equal(shape(await overUdp(chosen.port, 'a.BROKEN.example', 1)), '2 0');
        assert.equal(shape(await overUdp(chosen.port, 'fine.example', 1)), '0 TC 7');
        assert.equal(shape(await overTcp(chosen.port, 'fine.example', 1)), '0 13');
        assert.deepEqual(
          seen.map(({ done }) => done),
          ['SERVFAIL, 0 records, 34 bytes', 'forwarded', 'forwarded'],
        );
      },
      { upstream: createUpstream('127.0.0.1', upstream.port) },
    ),
  );
});

test('a scenario is played on real sockets: delays, counts, modes', async () => {
  const scenario = makeScenario({
    server: { tcp: 'closes-after-first-answer' },
    replies: [
      { match: { type: 'A', name: 'www.ex.test', nth: { from: 1, to: 1 } }, actions: [{ drop: true }] },
      rule('A', replyHex('www.ex.test', 'A', ['10.0.0.1']), { delayMs: 50 }),
    ],
  });
  const port = await freePort();
  await during(scenarioBehaviours(scenario, [{ address: '127.0.0.1', port }]), async (seen) => {
    assert.equal(await overUdp(port, 'www.ex.test', 1, 150), undefined);
    assert.equal(shape(await overUdp(port, 'www.ex.test', 1)), '0 1');
    assert.equal(await overUdp(port, 'other.test', 1, 50), undefined);
    assert.deepEqual(
      seen.map(({ type, name, done }) => `${type} ${name}: ${done}`),
      ['A www.ex.test: no answer', 'A www.ex.test: NOERROR, 1 record, 45 bytes after 50 ms', 'A other.test: no answer'],
    );
  });
});

test('an address that cannot be had is said so, and nothing stays open', async () => {
  const chosen = await settings();
  const [behaviour] = faultBehaviours('echo', chosen) ?? [];
  assert.ok(behaviour);
  await assert.rejects(serve([behaviour, { ...behaviour, address: '192.0.2.1' }], { onQuery: () => {} }), { code: 'cannot-listen' });
  await during([behaviour], async () => {
    assert.equal(shape(await overUdp(chosen.port, 'x.test', 1)), '0 0');
  });
});
