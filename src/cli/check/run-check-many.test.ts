import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { check, main, temporary, writeList, writeServices } from './services.suite.ts';
import type { ServicesReport } from '../../report/services.ts';

const services = { shop: ['libgcc_s.so.1'], mail: ['libgcc_s.so.1'], both: ['libgcc_s.so.1', 'libpq.so.5'], fine: [] };
const lines = Object.keys(services).map((name) => `oci:images:${name}\t${name}`);

function report(text: string): ServicesReport {
  const parsed: ServicesReport = JSON.parse(text);
  return parsed;
}

test('one table: what each fix frees, by cause and by base', (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), services);
  const ran = check(folder, ['--from-file', writeList(folder, lines), '--format', 'json']);
  assert.deepEqual([ran.code, ran.problems], [1, '']);
  const { causes, bases, places } = report(ran.out);
  assert.deepEqual(
    causes.filter(({ severity }) => severity === 'error').map(({ id, services: met, frees }) => [id, met, frees]),
    [
      ['missing-library:own@alpine 3.20:libgcc_s.so.1', ['shop', 'mail', 'both'], ['shop', 'mail']],
      ['missing-library:own@alpine 3.20:libpq.so.5', ['both'], []],
    ],
  );
  assert.deepEqual(places, [{ name: 'own', move: 'own', verdicts: { runs: 1, differs: 0, breaks: 3, unknown: 0 } }]);
  assert.deepEqual(
    bases.map(({ name, services: met, support }) => [name, met.length, support?.ends]),
    [['alpine 3.20', 4, '2026-04-01']],
  );
});

test('one mistake in two repositories is one cause, whatever their stages are called and wherever it stands', (t) => {
  const folder = temporary(t);
  const write = (name: string, builder: string, before: string, last: string): void => {
    mkdirSync(join(folder, name));
    const text = `${before}FROM alpine:3.20 AS ${builder}\nRUN cargo build --release\nFROM alpine:3.20${last}\nRUN find / -printf x\nCOPY --from=${builder} /x /x\n`;
    writeFileSync(join(folder, name, 'Dockerfile'), text);
  };
  write('a', 'build', '', '');
  write('b', 'compiler', '# Built by hand.\n', ' AS run');
  const { causes, services: met } = report(check(folder, ['a', 'b', '--format', 'json']).out);
  assert.deepEqual(
    causes.filter(({ severity }) => severity === 'error').map(({ rule, about, services: each }) => [rule, about, each]),
    [
      ['busybox-flags', 'find:stops', ['a', 'b']],
      ['compile-without-toolchain', 'gcc', ['a', 'b']],
    ],
  );
  assert.equal(met.length, 2);
});

test('what the cache gives is what reading gives, byte for byte, in every combination and with the cache damaged', (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), services);
  const list = writeList(folder, [...lines, 'oci:images:shop\tshop under another name']);
  const args = ['--from-file', list, '--on', 'debian:13-slim', '--on', 'alpine:3.20', '--format', 'json'];
  const without = check(folder, [...args, '--no-cache']);
  assert.ok(!existsSync(join(folder, 'cache')));
  const cold = check(folder, args);
  const warm = check(folder, args);
  for (const file of entriesOf(folder, 'reports')) writeFileSync(file, readFileSync(file).subarray(0, 40));
  const layersOnly = check(folder, args);
  for (const file of [...entriesOf(folder, 'reports'), ...entriesOf(folder, 'layers')]) writeFileSync(file, 'damaged');
  const damaged = check(folder, args);
  for (const ran of [cold, warm, layersOnly, damaged]) assert.deepEqual(ran, without);
  // The base once for all of them, each application once; shop and mail are one image, judged once.
  assert.deepEqual([entriesOf(folder, 'layers').length, entriesOf(folder, 'reports').length], [4, 3]);
});

function entriesOf(folder: string, kind: string): readonly string[] {
  const place = join(folder, 'cache', kind);
  return existsSync(place) ? readdirSync(place).map((name) => join(place, name)) : [];
}

test('another base or resolv.conf is another question', (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), { fine: [] });
  const list = writeList(folder, ['oci:images:fine']);
  writeFileSync(join(folder, 'resolv.conf'), 'nameserver 10.0.0.1\noptions ndots:5\n');
  for (const more of [[], ['--resolv-conf', 'resolv.conf'], ['--on', 'alpine:3.20']]) check(folder, ['--from-file', list, ...more]);
  assert.equal(entriesOf(folder, 'reports').length, 3);
});

