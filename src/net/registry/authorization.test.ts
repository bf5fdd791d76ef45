import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { send, serve, type Seen, type TestServer } from '../loopback-server.suite.ts';
import {
  auth,
  basic,
  bearer,
  BLOB,
  client,
  collect,
  digestOf,
  dockerConfig,
  guarded,
  MANIFEST,
  MOST,
  said,
  SECRET,
} from './registry.suite.ts';

test('a token is fetched anonymously, with a password, and with an identity token', async (t) => {
  const cases = [
    { config: {}, expect: (request: Seen) => request.method === 'GET' && request.headers.authorization === undefined },
    { config: { auth: auth('me', SECRET) }, expect: (request: Seen) => request.headers.authorization === basic('me', SECRET) },
    { config: { username: 'me', password: SECRET }, expect: (request: Seen) => request.headers.authorization === basic('me', SECRET) },
    {
      config: { auth: auth('00000000-0000-0000-0000-000000000000', ''), identitytoken: SECRET },
      expect: (request: Seen) =>
        request.method === 'POST' &&
        request.headers.authorization === undefined &&
        new URLSearchParams(request.body).get('refresh_token') === SECRET &&
        new URLSearchParams(request.body).get('grant_type') === 'refresh_token',
    },
  ];
  for (const { config, expect } of cases) {
    const server = await guarded(t, 'Bearer abc.def', bearer, (request) =>
      expect(request) ? { access_token: 'abc.def', expires_in: 60 } : 403,
    );
    const environment = dockerConfig(t, { auths: { [server.host]: config } });
    await client(server.host, { environment }).manifest('1', MOST);
    const asked = server.seen.find(({ url, method }) => url.startsWith('/token') && method === 'GET');
    if (asked !== undefined)
      assert.deepEqual(Object.fromEntries(new URL(asked.url, 'http://x').searchParams), {
        service: 'tests',
        scope: 'repository:some/app:pull',
      });
  }
});

test('a token is kept for the next request and fetched anew when it has expired', async (t) => {
  let issued = 0;
  let valid = '';
  const server: TestServer = await serve(t, (request, response) => {
    if (request.url.startsWith('/token')) return send(response, 200, JSON.stringify({ token: (valid = `t${++issued}`) }));
    if (request.headers.authorization !== `Bearer ${valid}`) return send(response, 401, '', { 'www-authenticate': bearer(server.host) });
    return send(response, 200, MANIFEST);
  });
  const registry = client(server.host);
  await registry.manifest('1', MOST);
  await registry.manifest('2', MOST);
  assert.equal(issued, 1);
  valid = 'expired';
  await registry.manifest('3', MOST);
  assert.equal(issued, 2);
});

test('basic authentication is answered, and only when it is asked for', async (t) => {
  const server = await guarded(t, basic('me', SECRET), () => 'Basic realm="tests"');
  const environment = dockerConfig(t, { auths: { [server.host]: { auth: auth('me', `${SECRET}\0\0`) } } });
  await client(server.host, { environment }).manifest('1', MOST);
  assert.deepEqual(
    server.seen.map(({ headers }) => headers.authorization),
    [undefined, basic('me', SECRET)],
  );
});

test('a registry token is sent as it is', async (t) => {
  const server = await guarded(t, `Bearer ${SECRET}`, () => 'Bearer realm="nonsense"');
  const environment = dockerConfig(t, { auths: { [`https://${server.host}`]: { registrytoken: SECRET } } });
  await client(server.host, { environment }).manifest('1', MOST);
});

test('credential helpers are asked: one for the host, else the store for all', async (t) => {
  const server = await guarded(t, basic('helped', SECRET), () => 'Basic realm=x');
  const good = `read host; echo "$1 $host" > "$DOCKER_CONFIG/asked"; echo '{"ServerURL":"x","Username":"helped","Secret":"${SECRET}"}'`;
  const none = 'echo "credentials not found in native keychain"; exit 1';
  const cases: readonly (readonly [object, Readonly<Record<string, string>>])[] = [
    [
      { credHelpers: { [server.host]: 'good-1' }, credsStore: 'none' },
      { 'good-1': good, none },
    ],
    [{ credsStore: 'good-1' }, { 'good-1': good }],
    [
      { credHelpers: { [server.host]: 'none' }, credsStore: 'good-1' },
      { 'good-1': good, none },
    ],
    [{ credsStore: 'none', auths: { [server.host]: { auth: auth('helped', SECRET) } } }, { none }],
  ];
  for (const [config, helpers] of cases) await client(server.host, { environment: dockerConfig(t, config, helpers) }).manifest('1', MOST);
});

