import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { imageConfig, elfFile, glibcBase, glibcLoader, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { judgeImage } from '../../judge/judge-image.ts';
import { understand } from '../../judge/understand.ts';
import type { Finding, Target } from '../../report/report.ts';
import type { LiteralFiles } from '../../tree/literal.ts';
import type { Rootfs } from '../../tree/rootfs.ts';

const undefinedGetaddrinfo = { symbols: [{ name: 'getaddrinfo', defined: false }] };
const muslApp = { '/app': program(muslLoader, undefinedGetaddrinfo) };
const glibcApp = { '/app': program(glibcLoader, undefinedGetaddrinfo) };

/** An Alpine with another musl: the loader says its release, the package database its revision. */
function musl(version: string, revision: number, files: LiteralFiles = muslApp): Rootfs {
  const banner = new TextEncoder().encode(`musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u0000${version}\u0000`);
  return muslBase({
    ...files,
    [muslLoader]: elfFile({
      rodata: banner,
      soname: 'libc.musl-x86_64.so.1',
      symbols: ['__libc_start_main', 'printf', 'open', 'malloc', 'getaddrinfo'].map((name) => ({ name })),
    }),
    '/lib/apk/db/installed': `P:musl\nV:${version}-r${revision}\nF:lib\nR:ld-musl-x86_64.so.1\n\n`,
  });
}

function judge(rootfs: Rootfs, resolvConf?: string, on?: Rootfs): readonly Target[] {
  const software = { ...understand('subject', rootfs, imageConfig(['/app'])), ...(resolvConf === undefined ? {} : { resolvConf }) };
  return judgeImage(software, on === undefined ? [] : [understand('target', on, null)]).unit.targets;
}

function resolverFindings(target: Target | undefined): readonly Finding[] {
  return (target?.findings ?? []).filter(({ rule }) => rule.startsWith('resolver-'));
}

function rules(rootfs: Rootfs): readonly string[] {
  return resolverFindings(judge(rootfs)[0]).map(({ rule }) => rule.slice('resolver-'.length));
}

describe('what each revision brings', () => {
  for (const [version, revision, expected] of [
    ['1.1.12', 8, ['no-tcp', 'search']],
    ['1.1.24', 10, ['no-tcp', 'search']],
    ['1.2.2', 9, ['no-tcp', 'strict-pair', 'search']],
    ['1.2.3', 5, ['no-tcp', 'strict-pair', 'search']],
    ['1.2.4', 0, ['large-answers', 'strict-pair', 'search']],
    ['1.2.4', 1, ['large-answers', 'strict-pair', 'search']],
    ['1.2.4', 2, ['strict-pair', 'search']],
    ['1.2.4_git20230717', 4, ['strict-pair', 'search']],
    ['1.2.5', 0, ['strict-pair', 'search']],
  ] as const) {
    test(`musl ${version}-r${revision}`, () => assert.deepEqual(rules(musl(version, revision)), expected));
  }

  test('what 1.2.4-r1 repaired is not said of it', () => {
    const of = (revision: number): unknown =>
      resolverFindings(judge(musl('1.2.4', revision))[0]).find(({ rule }) => rule === 'resolver-large-answers')?.evidence[
        'losesLongChains'
      ];
    assert.deepEqual([of(0), of(1)], [true, false]);
  });

  for (const [version, expected] of [
    ['2.24', ['tcp-wait', 'first-error', 'stale-configuration']],
    ['2.31', ['tcp-wait', 'first-error']],
    ['2.41', ['tcp-wait', 'first-error', 'cname-order']],
  ] as const) {
    test(`glibc ${version}`, () => assert.deepEqual(rules(glibcBase(glibcApp, version)), expected));
  }
});

describe('weight', () => {
  test('notes without consequence on the own base, and nothing where nobody resolves names', () => {
    const [own] = judge(musl('1.2.3', 5));
    assert.equal(own?.verdict, 'runs');
    assert.deepEqual([...new Set(resolverFindings(own).map(({ severity, certainty }) => `${severity} ${certainty}`))], ['note possible']);
    assert.deepEqual(rules(musl('1.2.3', 5, { '/app': program(muslLoader) })), []);
  });

  test('a trap that comes with the move is a warning, one that is there already a note; no verdict changes', () => {
    const targets = judge(glibcBase({ ...glibcApp, '/m': program(muslLoader) }), undefined, musl('1.2.3', 5, {}));
    const rebuilt = targets.find(({ move }) => move === 'rebuild');
    assert.deepEqual([...new Set(resolverFindings(rebuilt).map(({ severity }) => severity))], ['warning']);
    // Carried, the program does not start, and asks no resolver.
    assert.deepEqual(resolverFindings(targets.find(({ move }) => move === 'carry')), []);
    const same = judge(musl('1.2.3', 5), undefined, musl('1.2.5', 0, {})).find(({ move }) => move === 'carry');
    assert.deepEqual(
      resolverFindings(same).map(({ rule, severity }) => `${severity} ${rule}`),
      ['note resolver-strict-pair', 'note resolver-search'],
    );
    assert.equal(same?.verdict, 'runs');
  });
});

describe('with a resolv.conf', () => {
  const long = `search ${Array.from({ length: 12 }, (_, index) => `namespace-number-${index}.svc.cluster.local`).join(' ')}\n`;
  const server = 'nameserver 10.96.0.10\n';
  for (const [name, text, rootfs, expected] of [
    [
      'a cluster’s own file is fine',
      `search d.svc.cluster.local svc.cluster.local cluster.local\n${server}options ndots:5\n`,
      musl('1.2.5', 0),
      [],
    ],
    ['a long search line, musl', long + server, musl('1.2.5', 0), ['warning line-skipped']],
    ['a long search line, glibc', long + server, glibcBase(glibcApp), []],
    ['a long search line, old glibc', long + server, glibcBase(glibcApp, '2.24'), ['warning search-cut']],
    ['search ., old musl', `search . x.test\n${server}`, musl('1.2.3', 5), ['error search-dot']],
    ['search ., new musl', `search . x.test\n${server}`, musl('1.2.5', 0), []],
    ['attempts:0, musl', `${server}options attempts:0\n`, musl('1.2.5', 0), ['error attempts-zero']],
    ['attempts:0, a musl that does not read it', `${server}options attempts:0\n`, musl('1.1.14', 16), []],
    ['attempts:0, glibc', `${server}options attempts:0\n`, glibcBase(glibcApp), ['error attempts-zero']],
    ['timeout:0, musl', `${server}options timeout:0\n`, musl('1.2.5', 0), ['error timeout-zero']],
    ['timeout:0, glibc', `${server}options timeout:0\n`, glibcBase(glibcApp), []],
    ['single-request, musl', `${server}options single-request ndots:2\n`, musl('1.2.5', 0), ['note options-ignored']],
    ['single-request, glibc', `${server}options single-request ndots:2\n`, glibcBase(glibcApp), []],
    ['no-aaaa, glibc 2.31', `${server}options no-aaaa\n`, glibcBase(glibcApp, '2.31'), ['note options-ignored']],
    ['ndots:1 in a cluster, musl', `search d.svc.cluster.local\n${server}options ndots:1\n`, musl('1.2.5', 0), ['warning ndots-low']],
    ['two servers, musl', `${server}nameserver 8.8.8.8\n`, musl('1.2.5', 0), ['note several-nameservers']],
    ['a search list, musl without one', `search a.test\n${server}`, musl('1.1.12', 8), ['warning search-unread']],
  ] as const) {
    test(name, () => {
      const found = resolverFindings(judge(rootfs, text)[0]).filter(({ rule }) => rule === 'resolver-configuration');
      assert.deepEqual(
        found.map(({ id, severity }) => `${severity} ${id.split(':').at(-1) ?? ''}`),
        expected,
      );
      for (const { message, fix } of found) assert.ok(message.length > 30 && (fix ?? '').length > 5);
    });
  }

  test('attempts:0 on musl is certain enough to break', () => {
    assert.equal(judge(musl('1.2.5', 0), 'options attempts:0\n')[0]?.verdict, 'breaks');
  });
});