test('a subject that cannot be judged is an entry with its reason and counts as an error; none at all is exit 2', (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), { fine: [], shop: ['libgcc_s.so.1'] });
  const list = writeList(folder, ['oci:images:fine', 'gone.tar', 'a\tb\tc', '', '# only a comment', 'oci:images:shop']);
  const ran = check(folder, ['--from-file', list, '--format', 'json']);
  assert.deepEqual([ran.code, ran.problems], [1, '']);
  assert.deepEqual(
    report(ran.out).failed.map(({ name, line }) => [name, line]),
    [
      ['line 3', 3],
      ['gone.tar', 2],
    ],
  );
  assert.deepEqual(
    report(ran.out).services.map(({ name }) => name),
    ['oci:images:fine', 'oci:images:shop'],
  );
  assert.equal(check(folder, ['oci:images:fine', 'gone.tar']).code, 1);
  assert.equal(check(folder, ['oci:images:fine', 'gone.tar', '--fail-on', 'never']).code, 0);
  assert.equal(check(folder, ['gone.tar', 'gone-too.tar', '--fail-on', 'never']).code, 2);
});

test('a list that is none is one line and exit 2', (t) => {
  const folder = temporary(t);
  writeFileSync(join(folder, 'binary'), Buffer.from([0, 1, 2]));
  writeFileSync(join(folder, 'empty'), '# nothing\n');
  for (const list of ['binary', 'empty', 'gone', '.']) {
    const { code, out, problems } = check(folder, ['--from-file', list]);
    assert.deepEqual([code, out, problems.startsWith('basewise: '), problems.includes('    at ')], [2, '', true, false], list);
  }
  assert.equal(check(folder, []).code, 2);
});

test('standard input is a list, and then no subject', (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), { fine: [] });
  const { code, out } = check(folder, ['--from-file', '-', '--format', 'json'], 'oci:images:fine\tone\r\n-\n');
  assert.equal(code, 1);
  assert.deepEqual([report(out).services.map(({ name }) => name), report(out).failed.map(({ line }) => line)], [['one'], [2]]);
});

test('lockfiles and Dockerfiles stand in the same list, each asked about its own targets', (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), { fine: [] });
  writeFileSync(join(folder, 'requirements.txt'), 'numpy==2.2.0 --hash=sha256:00\n');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM alpine:3.16\nCMD ["/bin/sh"]\n');
  const subjects = ['oci:images:fine', 'lockfile:requirements.txt', 'dockerfile:Dockerfile'];
  const lockTarget = 'musl@1.2/x86_64+cpython@3.12';
  const { out, problems } = check(folder, [...subjects, '--on', 'debian:12-slim', '--on', lockTarget, '--format', 'json']);
  assert.equal(problems, '');
  const places = report(out).services.map(({ targets }) => [...new Set(targets.map(({ name }) => name))]);
  assert.deepEqual(places, [['own', 'debian:12-slim'], [lockTarget], ['own', 'debian:12-slim']]);
  assert.deepEqual(report(out).bases.find(({ name }) => name === 'alpine 3.16')?.support, { ends: '2024-05-23', ended: true });
});

test('a run that is killed or interrupted goes on where it stopped', async (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, [`lib${name}.so`]])));
  const { port, asked, close } = await silentRegistry();
  const list = writeList(folder, ['oci:images:a', 'oci:images:b', `registry:127.0.0.1:${port}/never:1`, 'oci:images:c', 'oci:images:d']);
  const args = ['--from-file', list, '--on', 'alpine:3.20', '--format', 'json'];
  const env = { ...process.env, BASEWISE_CACHE_DIR: join(folder, 'cache') };
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const child = spawn(process.execPath, [main, 'check', ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env });
    let problems = '';
    child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
    const ended = once(child, 'exit');
    await asked();
    child.kill(signal);
    assert.deepEqual(await ended, [null, signal]);
    assert.equal(entriesOf(folder, 'reports').length, 2);
    if (signal === 'SIGINT') assert.match(problems, /stopped after 2 of 5 subjects; the same command goes on from there/);
  }
  close();
  const before = entriesOf(folder, 'layers').map((file) => statSync(file).mtimeMs);
  const resumed = check(folder, args);
  assert.equal(report(resumed.out).services.length, 4);
  assert.deepEqual(resumed, check(folder, [...args, '--no-cache']));
  // Alpine and four applications, of which two were not read again.
  const after = entriesOf(folder, 'layers').map((file) => statSync(file).mtimeMs);
  assert.deepEqual([before.length, after.length, before.filter((time) => after.includes(time)).length], [3, 5, 2]);
});

/** Takes connections and never says anything. */
async function silentRegistry(): Promise<{ readonly port: number; readonly asked: () => Promise<unknown>; readonly close: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return {
    port: address.port,
    asked: () => once(server, 'connection'),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('two runs share one cache at the same time', async (t) => {
  const folder = temporary(t);
  writeServices(join(folder, 'images'), services);
  const args = ['--from-file', writeList(folder, lines), '--format', 'json'];
  const env = { ...process.env, BASEWISE_CACHE_DIR: join(folder, 'cache') };
  const outputs = await Promise.all(
    [1, 2].map(async () => {
      const child = spawn(process.execPath, [main, 'check', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], env });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      await once(child, 'close');
      return out;
    }),
  );
  const alone = check(folder, [...args, '--no-cache']).out;
  assert.deepEqual(outputs, [alone, alone]);
});
