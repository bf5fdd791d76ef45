import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { findClient } from '../clients.ts';
import { playScenario } from './play.ts';
import { readScenario } from './read-scenario.ts';
import { replyHex } from './scenario-maker.suite.ts';

const encoder = new TextEncoder();

function seed(resolvConf: string, hosts: string, server: object): Uint8Array {
  return encoder.encode(
    JSON.stringify({
      id: 'seed',
      request: { name: 'www', service: '80', family: 'unspec', socktype: 'SOCK_STREAM', flags: ['AI_ADDRCONFIG'] },
      files: { 'resolv.conf': resolvConf, hosts, 'nsswitch.conf': 'hosts: files dns\n' },
      limitSeconds: 20,
      servers: [
        {
          address: '127.0.0.1',
          udp: true,
          tcp: 'ok',
          replies: [
            {
              match: { type: 'A', name: 'www.ex.test', transport: 'udp' },
              actions: [{ delayMs: 1, reply: replyHex('www.ex.test', 'A', [], { tc: true }) }],
            },
            {
              match: { type: 'A', name: 'www.ex.test' },
              actions: [{ delayMs: 3, reply: replyHex('www.ex.test', 'A', ['192.0.2.1', '192.0.2.2']) }],
            },
            {
              match: { type: 'AAAA', name: 'www.ex.test' },
              actions: [{ delayMs: 2, reply: replyHex('www.ex.test', 'AAAA', ['2001:db8::1']) }],
            },
          ],
          ...server,
        },
      ],
    }),
  );
}

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: 'dns-scenario',
    seeds: () => [
      seed(
        'nameserver 127.0.0.1\nsearch ex.test b.test\noptions ndots:2 timeout:1 attempts:3\n',
        '127.0.0.1 localhost\n::1 localhost # x\n',
        {},
      ),
      seed('nameserver 127.0.0.1\ndomain ex.test\n', '10.0.0.1 www.other www2\n', { tcp: 'closes-after-first-answer' }),
    ],
    run: async (input) => {
      const scenario = readScenario(Buffer.from(input).toString('utf8'));
      for (const name of ['musl-1.1.12', 'musl-1.2.3', 'musl-1.2.5']) {
        const client = findClient(name);
        if (client) await playScenario({ ...scenario, limitSeconds: Math.min(scenario.limitSeconds, 20) }, client);
      }
    },
  },
];
