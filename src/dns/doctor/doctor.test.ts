import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elfFile, glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import type { GoBuildInfo } from '../../tree/elf-facts.ts';
import { literalRootfs } from '../../tree/literal.ts';
import type { LiteralEntry, LiteralFiles } from '../../tree/literal.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Client } from '../../resolver/client.ts';
import { findClient } from '../../resolver/clients.ts';
import type { Outcome } from '../../resolver/outcome.ts';
import { playScenario } from '../../resolver/scripted/play.ts';
import { makeScenario, manyAddresses, replyHex, rule } from '../../resolver/scripted/scenario-maker.suite.ts';
import type { ScenarioSketch } from '../../resolver/scripted/scenario-maker.suite.ts';
import { createScriptedNetwork } from '../../resolver/scripted/scripted-network.ts';
import { createVirtualClock } from '../../resolver/scripted/virtual-clock.ts';
import { clientsOf } from './clients-of.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis, Patient } from './diagnose.ts';
import { prettyDiagnosis } from './pretty-doctor.ts';
import { processOfRoot } from './process-facts.ts';
import { toolStories } from './tools.ts';
import { diagnosisExit } from './verdict.ts';
import { whoResolves } from './who-resolves.ts';

const ordinary = { files: { 'resolv.conf': 'nameserver 127.0.0.1\n' }, env: {}, hostname: 'web-0' };

function goProgram(settings: Readonly<Record<string, string>>, entry: LiteralEntry): LiteralEntry {
  const go: GoBuildInfo = { version: 'go1.22.3', settings, dependencies: [] };
  assert.ok(entry.elf !== undefined && !('unknown' in entry.elf));
  return { ...entry, elf: { ...entry.elf, go } };
}

function clients(rootfs: Rootfs, path: string | undefined, place = ordinary): readonly string[] {
  return clientsOf(whoResolves(rootfs, path), place, 'db').map(({ client }) => client);
}

describe('who resolves', () => {
  test('the libc that the program’s own loader belongs to, by its package revision', () => {
    const alpine = muslBase({
      '/app': program(muslLoader),
      '/lib/apk/db/installed': 'P:musl\nV:1.2.5-r0\nF:lib\nR:ld-musl-x86_64.so.1\n\n',
    });
    assert.deepEqual(clients(alpine, '/app'), ['musl-1.2.5-r0']);
    assert.deepEqual(clients(alpine, undefined), ['musl-1.2.5-r0']);
    assert.deepEqual(clients(glibcBase({ '/app': program(glibcLoader) }), '/app'), ['glibc-2.36']);
  });

  test('two libcs in one root: the program decides', () => {
    const both = glibcBase({
      '/m': program(muslLoader),
      [muslLoader]: elfFile({
        soname: 'libc.musl-x86_64.so.1',
        rodata: Buffer.from('musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u00001.2.3\u0000'),
      }),
    });
    assert.deepEqual([clients(both, '/m'), clients(both, undefined)], [['musl-1.2.3'], ['glibc-2.36']]);
  });

  test('Go: its own resolver without cgo, and with cgo where the configuration is one it knows', () => {
    const base = glibcBase({
      '/pure': goProgram({ CGO_ENABLED: '0' }, elfFile({ static: true })),
      '/cgo': goProgram({ CGO_ENABLED: '1' }, program(glibcLoader)),
    });
    assert.deepEqual(clients(base, '/pure'), ['go-1.22']);
    assert.deepEqual(
      clients(base, '/cgo', { ...ordinary, files: { ...ordinary.files, 'nsswitch.conf': 'hosts: files dns\n' } as typeof ordinary.files }),
      ['go-1.22'],
    );
    assert.deepEqual(clients(base, '/cgo', { ...ordinary, env: { RES_OPTIONS: 'ndots:2' } }), ['glibc-2.36']);
  });

  test('Node has c-ares beside libc; a static musl is one of two; a script is none', () => {
    assert.deepEqual(clients(muslBase({ '/usr/local/bin/node': program(muslLoader) }), '/usr/local/bin/node'), [
      'musl-1.2.5',
      'node-resolve4',
    ]);
    const fixed = elfFile({ static: true });
    assert.ok(fixed.elf !== undefined && !('unknown' in fixed.elf));
    const base = glibcBase({
      '/fixed': { ...fixed, elf: { ...fixed.elf, staticLibc: 'musl' } },
      '/run.sh': { content: '#!/bin/sh\n', mode: 0o755 },
    });
    assert.deepEqual([clients(base, '/fixed'), clients(base, '/run.sh'), clients(base, '/none')], [['musl-1.2.3', 'musl-1.2.5'], [], []]);
  });

  test('an empty root has nobody', () => {
    assert.equal(whoResolves(literalRootfs({ '/app': 'x' }), undefined).kind, 'unknown');
  });
});

describe('tools', () => {
  const tools: LiteralFiles = {
    '/usr/bin/nslookup': { target: '/bin/busybox' },
    '/usr/bin/dig': program(muslLoader),
    '/usr/bin/getent': program(muslLoader),
  };

  test('what each does that the application does not', () => {
    const root = muslBase({ ...tools, '/app': program(muslLoader) });
    const stories = toolStories(root, 'application', whoResolves(root, '/app'));
    assert.deepEqual(
      stories.map(({ name, differs }) => [name, differs]),
      [
        ['getent', ['same']],
        ['busybox nslookup', ['no-hosts-file', 'searches-short-names-only', 'one-type-at-a-time', 'cuts-large-answers']],
        ['dig', ['no-hosts-file', 'no-search-list', 'one-type-at-a-time']],
      ],
    );
  });

  test('a debug container with another libc, and an application that has none', () => {
    const app = whoResolves(glibcBase({ '/app': program(glibcLoader) }), '/app');
    assert.deepEqual(toolStories(muslBase(tools), 'here', app).find(({ name }) => name === 'getent')?.differs, ['other-libc']);
    const go = whoResolves(glibcBase({ '/go': goProgram({}, elfFile({ static: true })) }), '/go');
    assert.deepEqual(toolStories(muslBase(tools), 'here', go).find(({ name }) => name === 'getent')?.differs, ['libc-not-used']);
  });
});

