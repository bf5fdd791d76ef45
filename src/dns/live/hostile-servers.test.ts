import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { findClient } from '../../resolver/clients.ts';
import type { Outcome } from '../../resolver/outcome.ts';
import { lookUpLive } from './live-lookup.ts';

type Respond = (query: Buffer, send: (reply: Uint8Array) => void) => void;

/** Looks a name up against a server that does what it likes, over UDP and on every TCP connection. */
async function against(client: string, respond: Respond, serveTcp: (socket: Socket) => void): Promise<Outcome> {
  const tcp = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    open.add(socket);
    serveTcp(socket);
  });
  const open = new Set<Socket>();
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const place = tcp.address();
  assert.ok(typeof place === 'object' && place !== null);
  const udp = createSocket('udp4');
  udp.bind(place.port, '127.0.0.1');
  await once(udp, 'listening');
  udp.on('message', (query, from) => respond(query, (reply) => udp.send(reply, from.port, from.address)));
  try {
    const files = { 'resolv.conf': 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n', hosts: '' };
    const found = findClient(client);
    assert.ok(found);
    const request = { name: 'www.ex.test', service: '80', family: 'unspec', socktype: 'SOCK_STREAM', flags: [], nullHints: false } as const;
    return await lookUpLive(found, request, { files, env: {}, hostname: 'here', servers: new Map([['127.0.0.1', place.port]]) }, 3000);
  } finally {
    for (const socket of open) socket.destroy();
    tcp.close();
    udp.close();
  }
}

const truncate: Respond = (query, send) => {
  const reply = Buffer.from(query);
  reply[2] = 0x83;
  send(reply);
};

test('a flood of strange datagrams ends with the budget', async () => {
  const flood: Respond = (_query, send) => {
    for (let count = 0; count < 3000; count += 1) send(Buffer.alloc(60, 7));
  };
  const outcome = await against('musl-1.2.5', flood, () => {});
  assert.deepEqual([outcome.result, outcome.packets.length, outcome.elapsedMs < 2000], ['EAI_AGAIN', 2, true]);
});

test('TCP without end is cut at the buffer, one byte at a time waits for the deadline', async () => {
  const endless = (socket: Socket): void => {
    const chunk = Buffer.alloc(65_536, 0x78);
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    more();
  };
  const outcome = await against('musl-1.2.5', truncate, endless);
  assert.deepEqual([outcome.result, outcome.elapsedMs < 900], ['EAI_AGAIN', true]);
  const dribble = (socket: Socket): void => {
    const timer = setInterval(() => socket.write(Buffer.of(1)), 100);
    socket.on('close', () => clearInterval(timer));
  };
  const slow = await against('musl-1.2.5', truncate, dribble);
  assert.deepEqual([slow.result, Math.round(slow.elapsedMs / 500)], ['EAI_AGAIN', 2]);
});

test('64 KB of pointers and claims are read within bounds', async () => {
  const huge: Respond = (query, send) => {
    const reply = Buffer.alloc(65_000, 0xc0);
    query.copy(reply);
    reply[2] = 0x81;
    reply[6] = 0xff;
    send(reply);
  };
  const old = await against('musl-1.2.3', huge, () => {});
  assert.deepEqual([old.result, old.elapsedMs < 900], ['EAI_NONAME', true]);
  const message = Buffer.alloc(65_537, 0xc0);
  message.writeUInt16BE(65_535, 0);
  message.writeUInt16BE(0x8180, 4);
  const big = await against('musl-1.2.5', truncate, (socket) => socket.write(message));
  assert.deepEqual([big.class, big.elapsedMs < 900], ['no-data', true]);
});
