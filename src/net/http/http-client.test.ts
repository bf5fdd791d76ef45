import assert from 'node:assert/strict';
import { createServer as createTcpServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { send, serve } from '../loopback-server.suite.ts';
import { createHttpClient } from './http-client.ts';
import { openTunnel, proxyFor } from './proxy.ts';
import { readBody } from './read-body.ts';
import { isTransient, retryAfter } from './retry.ts';

test('a request goes out and its answer comes in', async (t) => {
  const server = await serve(t, (request, response) =>
    send(response, 201, request.method + request.body + String(request.headers['x-a']), { 'x-b': 'c' }),
  );
  const response = await createHttpClient({ environment: {} })({
    url: new URL(`http://${server.host}/p?q=1`),
    method: 'POST',
    headers: { 'x-a': 'b' },
    body: 'text',
  });
  assert.deepEqual([response.status, response.headers['x-b'], server.seen[0]?.url], [201, 'c', '/p?q=1']);
  assert.equal(new TextDecoder().decode((await readBody(response, 100)) ?? undefined), 'POSTtextb');
});

test('silence is given up, before the answer and within it', async (t) => {
  for (const early of [true, false]) {
    const server = await serve(t, (_, response) => {
      if (!early) response.writeHead(200, { 'content-length': 100 }).write('x');
    });
    const client = createHttpClient({ environment: {}, silenceMs: 50 });
    await assert.rejects(
      client({ url: new URL(`http://${server.host}/`) }).then((response) => readBody(response, 100)),
      isTransient,
    );
  }
});

test('plain HTTP goes through a proxy with its credentials, loopback never', async (t) => {
  const proxy = await serve(t, (_, response) => send(response, 200, 'proxied'));
  const environment = { http_proxy: `http://me:p%40ss@${proxy.host}`, HTTPS_PROXY: proxy.host };
  const client = createHttpClient({ environment });
  assert.equal((await client({ url: new URL('http://registry.example:5000/v2/') })).status, 200);
  assert.equal(proxy.seen[0]?.url, 'http://registry.example:5000/v2/');
  assert.equal(proxy.seen[0]?.headers.host, 'registry.example:5000');
  assert.equal(proxy.seen[0]?.headers['proxy-authorization'], `Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  await assert.rejects(client({ url: new URL('http://127.0.0.1:1/') }), { code: 'ECONNREFUSED' });
  // node:http answers CONNECT by closing when nobody listens for it.
  await assert.rejects(client({ url: new URL('https://registry.example/v2/') }));
  assert.equal(proxy.seen.length, 1);
});

/** A proxy that answers CONNECT with this status and then echoes. */
async function tunnelProxy(t: TestContext, status: string): Promise<{ readonly host: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (head: Buffer) => {
      asked.push(head.toString());
      socket.write(`HTTP/1.1 ${status}\r\n\r\n`);
      socket.pipe(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  return { host: typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : assert.fail(), asked };
}

test('HTTPS goes through a tunnel', async (t) => {
  const proxy = await tunnelProxy(t, '200 Connection established');
  const socket = await openTunnel(new URL(`http://a:b@${proxy.host}`), new URL('https://registry.example/v2/'), 1000, undefined);
  assert.match(proxy.asked[0] ?? '', /^CONNECT registry\.example:443 HTTP\/1\.1\r\n/);
  assert.match(proxy.asked[0] ?? '', /proxy-authorization: Basic YTpi/i);
  const echoed = new Promise((resolve) => socket.once('data', resolve));
  socket.write('through');
  assert.equal(String(await echoed), 'through');
  socket.destroy();
  const refusing = await tunnelProxy(t, '407 Proxy Authentication Required');
  await assert.rejects(openTunnel(new URL(`http://${refusing.host}`), new URL('https://registry.example/'), 1000, undefined), {
    message: 'the proxy answered 407',
  });
});

test('the proxy of the environment is found as curl finds it', () => {
  const proxy = (url: string, environment: Readonly<Record<string, string>>): string | undefined =>
    proxyFor(new URL(url), environment)?.href;
  const both = { HTTPS_PROXY: 'proxy.example:3128', http_proxy: 'http://other.example' };
  assert.equal(proxy('https://a.example/', both), 'http://proxy.example:3128/');
  assert.equal(proxy('http://a.example/', both), 'http://other.example/');
  assert.equal(proxy('https://a.example/', { https_proxy: '', HTTPS_PROXY: 'x' }), undefined);
  for (const [no, host, excluded] of [
    ['*', 'a.example', true],
    ['a.example', 'a.example', true],
    ['a.example', 'b.a.example', true],
    ['.a.example', 'b.a.example', true],
    ['*.a.example', 'b.a.example', true],
    ['a.example', 'ba.example', false],
    ['a.example:443', 'a.example', true],
    ['a.example:80', 'a.example', false],
    ['x, A.EXAMPLE', 'a.example', true],
    ['', 'a.example', false],
    [',', 'a.example', false],
  ] as const) {
    assert.equal(proxy(`https://${host}/`, { ...both, NO_PROXY: no }) === undefined, excluded, `${no} ${host}`);
  }
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'a.localhost'])
    assert.equal(proxy(`https://${host}:5000/`, both), undefined, host);
  assert.equal(proxy('https://a.example/', { HTTPS_PROXY: 'socks5://x' }), undefined);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  assert.equal(retryAfter('120', now), 120_000);
  assert.equal(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now), 30_000);
  assert.equal(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now), 0);
  assert.equal(retryAfter('soon', now), null);
  assert.equal(retryAfter(undefined, now), null);
});
