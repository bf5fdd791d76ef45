import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { BasewiseError } from '../../errors.ts';
import { listen, send } from '../loopback-server.suite.ts';
import { client, MANIFEST, MOST } from './registry.suite.ts';

test('a certificate that nobody vouches for is refused, also on loopback, and not answered by plain HTTP', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'basewise-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ]);
  if (made.status !== 0) return t.skip('openssl, which makes the certificate, is not installed');
  let asked = 0;
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    asked++;
    send(response, 200, MANIFEST);
  });
  const host = await listen(t, server);
  await assert.rejects(client(host).manifest('1', MOST), (error) => {
    assert.ok(error instanceof BasewiseError && error.code === 'registry-unreachable');
    assert.match(error.message, /self-signed certificate/);
    assert.match(error.hint ?? '', /NODE_EXTRA_CA_CERTS/);
    return true;
  });
  assert.equal(asked, 0);
});