async function examine(rootfs: Rootfs, sketch: ScenarioSketch, names: readonly string[] = ['www.ex.test']): Promise<Diagnosis> {
  const scenario = makeScenario(sketch);
  // A clock inside a clock would never be reached: the lookups are made before.
  const outcomes = new Map<string, Outcome>();
  for (const id of ['musl-1.2.5', 'glibc-2.36']) {
    const client = findClient(id);
    assert.ok(client !== undefined);
    outcomes.set(id, await playScenario(scenario, client));
  }
  const look = ({ id }: Client): Promise<Outcome> => {
    const outcome = outcomes.get(id);
    assert.ok(outcome !== undefined, id);
    return Promise.resolve(outcome);
  };
  const clock = createVirtualClock();
  const { network } = createScriptedNetwork(scenario, clock);
  const patient: Patient = {
    rootfs,
    program: '/app',
    interfaces: [],
    place: { ...ordinary, files: { 'resolv.conf': scenario.files['resolv.conf'] ?? '' } },
  };
  let found: Diagnosis | undefined;
  await clock.run(async () => {
    found = await diagnose(patient, undefined, names, {
      world: { network, clock, timeoutMs: 2000 },
      look,
    });
  }, 1_000_000);
  assert.ok(found !== undefined);
  return found;
}

describe('a diagnosis', () => {
  const alpine = muslBase({ '/app': program(muslLoader) });
  const debian = glibcBase({ '/app': program(glibcLoader) });
  const badAaaa: ScenarioSketch = {
    replies: [
      rule('A', replyHex('www.ex.test', 'A', ['192.0.2.1'])),
      rule('AAAA', replyHex('www.ex.test', 'AAAA', [], { rcode: 3 })),
      rule('A', replyHex('', 'A', []), { name: '' }),
    ],
  };

  test('a bad AAAA: the application on musl fails, on glibc it does not', async () => {
    const onMusl = await examine(alpine, badAaaa);
    assert.deepEqual(
      onMusl.names[0]?.lookup.outcomes.map(({ client, verdict }) => [client, verdict]),
      [
        ['musl-1.2.5', 'fails'],
        ['glibc-2.36', 'succeeds'],
      ],
    );
    assert.deepEqual([onMusl.names[0]?.headroom[0]?.danger, diagnosisExit(onMusl)], ['bad-aaaa', 1]);
    const onGlibc = await examine(debian, badAaaa);
    assert.deepEqual(
      [onGlibc.servers, diagnosisExit(onGlibc)],
      [[{ server: '127.0.0.1', asked: '.', udp: 'answers noerror', udpMs: 0, tcp: 'answers' }], 0],
    );
  });

  test('a server without TCP, and one that is silent', async () => {
    const many = rule('A', replyHex('www.ex.test', 'A', manyAddresses(3)));
    const refused = await examine(debian, { ...badAaaa, replies: [many, ...(badAaaa.replies ?? [])], server: { tcp: 'refused' } });
    assert.deepEqual([refused.servers[0]?.tcp, diagnosisExit(refused)], ['refused', 1]);
    const silent = await examine(debian, { replies: [] }, []);
    assert.deepEqual([silent.servers[0]?.udp, diagnosisExit(silent)], ['no-answer', 1]);
  });

  test('the configuration as that libc reads it, with what does not go together', async () => {
    const resolvConf = 'search . d.test\nnameserver 127.0.0.1\noptions attempts:0 single-request\n';
    const onMusl = await examine(alpine, { ...badAaaa, resolvConf }, []);
    assert.deepEqual(
      onMusl.configuration?.traps.map(({ kind }) => kind),
      ['attempts-zero', 'options-ignored'],
    );
    assert.equal(diagnosisExit(onMusl), 1);
    const onGlibc = await examine(debian, { ...badAaaa, resolvConf: 'search a.test b.test\nnameserver 127.0.0.1\n' }, []);
    assert.deepEqual(
      [onGlibc.configuration?.search, onGlibc.configuration?.sources],
      [['a.test', 'b.test'], ['dns', 'files'].toReversed()],
    );
  });

  test('says what it could not ask', async () => {
    const none = await diagnose({ rootfs: literalRootfs({}), interfaces: [], place: ordinary }, undefined, ['x'], undefined);
    assert.deepEqual([none.notAsked.length, diagnosisExit(none)], [1, 2]);
    assert.match(prettyDiagnosis(none, 'an empty root', 80), /not known: no C library/);
  });

  test('in words, without control characters of what was read', async () => {
    const text = prettyDiagnosis(
      await examine(alpine, { ...badAaaa, resolvConf: 'search \u001B[2Jd.test\nnameserver 127.0.0.1\n' }),
      'process 7 (app)',
      90,
    );
    assert.match(text, /process 7 \(app\): \/app resolves through musl 1\.2\.5/);
    assert.match(text, /What the nameservers do\n {2}127\.0\.0\.1 {2}UDP answers/);
    // oxlint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /\u001B/);
  });
});

test('a process is found by its root, any other folder is none', () => {
  assert.equal(processOfRoot('/srv/root'), null);
  const own = processOfRoot(`/proc/${process.pid}/root`);
  assert.equal(own?.pid, process.pid);
});
