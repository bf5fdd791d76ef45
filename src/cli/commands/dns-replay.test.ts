import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Command } from 'commander';
import { silentProgress } from '../progress.ts';
import { registerDns } from './dns.ts';

const folder = mkdtempSync(join(tmpdir(), 'basewise-replay-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const truncated = '0000838000010000000000000377777702657804746573740000010001';
const empty = '00008180000100000000000003777777026578047465737400001c0001';

/** A name whose A answer is truncated to nothing, with TCP closed. */
function scenario(id: string, more: object = {}): string {
  return JSON.stringify({
    id,
    title: 'truncated',
    request: { name: 'www.ex.test', service: '80', family: 'unspec', socktype: 'SOCK_STREAM', flags: [] },
    files: { 'resolv.conf': 'nameserver 127.0.0.1\n', hosts: '', 'nsswitch.conf': '' },
    servers: [
      {
        address: '127.0.0.1',
        tcp: 'refused',
        replies: [
          { match: { type: 'A', name: 'www.ex.test' }, actions: [{ delayMs: 0, reply: truncated }] },
          { match: { type: 'AAAA', name: 'www.ex.test' }, actions: [{ delayMs: 0, reply: empty }] },
        ],
      },
    ],
    ...more,
  });
}

async function run(...args: string[]): Promise<{ out: string; problems: string }> {
  const seen = { out: '', problems: '' };
  const program = new Command('basewise').exitOverride().configureOutput({ writeErr: () => {} });
  registerDns(program, {
    out: (text) => (seen.out += text),
    problem: (text) => (seen.problems += text),
    env: {},
    colors: false,
    columns: 100,
    progress: silentProgress,
    exitWith: () => {},
  });
  await program.parseAsync(args, { from: 'user' });
  return seen;
}

const one = join(folder, 'one.json');
writeFileSync(one, scenario('one'));

test("json is the contract's object, clients spelled and ordered as asked", async () => {
  const { out } = await run('dns', 'replay', one, '--as', 'musl@1.2.3,alpine-3.18', '--as', 'musl-1.2.3', '--format', 'json');
  const { scenario: id, outcomes } = JSON.parse(out);
  assert.equal(id, 'one');
  assert.deepEqual(
    outcomes.map(({ client, result, class: kind }: Record<string, string>) => [client, result, kind]),
    [
      ['musl@1.2.3', 'EAI_NONAME', 'not-found'],
      ['alpine-3.18', 'EAI_AGAIN', 'temporary-failure'],
      ['musl-1.2.3', 'EAI_NONAME', 'not-found'],
    ],
  );
  assert.deepEqual(outcomes[0], {
    client: 'musl@1.2.3',
    result: 'EAI_NONAME',
    class: 'not-found',
    addresses: [],
    elapsedMs: 0,
    packets: [
      { atMs: 0, transport: 'udp', server: '127.0.0.1', type: 'A', name: 'www.ex.test' },
      { atMs: 0, transport: 'udp', server: '127.0.0.1', type: 'AAAA', name: 'www.ex.test' },
    ],
  });
});

test('jsonl is one line a file; a folder passes over what is no scenario, with a word', async () => {
  writeFileSync(join(folder, 'two.json'), scenario('two', { complete: false, request: { name: 'other.test', family: 'inet' } }));
  writeFileSync(join(folder, 'index.json'), '{}');
  const { out, problems } = await run('dns', 'replay', folder, '--as', 'musl-1.2.5', '--format', 'jsonl');
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ scenario: id, outcomes }) => [id, outcomes[0].class, outcomes[0].message]),
    [
      ['one', 'temporary-failure', undefined],
      ['two', 'unknown', 'not recorded: udp 127.0.0.1 A other.test'],
    ],
  );
  assert.match(problems, /passed over .*index\.json/);
});

test('pretty says who gets what and why', async () => {
  const { out } = await run('dns', 'replay', one, '--as', 'musl@1.2.3,alpine@3.18');
  assert.match(out, /^one: truncated\n {2}musl@1\.2\.3 +EAI_NONAME, 2 packets\n/);
  assert.match(out, /is truncated, which musl up to 1\.2\.3 does not look at/);
  assert.match(
    out,
    /alpine@3\.18 +EAI_AGAIN.*\n.*asked again over TCP\n.*TCP to 127\.0\.0\.1 fails \(ECONNREFUSED\): that ends the lookup/,
  );
});

test('bad input is refused by name', async () => {
  await assert.rejects(run('dns', 'replay', one, '--as', 'musl-9'), { code: 'unknown-client' });
  await assert.rejects(run('dns', 'replay', join(folder, 'none.json')), { code: 'not-found' });
  await assert.rejects(run('dns', 'replay', join(folder, 'index.json')), { code: 'not-a-scenario', path: join(folder, 'index.json') });
  await assert.rejects(run('dns', 'serve'), { code: 'bad-usage' });
  await assert.rejects(run('dns', 'serve', '--fault', 'sometimes'), { code: 'bad-usage' });
  await assert.rejects(run('dns', 'serve', '--fault', 'echo', '--listen', 'here'), { code: 'bad-usage' });
});

test('dns serve lists its faults', async () => {
  const { out } = await run('dns', 'serve', '--fault', 'list');
  for (const name of ['truncate-empty', 'drop-tcp', 'aaaa-nxdomain', 'search-nodata', 'split-horizon', 'many-aaaa', 'long-cname', 'echo'])
    assert.match(out, new RegExp(`^${name} `, 'm'));
});
