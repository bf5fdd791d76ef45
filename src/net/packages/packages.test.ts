import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../../formats/archive/write-tar.suite.ts';
import { literalElf } from '../../formats/binary/elf-literal.ts';
import { readElf } from '../../formats/binary/elf.ts';
import { createHttpClient } from '../http/http-client.ts';
import { send, serve } from '../loopback-server.suite.ts';
import { withDownload } from './download.ts';
import { nativeCache } from './native-cache.ts';
import { isRegistrySpec, withNpmTarballs } from './npm-tarballs.ts';
import { pipIndexes } from './pip-settings.ts';
import { listIndexFiles } from './simple-index-client.ts';

test('pip’s variables name the indexes', async () => {
  const indexes = await pipIndexes({
    PIP_INDEX_URL: 'https://a.example/simple',
    PIP_EXTRA_INDEX_URL: 'https://b.example/x/ https://c.example/',
  });
  assert.deepEqual(indexes.map(String), ['https://a.example/simple/', 'https://b.example/x/', 'https://c.example/']);
  await assert.rejects(pipIndexes({ PIP_INDEX_URL: 'nonsense' }), { code: 'no-package-index' });
});

test('file lists of several indexes are joined; credentials go to their own origin, not into the address', async (t) => {
  const one = await serve(t, (_, response) =>
    send(response, 200, '{"files":[{"filename":"p-1.tar.gz","hashes":{}}]}', { 'content-type': 'application/vnd.pypi.simple.v1+json' }),
  );
  const two = await serve(t, (_, response) => send(response, 404));
  const client = createHttpClient({ environment: {} });
  const files = await listIndexFiles(client, [new URL(`http://user:secret@${one.host}/simple/`), new URL(`http://${two.host}/`)], 'p');
  assert.deepEqual(files, [{ name: 'p-1.tar.gz' }]);
  assert.deepEqual(
    one.seen.map(({ url, headers }) => [url, headers.authorization]),
    [['/simple/p/', `Basic ${Buffer.from('user:secret').toString('base64')}`]],
  );
  assert.equal(two.seen[0]?.headers.authorization, undefined);
  assert.equal(await listIndexFiles(client, [new URL(`http://${two.host}/`)], 'p'), null);
});

test('files are had by their digest or not at all, and are gone afterwards', async (t) => {
  const server = await serve(t, ({ url }, response) => {
    if (url === '/moved') send(response, 302, '', { location: '/file' });
    else if (url === '/file') send(response, 200, 'content');
    else send(response, 404);
  });
  const client = createHttpClient({ environment: {} });
  const hash = `sha256:${createHash('sha256').update('content').digest('hex')}`;
  const get = (path: string, wanted: string | null, most = 100): Promise<string | null> =>
    withDownload(client, { url: new URL(`http://${server.host}${path}`), authorizations: new Map(), hash: wanted, most }, (read, size) =>
      Buffer.from(read(3, size) ?? []).toString(),
    );
  assert.deepEqual(
    await Promise.all([get('/moved', hash), get('/file', null), get('/file', 'sha256:00'), get('/file', hash, 6), get('/gone', hash)]),
    ['tent', 'tent', null, null, null],
  );
});

test('facts of artifacts are kept by digest; what is damaged or has no digest is not', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-cache-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const cache = nativeCache(folder);
  const bytes = literalElf({ needed: ['libc.so.6'], symbols: [{ name: 'f' }] });
  const contents = {
    natives: [{ path: 'p/m.so', elf: readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length) }],
  };
  const hash = `sha256:${'a'.repeat(64)}`;
  assert.equal(cache.get(hash), null);
  cache.put(hash, contents);
  cache.put('sha256:../../x', contents);
  assert.deepEqual(nativeCache(folder).get(hash), contents);
  const [kept = ''] = globSync('natives/*', { cwd: folder });
  writeFileSync(join(folder, kept), 'damaged');
  assert.equal(cache.get(hash), null);
  assert.equal(globSync('**/*', { cwd: folder }).length, 2);
});

test('names and versions of a registry, and nothing else, are passed to npm', () => {
  assert.ok(isRegistrySpec('@scope/name@1.2.3-beta.1') && isRegistrySpec('ms@2.1.3'));
  for (const spec of ['ms', '../folder', 'ms@file:x', 'git+ssh://x.example/a@1', '--registry=https://x.example@1', 'a@1 b@2'])
    assert.ok(!isRegistrySpec(spec), spec);
});

test('tarballs come through npm from the registry that it is configured with', async (t) => {
  if (spawnSync('npm', ['--version']).status !== 0) return t.skip('no npm here');
  const tarball = gzipSync(
    tarOf(
      { name: 'package/package.json', content: '{"name":"p","version":"1.0.0","scripts":{"prepack":"exit 1","postinstall":"exit 1"}}' },
      { name: 'package/a.node', content: 'x' },
    ),
  );
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const registry = await serve(t, ({ url }, response) => {
    if (url.endsWith('.tgz')) send(response, 200, tarball);
    else if (url.startsWith('/p'))
      send(
        response,
        200,
        JSON.stringify({
          name: 'p',
          'dist-tags': { latest: '1.0.0' },
          versions: { '1.0.0': { name: 'p', version: '1.0.0', dist: { tarball: `http://${registry.host}/p/-/p-1.0.0.tgz`, integrity } } },
        }),
        { 'content-type': 'application/json' },
      );
    else send(response, 404, '{}');
  });
  const cache = mkdtempSync(join(tmpdir(), 'basewise-npm-cache-'));
  t.after(() => rmSync(cache, { recursive: true, force: true }));
  const environment = {
    PATH: process.env['PATH'],
    HOME: cache,
    npm_config_registry: `http://${registry.host}/`,
    npm_config_cache: cache,
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
  };
  const got: unknown[] = [];
  await withNpmTarballs(['p@1.0.0', 'gone@2.0.0'], environment, async ({ spec, integrity, stream }) => {
    let bytes = 0;
    for await (const chunk of stream()) bytes += chunk.length;
    got.push([spec, integrity, bytes]);
  });
  assert.deepEqual(got, [['p@1.0.0', integrity, tarball.length]]);
});