test('a helper that fails, hangs on a bad name or is missing is named, and the request goes on without it', async (t) => {
  const server = await guarded(t, 'never', () => 'Basic realm=x');
  const cases = [
    [{ credsStore: 'broken' }, { broken: `echo "${SECRET}" >&2; echo "${SECRET}"; exit 3` }, /docker-credential-broken failed/],
    [{ credsStore: 'missing' }, {}, /docker-credential-missing is not in PATH/],
    [{ credsStore: '../evil' }, {}, /a name that is none/],
    [{ credsStore: 'garbage' }, { garbage: `echo "${SECRET}"` }, /logged in/],
  ] as const;
  for (const [config, helpers, text] of cases) {
    await assert.rejects(
      client(server.host, { environment: dockerConfig(t, config, helpers) }).manifest('1', MOST),
      (error) =>
        error instanceof BasewiseError &&
        error.code === 'registry-unauthorized' &&
        text.test(error.message) &&
        !said(error).includes(SECRET),
    );
  }
});

test('refused credentials are in no message', async (t) => {
  for (const challenge of [() => 'Basic realm=x', bearer]) {
    const server = await guarded(t, 'never', challenge, () => 401);
    const environment = dockerConfig(t, { auths: { [server.host]: { auth: auth('me', SECRET) } } });
    await assert.rejects(client(server.host, { environment }).manifest('1', MOST), (error) => {
      assert.ok(error instanceof BasewiseError && error.code === 'registry-unauthorized');
      assert.match(error.hint ?? '', /docker login 127/);
      for (const secret of [SECRET, auth('me', SECRET)]) assert.ok(!said(error).includes(secret));
      return true;
    });
  }
});

test('credentials go to no realm that is plain HTTP on another host', async (t) => {
  let asked = 0;
  const server = await guarded(t, 'never', () => 'Bearer realm="http://token.example/token",service="x"');
  const environment = dockerConfig(t, { auths: { [server.host]: { auth: auth('me', SECRET) } } });
  await assert.rejects(client(server.host, { environment }).manifest('1', MOST), (error) => {
    asked++;
    return (
      error instanceof BasewiseError && error.code === 'registry-bad-answer' && /token\.example without encryption/.test(error.message)
    );
  });
  assert.equal(asked, 1);
});

test('a redirect to blob storage does not carry the Authorization header, and a 401 from there asks for nothing', async (t) => {
  const storage = await serve(t, (_, response) => send(response, 200, BLOB));
  let target = storage.host;
  const server: TestServer = await serve(t, (request, response) => {
    if (request.headers.authorization === undefined) return send(response, 401, '', { 'www-authenticate': 'Basic realm=x' });
    return send(response, 307, '', { location: `http://${target}/signed?sig=${SECRET}` });
  });
  const environment = dockerConfig(t, { auths: { [server.host]: { auth: auth('me', SECRET) } } });
  assert.deepEqual(await collect(client(server.host, { environment }).blob(digestOf(BLOB), BLOB.length)), BLOB);
  assert.equal(storage.seen[0]?.headers.authorization, undefined);
  assert.equal(storage.seen[0]?.url, `/signed?sig=${SECRET}`);
  const hostile = await guarded(
    t,
    'never',
    (host) => `Basic realm=x, Bearer realm="http://${host}/token"`,
    () => ({ token: 'own' }),
  );
  target = hostile.host;
  await assert.rejects(
    collect(client(server.host, { environment }).blob(digestOf(BLOB), BLOB.length)),
    (error) => error instanceof BasewiseError && error.code === 'registry-unauthorized' && !said(error).includes(SECRET),
  );
  assert.deepEqual(
    hostile.seen.map(({ headers }) => headers.authorization),
    [undefined, undefined, 'Bearer own'],
  );
});

test('where a registry redirects to another one, that one is asked for a token anonymously', async (t) => {
  const regional = await guarded(t, 'Bearer regional', bearer, (request) =>
    request.headers.authorization === undefined ? { token: 'regional' } : 403,
  );
  const server: TestServer = await serve(t, (request, response) =>
    send(response, 307, '', { location: `http://${regional.host}${request.url}` }),
  );
  const environment = dockerConfig(t, {
    auths: { [server.host]: { auth: auth('me', SECRET) }, [regional.host]: { auth: auth('me', SECRET) } },
  });
  await client(server.host, { environment }).manifest('1', MOST);
  assert.ok(server.seen.every(({ headers }) => headers.authorization === undefined));
});
