import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Command } from 'commander';
import { faultBehaviours } from '../../dns/serve/faults.ts';
import { serve } from '../../dns/serve/serve.ts';
import { BasewiseError } from '../../errors.ts';
import { silentProgress } from '../progress.ts';
import { registerDns } from './dns.ts';

const folder = mkdtempSync(join(tmpdir(), 'basewise-dns-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const resolvConf = join(folder, 'resolv.conf');
writeFileSync(resolvConf, 'options timeout:1 attempts:1\n');

interface Seen {
  out: string;
  problems: string;
  exit: number;
}

async function run(...args: string[]): Promise<Seen> {
  const seen: Seen = { out: '', problems: '', exit: 0 };
  const program = new Command('basewise').exitOverride().configureOutput({ writeErr: () => {} });
  registerDns(program, {
    out: (text) => (seen.out += text),
    problem: (text) => (seen.problems += text),
    env: {},
    colors: false,
    columns: 100,
    progress: silentProgress,
    exitWith: (code) => {
      seen.exit = Math.max(seen.exit, code);
    },
  });
  await program.parseAsync(['dns', ...args], { from: 'user' });
  return seen;
}

/** A server with a named fault on a free port of loopback for the time of a test. */
async function withFault(fault: string, use: (server: string) => Promise<void>): Promise<void> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const place = probe.address();
  assert.ok(typeof place === 'object' && place !== null);
  probe.close();
  await once(probe, 'close');
  const settings = { address: '127.0.0.1', port: place.port, names: [], searchDomains: ['svc.test'], delayMs: 100, forwards: false };
  const listening = await serve(faultBehaviours(fault, settings) ?? [], { onQuery: () => {} });
  try {
    await use(`127.0.0.1:${place.port}`);
  } finally {
    await listening.close();
  }
}

test('lookup: truncation gives old musl a part, with exit 1 and the reason', async () => {
  await withFault('truncate-partial', async (server) => {
    const args = [
      'lookup',
      'www.ex.test',
      '--server',
      server,
      '--resolv-conf',
      resolvConf,
      '--as',
      'musl@1.2.3,musl-1.2.5,glibc-2.36,go-1.24',
    ];
    const { out, exit } = await run(...args);
    assert.match(out, /musl@1\.2\.3 +gets a part: ok .* 30 addresses/);
    assert.match(out, /decided by udp A www\.ex\.test to 127\.0\.0\.1/);
    assert.match(out, /succeed: musl-1\.2\.5, glibc-2\.36, go-1\.24; get a different answer: musl@1\.2\.3/);
    assert.equal(exit, 1);
  });
});

test('lookup --record: dns replay tells the same story offline', async () => {
  await withFault('aaaa-nxdomain', async (server) => {
    const path = join(folder, 'transcript.json');
    const args = ['--as', 'musl-1.2.5,glibc-2.36,c-ares-1.34,node-resolve4', '--format', 'json'];
    const live = await run('lookup', 'www.ex.test', '--server', server, '--resolv-conf', resolvConf, '--record', path, ...args);
    const replayed = await run('replay', path, ...args);
    const results = ({ out }: Seen): string[] =>
      JSON.parse(out).outcomes.map(({ client, result, addresses }: Record<string, unknown>) => `${client} ${result} ${addresses}`);
    assert.deepEqual(results(live), [
      'musl-1.2.5 EAI_NONAME ',
      'glibc-2.36 ok 192.0.2.1',
      'c-ares-1.34 ok 192.0.2.1',
      'node-resolve4 ok 192.0.2.1',
    ]);
    assert.deepEqual(results(replayed), results(live));
    assert.equal(JSON.parse(readFileSync(path, 'utf8')).complete, false);
  });
});

test('lookup stands where a pod or a container stands', async () => {
  await withFault('search-servfail', async (server) => {
    const manifest = join(folder, 'pod.yaml');
    const dns = 'dnsPolicy: None, dnsConfig: {nameservers: [127.0.0.1], searches: [ns.svc.test], options: [{name: ndots, value: "5"}]}';
    const spec = `{containers: [{name: a, image: a}], ${dns}}`;
    writeFileSync(manifest, `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`);
    const inPod = await run('lookup', 'api.ext', '--pod', manifest, '--server', server, '--as', 'glibc-2.36,c-ares-1.34');
    assert.match(inPod.out, /glibc-2\.36 +succeeds: ok 192\.0\.2\.1/);
    assert.match(inPod.out, /c-ares-1\.34 +fails: ARES_ESERVFAIL/);
    const plain = await run('lookup', 'api.ext', '--from', 'docker', '--server', server, '--as', 'glibc-2.36,c-ares-1.34');
    assert.match(plain.out, /all get the same answer/);
    assert.equal(plain.exit, 0);
  });
});

test('headroom: the table, the exit code, JSON and metrics', async () => {
  await withFault('truncate-empty', async (server) => {
    const names = join(folder, 'names');
    writeFileSync(names, '# names\nwww.ex.test\n\n');
    const pretty = await run('headroom', '--names-from', names, '--server', server);
    assert.match(pretty.out, /^www\.ex\.test .*40 records, 669 B, TC empty .* -157 .* answers .*musl up to 1\.2\.3/m);
    assert.equal(pretty.exit, 1);
    const json = await run('headroom', 'www.ex.test', '--server', server, '--format', 'json');
    assert.deepEqual([JSON.parse(json.out).names[0].bytesLeft, JSON.parse(json.out).names[0].danger], [-157, 'truncated']);
    const metrics = await run('headroom', 'www.ex.test', '--server', server, '--format', 'prometheus');
    assert.match(metrics.out, /^basewise_dns_headroom_bytes\{name="www\.ex\.test",server="127\.0\.0\.1",type="A"\} -157$/m);
  });
});

test('wrong usage is said, before anything is sent', async () => {
  const refused = async (...args: string[]): Promise<void> => {
    await assert.rejects(run(...args), (error) => error instanceof BasewiseError && error.code === 'bad-usage', args.join(' '));
  };
  await refused('lookup', 'a.test', '--server', 'nowhere');
  await refused('lookup', 'a.test', 'b.test', '--record', join(folder, 'x'));
  await refused('lookup', 'a.test', '--limit', '0');
  await refused('headroom');
  await refused('headroom', 'a..test');
  await refused('headroom', 'a.test', '--min-bytes', 'x');
});
