import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findClient } from '../../resolver/clients.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import { manyAddresses, makeScenario, replyHex, rule } from '../../resolver/scripted/scenario-maker.suite.ts';
import type { ScenarioSketch } from '../../resolver/scripted/scenario-maker.suite.ts';
import type { LookupCause } from './lookup-causes.ts';
import { lookupCauses } from './lookup-causes.ts';
import { recogniseLookupLine } from './recognise-lookup.ts';

/** What getaddrinfo's result is called by gai_strerror, and so by the programs that print it. */
const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  musl: { EAI_NONAME: 'Name does not resolve', EAI_AGAIN: 'Try again', EAI_NODATA: 'Name has no usable address' },
  glibc: {
    EAI_NONAME: 'Name or service not known',
    EAI_AGAIN: 'Temporary failure in name resolution',
    EAI_NODATA: 'No address associated with hostname',
  },
};

const www = 'www.ex.test';
const good = rule('A', replyHex(www, 'A', ['192.0.2.1']));
const noAaaa = rule('AAAA', replyHex(www, 'AAAA', []));
const big = replyHex(www, 'A', manyAddresses(70));
const tcp = { transport: 'tcp' };
const cutAndWhole = [rule('A', big, { match: tcp }), rule('A', replyHex(www, 'A', [], { tc: true })), noAaaa];
const absent = (name: string): readonly ReturnType<typeof rule>[] => [
  rule('A', replyHex(name, 'A', [], { rcode: 3 }), { name }),
  rule('AAAA', replyHex(name, 'AAAA', [], { rcode: 3 }), { name }),
];
const present = (name: string): readonly ReturnType<typeof rule>[] => [
  rule('A', replyHex(name, 'A', ['192.0.2.1']), { name }),
  rule('AAAA', replyHex(name, 'AAAA', []), { name }),
];
const emptyParent = (name: string): readonly ReturnType<typeof rule>[] => [
  rule('A', replyHex(name, 'A', []), { name }),
  rule('AAAA', replyHex(name, 'AAAA', []), { name }),
];
const failing = (rcode: number): ScenarioSketch => ({
  replies: [rule('A', replyHex(www, 'A', [], { rcode })), rule('AAAA', replyHex(www, 'AAAA', [], { rcode }))],
});
const long = Array.from({ length: 12 }, (_, index) => `namespace-number-${index}.svc.cluster.local`).join(' ');
const cluster = 'nameserver 127.0.0.1\nsearch ns.svc.cluster.local svc.cluster.local\n';

/** A trap, a client that falls into it, and one that does not. */
const traps: readonly (readonly [cause: LookupCause, falls: string, stands: string | null, sketch: ScenarioSketch])[] = [
  ['truncated-answer', 'musl-1.2.3', 'musl-1.2.5', { replies: cutAndWhole }],
  ['records-1.2.4', 'musl-1.2.4', 'musl-1.2.5', { replies: cutAndWhole }],
  [
    'tcp-blocked',
    'musl-1.2.5',
    'go-1.24',
    {
      replies: [...cutAndWhole.slice(1, 2), noAaaa, rule('A', big, { match: { edns: { minSize: 1232 } } })].toReversed(),
      server: { tcp: 'refused' },
    },
  ],
  ['tcp-blocked', 'glibc-2.36', null, { replies: cutAndWhole, server: { tcp: 'refused' } }],
  ['bad-aaaa', 'musl-1.2.5', 'glibc-2.36', { replies: [good, rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 3 }))] }],
  ['bad-aaaa', 'musl-1.2.5', 'musl-1.2.0', { replies: [good, rule('AAAA', replyHex(www, 'AAAA', [], { rcode: 2 }))] }],
  [
    'search-stops',
    'musl-1.2.5',
    'glibc-2.36',
    { resolvConf: 'nameserver 127.0.0.1\nsearch d.test\noptions ndots:5\n', replies: [...emptyParent(`${www}.d.test`), good, noAaaa] },
  ],
  [
    'dots-not-searched',
    'musl-1.2.5',
    'glibc-2.36',
    {
      name: 'db.prod',
      resolvConf: cluster,
      replies: [...absent('db.prod'), ...absent('db.prod.ns.svc.cluster.local'), ...present('db.prod.svc.cluster.local')],
    },
  ],
  ['search-missing', 'glibc-2.36', null, { name: 'db', replies: absent('db') }],
  [
    'long-search-line',
    'musl-1.2.5',
    'glibc-2.36',
    {
      name: 'db',
      resolvConf: `nameserver 127.0.0.1\nsearch ${long}\noptions ndots:5\n`,
      replies: [...present('db.namespace-number-0.svc.cluster.local'), ...absent('db')],
    },
  ],
  ['search-dot', 'musl-1.2.3', 'musl-1.2.5', { resolvConf: 'nameserver 127.0.0.1\nsearch .\noptions ndots:5\n', replies: [good, noAaaa] }],
  ['server-fails', 'glibc-2.36', null, failing(2)],
  ['server-fails', 'musl-1.2.5', null, failing(5)],
  ['server-unreachable', 'musl-1.2.5', null, { replies: [], server: { udp: false } }],
  [
    'packets-lost',
    'glibc-2.36',
    null,
    {
      replies: [
        { match: { type: 'A', name: www }, actions: [{ drop: true }] },
        { match: { type: 'AAAA', name: www }, actions: [{ drop: true }] },
      ],
    },
  ],
  [
    'formerr-final',
    'glibc-2.36',
    'musl-1.2.5',
    {
      resolvConf: 'nameserver 127.0.0.1\nnameserver 127.0.0.2\n',
      ...failing(1),
      moreServers: [{ address: '127.0.0.2', listed: true, udp: true, tcp: 'ok', replies: [good, noAaaa] }],
    },
  ],
  ['attempts-zero', 'glibc-2.36', null, { resolvConf: 'nameserver 127.0.0.1\noptions attempts:0\n', replies: [good, noAaaa] }],
  ['no-such-record', 'glibc-2.36', null, { replies: [rule('A', replyHex(www, 'A', [])), noAaaa] }],
  ['name-absent', 'musl-1.2.5', null, { replies: absent(www) }],
];

describe('each cause, played: the client says what the cause is listed for', () => {
  for (const [cause, falls, stands, sketch] of traps) {
    test(`${cause} on ${falls}${stands === null ? '' : `, not on ${stands}`}`, async () => {
      const result = await play(falls, sketch);
      const text = texts[falls.split('-')[0] ?? '']?.[result];
      assert.ok(text !== undefined, result);
      const fact = recogniseLookupLine(`java.net.UnknownHostException: ${sketch.name ?? www}: ${text}`);
      assert.ok(fact !== null);
      assert.ok(
        lookupCauses(fact).some(({ id }) => id === cause),
        `${text}: ${lookupCauses(fact)
          .map(({ id }) => id)
          .join(' ')}`,
      );
      if (stands !== null) assert.equal(await play(stands, sketch), 'ok');
    });
  }
});

async function play(id: string, sketch: ScenarioSketch): Promise<string> {
  const client = findClient(id);
  assert.ok(client !== undefined, id);
  return (await playScenario(makeScenario(sketch), client)).result;
}
