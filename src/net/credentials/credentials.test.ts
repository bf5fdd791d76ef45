import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { authFiles } from './auth-files.ts';
import { findCredentials } from './credentials.ts';

const entry = (name: string): object => ({ auth: Buffer.from(`${name}:secret`).toString('base64') });

function home(t: TestContext, files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-credentials-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

async function userFor(host: string, repository: string, environment: Readonly<Record<string, string>>): Promise<string | null> {
  const { credentials } = await findCredentials(host, repository, environment);
  return credentials?.kind === 'password' ? credentials.username : null;
}

test('files are asked in the order of Docker, then Podman; one that is named is the only one', () => {
  assert.deepEqual(authFiles({ HOME: '/h' }), ['/h/.docker/config.json', '/h/.config/containers/auth.json']);
  assert.deepEqual(authFiles({ HOME: '/h', DOCKER_CONFIG: '/d', XDG_RUNTIME_DIR: '/r', XDG_CONFIG_HOME: '/c' }), [
    '/d/config.json',
    '/r/containers/auth.json',
    '/c/containers/auth.json',
  ]);
  assert.deepEqual(authFiles({ HOME: '/h', DOCKER_CONFIG: '/d', REGISTRY_AUTH_FILE: '/only' }), ['/only']);
});

test('a registry is found under each of its spellings, most special first', async (t) => {
  const HOME = home(t, {
    '.docker/config.json': {
      auths: {
        'https://index.docker.io/v1/': entry('hub'),
        'https://a.example': entry('a'),
        'b.example:5000': entry('b'),
        'https://c.example/v2/': entry('c'),
      },
    },
    '.config/containers/auth.json': {
      auths: {
        'd.example': entry('d'),
        'd.example/team': entry('team'),
        'd.example/team/app': entry('app'),
        'b.example:5000': entry('shadowed'),
      },
    },
  });
  for (const [host, repository, user] of [
    ['docker.io', 'library/x', 'hub'],
    ['a.example', 'x', 'a'],
    ['b.example:5000', 'x', 'b'],
    ['b.example', 'x', null],
    ['c.example', 'x', 'c'],
    ['d.example', 'x', 'd'],
    ['d.example', 'team/y', 'team'],
    ['d.example', 'team/app', 'app'],
    ['d.example', 'team/app/more', 'app'],
    ['d.example', 'teamwork', 'd'],
    ['e.example', 'x', null],
    ['constructor', 'x', null],
  ] as const) {
    assert.equal(await userFor(host, repository, { HOME }), user, `${host}/${repository}`);
  }
});

test('a file that is broken, huge or odd is named without its content, and the next one is asked', async (t) => {
  const HOME = home(t, { '.docker/config.json': '{"auths": secret', '.config/containers/auth.json': { auths: { x: entry('x') } } });
  const found = await findCredentials('x', 'a', { HOME });
  assert.deepEqual(found, {
    credentials: { kind: 'password', username: 'x', password: 'secret' },
    problems: [`${HOME}/.docker/config.json cannot be read`],
  });
  for (const odd of [
    '[]',
    'null',
    '{"auths":[]}',
    '{"auths":{"x":null}}',
    '{"auths":{"x":{"auth":"!!!"}}}',
    '{"credHelpers":[],"credsStore":7}',
    '',
  ]) {
    const other = await findCredentials('x', 'a', { HOME: home(t, { '.docker/config.json': odd }) });
    assert.equal(other.credentials, null, odd);
  }
});

test('a password may hold colons and any UTF-8', async (t) => {
  const auth = Buffer.from('me:pä:ss:').toString('base64');
  const HOME = home(t, { '.docker/config.json': { auths: { x: { auth } } } });
  assert.deepEqual((await findCredentials('x', 'a', { HOME })).credentials, { kind: 'password', username: 'me', password: 'pä:ss:' });
});
