import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { listen, send } from '../../net/loopback-server.suite.ts';
import { collect, createBlobs, named, sha256, tar, temporaryFolder, writeFiles, type Files } from '../image-files.suite.ts';
import { parsePlatform } from '../manifests/platform.ts';
import { openSubject } from '../open-subject.ts';
import { parseSubject } from '../parse-subject.ts';
import type { StreamedImage } from '../streamed-archive/streamed-archive.ts';

const layer = tar([['file', 'x'.repeat(5000)]]);

/** An engine on a Unix socket that has these images. */
async function engine(
  t: TestContext,
  images: Readonly<Record<string, Files>>,
): Promise<{ readonly socket: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const name = /\/images\/(.+)\/get/.exec(request.url ?? '')?.[1] ?? '';
    const files = images[decodeURIComponent(name)];
    if (files === undefined) return send(response, 404, JSON.stringify({ message: `No such image: ${name}` }));
    response.writeHead(200, { 'content-type': 'application/x-tar' });
    return response.end(tar(files));
  });
  return { socket: await listen(t, server, join(temporaryFolder(t), 'engine.sock')), asked };
}

async function read(
  text: string,
  environment: Readonly<Record<string, string>>,
  platform: string = 'linux/amd64',
): Promise<StreamedImage<string>> {
  const opened = await openSubject(parseSubject(text), { environment, platform: parsePlatform(platform) });
  return opened.kind === 'streamed-archive'
    ? opened.archive.read(async (_member, content) => sha256(await collect(content)))
    : assert.fail(opened.kind);
}

/** As Docker saves it from its own store up to 24, and from containerd's: an OCI layout with both platforms. */
function forms(): Readonly<Record<string, Files>> {
  const config = JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [sha256(layer)] } });
  const blobs = createBlobs();
  const index = blobs.index(
    ['arm64', 'amd64'].map((architecture) => ({
      ...blobs.image({ architecture, layers: [layer] }),
      platform: { os: 'linux', architecture },
    })),
  );
  return {
    'app:1': [
      ['a/layer.tar', layer],
      ['c.json', config],
      ['manifest.json', JSON.stringify([{ Config: 'c.json', RepoTags: ['app:1'], Layers: ['a/layer.tar'] }])],
    ],
    'ns/app:2': blobs.layout([
      { ...named(index, '2'), annotations: { 'io.containerd.image.name': 'docker.io/ns/app:2', 'org.opencontainers.image.ref.name': '2' } },
    ]),
  };
}

test('Docker sends either archive form, and the layers are read again where a second pass needs them', async (t) => {
  const { socket, asked } = await engine(t, forms());
  for (const name of ['app:1', 'ns/app:2']) {
    const { source, walked } = await read(`docker:${name}`, { DOCKER_HOST: `unix://${socket}` });
    assert.deepEqual(walked, [sha256(layer)]);
    assert.equal(source.name, `docker:${name}`);
    assert.equal(source.platform.architecture, 'amd64');
    const again = source.layers[0]!.content;
    assert.ok(again.kind === 'stream');
    assert.deepEqual(await collect(await again.open()), layer);
  }
  assert.deepEqual(asked, ['/images/app:1/get', '/images/app:1/get', '/images/ns/app:2/get', '/images/ns/app:2/get']);
  await assert.rejects(
    read('docker:ns/app:2', { DOCKER_HOST: `unix://${socket}` }, 'linux/s390x'),
    (error) => error instanceof BasewiseError && error.code === 'platform-missing',
  );
});

test("Podman is asked through its own interface, at this user's socket", async (t) => {
  const { socket, asked } = await engine(t, forms());
  await read('podman:app:1', { CONTAINER_HOST: `unix://${socket}` });
  assert.deepEqual(asked, ['/v4.0.0/libpod/images/app:1/get?format=docker-archive']);
});

test("Docker's context in use tells the socket", async (t) => {
  const { socket, asked } = await engine(t, forms());
  const meta = `contexts/meta/${createHash('sha256').update('desk').digest('hex')}/meta.json`;
  const folder = writeFiles(temporaryFolder(t), [
    ['config.json', JSON.stringify({ currentContext: 'desk' })],
    [meta, JSON.stringify({ Name: 'desk', Endpoints: { docker: { Host: `unix://${socket}` } } })],
  ]);
  await read('docker:app:1', { DOCKER_CONFIG: folder });
  assert.equal(asked.length, 1);
});

test('what is not there, not running or not allowed is said with a way out', async (t) => {
  const { socket } = await engine(t, {});
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'no.sock'), '');
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    ['docker:nope:1', { DOCKER_HOST: `unix://${socket}` }, 'image-missing', /docker pull nope:1/],
    ['docker:x', { DOCKER_HOST: `unix://${folder}/none.sock` }, 'engine-absent', /docker save x \| basewise check -/],
    ['docker:x', { DOCKER_HOST: `unix://${folder}/no.sock` }, 'engine-absent', /start Docker/],
    ['podman:x', { CONTAINER_HOST: `unix://${folder}/none.sock` }, 'engine-absent', /podman system service/],
    ['docker:x', { DOCKER_HOST: 'ssh://me:secret@host' }, 'engine-address', /docker save/],
    ['docker:x', { DOCKER_HOST: 'tcp://127.0.0.1:1' }, 'engine-absent', /start Docker/],
    ['docker:x', { DOCKER_HOST: 'tcp://127.0.0.1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }, 'engine-address', /./],
  ];
  for (const [text, environment, code, hint] of cases) {
    await assert.rejects(read(text, environment), (error) => {
      assert.ok(error instanceof BasewiseError, String(error));
      assert.equal(error.code, code);
      assert.match(`${error.hint ?? ''} ${error.message}`, hint);
      assert.ok(!`${error.message}${error.hint ?? ''}${error.path ?? ''}`.includes('secret'));
      return true;
    });
  }
});

test('a socket without permission is named', async (t) => {
  if (process.getuid?.() === 0) return t.skip('root may open every socket');
  const { socket } = await engine(t, forms());
  chmodSync(socket, 0);
  return assert.rejects(
    read('docker:app:1', { DOCKER_HOST: `unix://${socket}` }),
    (error) => error instanceof BasewiseError && error.code === 'engine-denied',
  );
});

test('an engine that fails half-way gives an error, not half an image', async (t) => {
  const server = createServer((_, response) => {
    const whole = tar(forms()['app:1']!);
    response.writeHead(200);
    response.write(whole.subarray(0, 4000), () => response.destroy());
  });
  const socket = await listen(t, server, join(temporaryFolder(t), 'engine.sock'));
  await assert.rejects(
    read('docker:app:1', { DOCKER_HOST: `unix://${socket}` }),
    (error) => error instanceof BasewiseError && error.code === 'stream-failed',
  );
  const failing = createServer((_, response) => send(response, 500, JSON.stringify({ message: 'disk\n\u001b[31m full' })));
  const other = await listen(t, failing, join(temporaryFolder(t), 'engine.sock'));
  await assert.rejects(
    read('docker:app:1', { DOCKER_HOST: `unix://${other}` }),
    (error) => error instanceof BasewiseError && error.message === 'docker answered 500: disk [31m full',
  );
});
