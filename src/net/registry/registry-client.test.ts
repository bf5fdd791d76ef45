import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { send, serve, type Seen, type TestServer } from '../loopback-server.suite.ts';
import { BLOB, client, collect, digestOf, MANIFEST, MOST } from './registry.suite.ts';

test('a manifest is fetched by tag over plain HTTP on loopback, with its type and digest', async (t) => {
  const server = await serve(t, (_, response) =>
    send(response, 200, MANIFEST, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }),
  );
  const manifest = await client(server.host).manifest('1.0', MOST);
  assert.equal(manifest.digest, digestOf(MANIFEST));
  assert.equal(manifest.mediaType, 'application/vnd.oci.image.manifest.v1+json');
  assert.equal(server.seen.length, 1);
  assert.equal(server.seen[0]?.url, '/v2/some/app/manifests/1.0');
  assert.match(server.seen[0]?.headers.accept ?? '', /oci\.image\.index.*schema|oci\.image\.index/);
  assert.equal(server.seen[0]?.headers.authorization, undefined);
});

test('plain HTTP elsewhere is spoken only when asked', async () => {
  const seen: string[] = [];
  const http = async ({ url }: { readonly url: URL }): Promise<never> => {
    seen.push(url.origin);
    throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  };
  for (const plainHttp of [false, true]) {
    await assert.rejects(client('registry.example:5000', { http, plainHttp }).manifest('1', MOST), { code: 'registry-unreachable' });
  }
  assert.deepEqual(seen, ['https://registry.example:5000', 'http://registry.example:5000']);
  await assert.rejects(client('docker.io', { http }).manifest('1', MOST));
  assert.equal(seen.at(-1), 'https://registry-1.docker.io');
});

test('redirects on the registry itself keep the header; endless ones end', async (t) => {
  const server: TestServer = await serve(t, (request, response) => {
    if (request.url.endsWith('/manifests/1')) return send(response, 302, '', { location: '/elsewhere' });
    return request.url === '/elsewhere' ? send(response, 200, MANIFEST) : send(response, 302, '', { location: request.url });
  });
  await client(server.host).manifest('1', MOST);
  await assert.rejects(
    client(server.host).manifest('2', MOST),
    (error) => error instanceof BasewiseError && /more than 5 redirects/.test(error.message),
  );
});

test('429 and 5xx are tried again, as late as Retry-After says, but not for ever', async (t) => {
  const script = [
    [503, {}],
    [429, { 'retry-after': '7' }],
    [502, {}],
    [200, {}],
  ] as const;
  let at = 0;
  const server = await serve(t, (_, response) => {
    const [status, headers] = script[at++] ?? [500, {}];
    send(response, status, status === 200 ? MANIFEST : '', headers);
  });
  const waits: number[] = [];
  await client(server.host, {}, waits).manifest('1', MOST);
  assert.equal(waits.length, 3);
  assert.ok(waits[0]! >= 500 && waits[0]! < 700 && waits[1] === 7000 && waits[2]! >= 2000, String(waits));
  await assert.rejects(client(server.host).manifest('1', MOST), { code: 'registry-error', message: /answered 500/ });
  const busy = await serve(t, (_, response) => send(response, 429, '', { 'retry-after': '3600' }));
  await assert.rejects(client(busy.host).manifest('1', MOST), { code: 'registry-busy', message: /none for 3600 s/ });
  assert.equal(busy.seen.length, 1);
});

test('what is not there is said by its name', async (t) => {
  const server = await serve(t, (_, response) => send(response, 404, '{"errors":[]}'));
  await assert.rejects(client(server.host).manifest('nope', MOST), {
    code: 'registry-not-found',
    message: `${server.host} has no some/app:nope`,
  });
  assert.equal(await client(server.host).hasBlob(digestOf(BLOB)), false);
});

test('mirrors come first, and whatever they lack comes from the registry', async (t) => {
  const answer = (_: Seen, response: Parameters<typeof send>[0]): void => send(response, 200, MANIFEST);
  const [good, origin] = [await serve(t, answer), await serve(t, answer)];
  const broken = await serve(t, (_, response) => send(response, 404));
  const lying = await serve(t, (_, response) => send(response, 200, 'lies'));
  await client(origin.host, { mirrors: [broken.host, `${good.host}/prefix/`] }).manifest('1', MOST);
  assert.equal(good.seen[0]?.url, '/v2/prefix/some/app/manifests/1');
  assert.equal(origin.seen.length, 0);
  const registry = client(origin.host, { mirrors: [`http://${broken.host}`, '127.0.0.1:1', lying.host] });
  await registry.manifest(digestOf(MANIFEST), MOST);
  assert.equal(origin.seen.length, 1);
  const last = client(origin.host, { mirrors: [broken.host, '127.0.0.1:1'] });
  assert.equal((await collect(last.blob(digestOf(MANIFEST), MANIFEST.length))).toString(), MANIFEST);
});

test('a manifest whose connection breaks is asked for again', async (t) => {
  let cut = 2;
  const server = await serve(t, (_, response) => {
    if (cut-- <= 0) return send(response, 200, MANIFEST);
    response.writeHead(200, { 'content-length': MANIFEST.length });
    return void response.write('{', () => response.destroy());
  });
  await client(server.host).manifest('1', MOST);
  cut = 100;
  await assert.rejects(client(server.host).manifest('1', MOST), { code: 'registry-unreachable' });
});
