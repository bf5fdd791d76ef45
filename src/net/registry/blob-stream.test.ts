import assert from 'node:assert/strict';
import { test } from 'node:test';
import { send, serve } from '../loopback-server.suite.ts';
import { BLOB, client, collect, digestOf, MANIFEST, MOST } from './registry.suite.ts';

test('a dropped connection is taken up where it broke', async (t) => {
  const ranges: (string | undefined)[] = [];
  for (const honours of [true, false]) {
    ranges.length = 0;
    const server = await serve(t, (request, response) => {
      ranges.push(request.headers.range);
      const from = honours ? Number(/\d+/.exec(request.headers.range ?? '0')?.[0]) : 0;
      const rest = BLOB.subarray(from);
      response.writeHead(from > 0 ? 206 : 200, {
        'content-length': rest.length,
        ...(from > 0 ? { 'content-range': `bytes ${from}-${BLOB.length - 1}/${BLOB.length}` } : {}),
      });
      if (ranges.length >= 4) response.end(rest);
      else response.write(rest.subarray(0, 70_000), () => response.destroy());
    });
    assert.deepEqual(await collect(client(server.host).blob(digestOf(BLOB), BLOB.length)), BLOB);
    assert.equal(ranges[0], undefined);
    assert.match(ranges[1] ?? '', /^bytes=\d+-$/);
    assert.equal(ranges.length, 4);
  }
});

test('a blob that never gets further is given up; so is one that ends too early', async (t) => {
  for (const cut of ['destroy', 'end'] as const) {
    const waits: number[] = [];
    const server = await serve(t, (_, response) => {
      response.writeHead(200, cut === 'end' ? { 'content-length': 100 } : { 'content-length': BLOB.length });
      response.write(BLOB.subarray(0, 100), () => (cut === 'end' ? response.end() : response.destroy()));
    });
    await assert.rejects(collect(client(server.host, {}, waits).blob(digestOf(BLOB), BLOB.length)), { code: 'blob-truncated' });
    assert.ok(waits.length >= 3 && waits.length < 8, `${waits.length}`);
  }
});

test('another range than the one asked for is refused', async (t) => {
  const server = await serve(t, (request, response) => {
    if (request.headers.range === undefined) {
      response.writeHead(200, { 'content-length': BLOB.length });
      response.write(BLOB.subarray(0, 50_000), () => response.destroy());
    } else {
      send(response, 206, BLOB.subarray(1), { 'content-range': `bytes 1-${BLOB.length - 1}/${BLOB.length}` });
    }
  });
  await assert.rejects(collect(client(server.host).blob(digestOf(BLOB), BLOB.length)), { code: 'registry-bad-answer' });
});

test('every byte is held to its digest: blobs, configurations, manifests', async (t) => {
  const wrong = Buffer.from(BLOB);
  wrong[299_999]! ^= 1;
  let body: Buffer | string = wrong;
  const headers: Record<string, string> = {};
  const server = await serve(t, (_, response) => send(response, 200, body, headers));
  const registry = client(server.host);
  await assert.rejects(collect(registry.blob(digestOf(BLOB), BLOB.length)), { code: 'digest-mismatch' });
  await assert.rejects(collect(registry.blob(digestOf(wrong), BLOB.length - 1)), { code: 'digest-mismatch' });
  await assert.rejects(registry.document(digestOf(BLOB), MOST), { code: 'digest-mismatch' });
  assert.deepEqual(Buffer.from(await registry.document(digestOf(wrong, 'sha512'), MOST)), wrong);
  body = MANIFEST;
  await assert.rejects(registry.manifest(digestOf('other'), MOST), { code: 'digest-mismatch' });
  headers['docker-content-digest'] = digestOf('other');
  await assert.rejects(registry.manifest('tag', MOST), { code: 'digest-mismatch' });
  await assert.rejects(registry.manifest('tag', 10), { code: 'document-too-large' });
});

test('an answer without end is cut off at the bound', async (t) => {
  let sent = 0;
  const server = await serve(t, (_, response) => {
    response.writeHead(200);
    const pour = (): void => {
      while (!response.destroyed && response.write(BLOB)) sent += BLOB.length;
      if (!response.destroyed) response.once('drain', pour);
    };
    pour();
  });
  await assert.rejects(client(server.host).manifest('tag', MOST), { code: 'document-too-large' });
  await assert.rejects(collect(client(server.host).blob(digestOf(BLOB), BLOB.length)), { code: 'digest-mismatch' });
  assert.ok(sent < 100_000_000);
});

test('an abort ends waiting and reading', async (t) => {
  const controller = new AbortController();
  const server = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': BLOB.length });
    response.write(BLOB.subarray(0, 100), () => controller.abort());
  });
  await assert.rejects(collect(client(server.host, { signal: controller.signal }).blob(digestOf(BLOB), BLOB.length)), {
    name: 'AbortError',
  });
});
