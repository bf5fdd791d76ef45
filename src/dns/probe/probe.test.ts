import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BasewiseError } from '../../errors.ts';
import { findClient } from '../../resolver/clients.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import type { Scenario } from '../../resolver/scripted/scenario.ts';
import { isProbe } from './probe-lines.ts';
import { probeOutput as output } from './probe-output.suite.ts';
import { probeScript } from './probe-script.ts';
import { hostFromProcNet } from './proc-net.ts';
import { readProbe } from './read-probe.ts';

async function as(id: string, scenario: Scenario | undefined): Promise<string> {
  const client = findClient(id);
  assert.ok(client !== undefined && scenario !== undefined);
  const { result, addresses } = await playScenario(scenario, client);
  return `${result} ${addresses.length}`;
}

describe('what a probe printed, replayed at home', () => {
  test('each client gets what it would have got there', async () => {
    const [scenario] = readProbe(output());
    assert.deepEqual(
      [await as('musl-1.2.3', scenario), await as('musl-1.2.5', scenario), await as('glibc-2.36', scenario), await as('go-1.24', scenario)],
      ['EAI_NONAME 0', 'ok 40', 'ok 40', 'ok 40'],
    );
    assert.equal(scenario?.title, 'probed in web-0 (musl 1.2.3-r5); getent there: failed (2)');
  });

  test('TCP that is refused, or never connects', async () => {
    const [refused] = readProbe(output({ tcp: 'refused' }));
    assert.deepEqual(
      [refused?.servers[0]?.tcp, await as('musl-1.2.5', refused), await as('go-1.24', refused)],
      ['refused', 'EAI_AGAIN 0', 'ok 40'],
    );
    assert.equal(readProbe(output({ tcp: 'filtered' }))[0]?.servers[0]?.tcp, 'filtered');
  });

  test('what was not asked is unknown, never a time-out', async () => {
    const [scenario] = readProbe(output({ resolvConf: 'search d.test\nnameserver 10.96.0.10\noptions ndots:5\n' }));
    assert.equal(await as('musl-1.2.5', scenario), 'unknown 0');
  });

  test('output that was cut short says so and keeps what is whole', () => {
    const text = output();
    const [scenario] = readProbe(text.slice(0, text.indexOf('done 6')));
    assert.match(scenario?.title ?? '', /cut short/);
    assert.deepEqual([scenario?.complete, scenario?.servers[0]?.replies.length], [false, 3]);
  });

  test('a terminal’s line ends', () => {
    assert.deepEqual(readProbe(output().replaceAll('\n', '\r\n')), readProbe(output()));
  });

  test('other texts are none', () => {
    assert.equal(isProbe('{"id": "x"}'), false);
    assert.throws(
      () => readProbe('nameserver 1.2.3.4\n'),
      (error) => error instanceof BasewiseError && error.code === 'not-a-probe',
    );
  });

  test('arbitrary output fails with nothing but its own error', () => {
    const lines = output().split('\n');
    const words = [
      'query 3 udp 1.2.3.4 A a.b 0',
      'reply 3 zz',
      'reply 3 00',
      'done 3 9',
      'data 0',
      'file ../x',
      'name ',
      'connect x ok',
      'query 9 udp % A a 0',
      'env a',
      'name a b',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...lines, ...words), fc.string()), { maxLength: 60 }), (parts) => {
        try {
          readProbe(['basewise-dns-probe 1', ...parts].join('\n'));
        } catch (error) {
          if (!(error instanceof BasewiseError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the script', () => {
  test('is one that a POSIX shell can read', (t) => {
    const checked = spawnSync('sh', ['-n'], { input: probeScript(['api.example.com', 'db']), encoding: 'utf8' });
    if (checked.error !== undefined) return t.skip('no sh here');
    assert.deepEqual([checked.status, checked.stderr], [0, '']);
  });

  test('takes nothing that a shell would act on', () => {
    for (const name of ['a;reboot', '$(id)', '`id`', 'a b', '-n', '', 'a..b', 'ä.test', `${'a'.repeat(64)}.test`, "a'b"]) {
      assert.throws(
        () => probeScript([name]),
        (error) => error instanceof BasewiseError,
        name,
      );
    }
  });
});

test('interfaces and routes of /proc/net', () => {
  const route =
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t010000C0\t0003\t0\t0\t0\t00000000\neth0\t000000C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\n';
  const trie = 'Local:\n  |-- 192.0.0.7\n     /32 host LOCAL\n  |-- 127.0.0.1\n     /32 host LOCAL\n';
  const six = '00000000000000000000000000000001 01 80 10 80       lo\nfe800000000000000000000000000001 02 40 20 80     eth0\n';
  assert.deepEqual(
    hostFromProcNet(
      new Map([
        ['route', route],
        ['fib_trie', trie],
        ['if_inet6', six],
      ]),
    ),
    {
      interfaces: [
        { name: 'lo', state: 'up', addresses: ['127.0.0.1/8', '::1/128'], ipv6LinkLocal: false },
        { name: 'eth0', state: 'up', addresses: ['192.0.0.7/24'], ipv6LinkLocal: true },
      ],
      routes: [{ destination: '0.0.0.0/0', via: '192.0.0.1', interface: 'eth0' }],
    },
  );
});
