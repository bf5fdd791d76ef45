import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { LookupRequest } from '../../resolver/client.ts';
import { findClient } from '../../resolver/clients.ts';
import type { Outcome } from '../../resolver/outcome.ts';
import { isErrno } from '../../resolver/network.ts';
import type { FaultSettings } from '../serve/faults.ts';
import { faultBehaviours } from '../serve/faults.ts';
import { serve } from '../serve/serve.ts';
import { createLiveClock } from './live-clock.ts';
import { lookUpLive } from './live-lookup.ts';
import { createLiveNetwork } from './live-network.ts';

const request: LookupRequest = {
  name: 'www.example.com',
  service: '80',
  family: 'unspec',
  socktype: 'SOCK_STREAM',
  flags: [],
  nullHints: false,
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  assert.ok(typeof place === 'object' && place !== null);
  server.close();
  await once(server, 'close');
  return place.port;
}

async function lookUp(
  fault: string,
  client: string,
  resolvConf: string,
  more: Partial<FaultSettings> = {},
  limitMs = 5000,
): Promise<Outcome> {
  const port = await freePort();
  const settings = { address: '127.0.0.1', port, names: [], searchDomains: [], delayMs: 100, forwards: false, ...more };
  const listening = await serve(faultBehaviours(fault, settings) ?? [], { onQuery: () => {} });
  const found = findClient(client);
  assert.ok(found);
  try {
    const files = { 'resolv.conf': resolvConf, hosts: '127.0.0.1 localhost\n', 'nsswitch.conf': 'hosts: files dns\n' };
    return await lookUpLive(found, request, { files, env: {}, hostname: 'here', servers: new Map([['127.0.0.1', port]]) }, limitMs);
  } finally {
    await listening.close();
  }
}

const conf = 'nameserver 127.0.0.1\noptions timeout:1\n';

test('the models are resolvers: truncation fails as musl 1.2.3 and succeeds as musl 1.2.5, on real sockets', async () => {
  const old = await lookUp('truncate-empty', 'musl-1.2.3', conf);
  assert.deepEqual([old.result, old.packets.map(({ transport, type }) => `${transport} ${type}`)], ['EAI_NONAME', ['udp A', 'udp AAAA']]);
  const partial = await lookUp('truncate-partial', 'alpine-3.17', conf);
  assert.deepEqual([partial.result, partial.addresses.length], ['ok', 29]);
  const now = await lookUp('truncate-empty', 'musl-1.2.5', conf);
  assert.deepEqual([now.result, now.addresses.length, now.packets.at(-1)?.transport], ['ok', 40, 'tcp']);
});

test('refused and silent TCP, a lost half, and the limit', async () => {
  const refused = await lookUp('refuse-tcp', 'musl-1.2.5', conf);
  assert.deepEqual([refused.result, refused.elapsedMs < 900], ['EAI_AGAIN', true]);
  const silent = await lookUp('silent-tcp', 'musl-1.2.5', conf);
  assert.deepEqual([silent.result, Math.round(silent.elapsedMs / 500)], ['EAI_AGAIN', 2]);
  const lost = await lookUp('aaaa-drop', 'musl-1.2.0', conf);
  assert.deepEqual([lost.result, lost.addresses, lost.packets.length], ['ok', ['192.0.2.1'], 3]);
  const limited = await lookUp('drop', 'musl-1.2.5', 'nameserver 127.0.0.1\n', {}, 300);
  assert.deepEqual([limited.result, limited.class], ['hang', 'hang']);
});

test('an IPv6 socket asks IPv4 servers too', async () => {
  const outcome = await lookUp('slow', 'musl-1.2.5', 'nameserver ::1\nnameserver 127.0.0.1\noptions timeout:1\n');
  assert.deepEqual([outcome.result, outcome.addresses], ['ok', ['192.0.2.1']]);
});

test('nothing is sent to a server that the configuration did not name', async () => {
  const live = createLiveNetwork(createLiveClock(), new Map());
  const socket = await live.network.udp({ family: 'inet' });
  assert.ok(!isErrno(socket));
  assert.equal(await socket.send({ address: '127.0.0.1', port: 53 }, new Uint8Array(12)), 'EACCES');
  assert.equal(await live.network.tcp({ address: '127.0.0.1', port: 53 }), 'EACCES');
  assert.deepEqual(live.packets, []);
  live.close();
});

test("source addresses and interfaces are the kernel's", async () => {
  const live = createLiveNetwork(createLiveClock(), new Map());
  assert.equal(await live.network.sourceFor('127.0.0.1'), '127.0.0.1');
  const loopback = live.network.interfaces().find((one) => one.loopback);
  assert.ok(loopback?.addresses.some(({ address, prefix }) => address === '127.0.0.1' && prefix === 8));
});
