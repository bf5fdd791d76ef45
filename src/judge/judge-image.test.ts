import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiteralFiles } from '../tree/literal.ts';
import { literalRootfs } from '../tree/literal.ts';
import type { Target } from '../report/report.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { judgeImage } from './judge-image.ts';
import { understand } from './understand.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from './literal-bases.suite.ts';

function judge(
  rootfs: Rootfs,
  command: readonly string[] = [],
  on?: Rootfs,
  wanted: Target['move'] = on === undefined ? 'own' : 'carry',
): Target {
  const targets = on === undefined ? [] : [understand('target', on, null)];
  const { unit } = judgeImage(understand('subject', rootfs, imageConfig(command)), targets);
  const target = unit.targets.find(({ move }) => move === wanted);
  assert.ok(target !== undefined);
  return target;
}

/** Rule and severity of all findings: an unexpected one fails the test. */
function found(target: Target): readonly string[] {
  return target.findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

test('a program for the libc of its base runs, on both families', () => {
  for (const rootfs of [muslBase({ '/app': program(muslLoader) }), glibcBase({ '/app': program(glibcLoader) })]) {
    const target = judge(rootfs, ['/app']);
    assert.deepEqual([target.verdict, found(target)], ['runs', []]);
    assert.deepEqual(
      target.artifacts.map(({ path, use, outcome }) => ({ path, use, outcome })),
      [{ path: '/app', use: 'entrypoint', outcome: 'runs' }],
    );
  }
});

test('a program for the other libc cannot start, in both directions', () => {
  for (const [rootfs, loader] of [
    [muslBase({ '/app': program(glibcLoader) }), glibcLoader],
    [glibcBase({ '/app': program(muslLoader) }), muslLoader],
  ] as const) {
    const target = judge(rootfs, ['/app']);
    assert.equal(target.verdict, 'breaks');
    assert.deepEqual(found(target), ['error missing-interpreter', 'note second-wall']);
    assert.equal(target.findings[0]?.evidence['interpreter'], loader);
    assert.deepEqual(target.artifacts[0]?.messages, ['execve: No such file or directory']);
  }
});

test('carried to a base with its own libc it runs', () => {
  const target = judge(muslBase({ '/app': program(glibcLoader) }), ['/app'], glibcBase());
  assert.deepEqual([target.move, target.verdict, found(target)], ['carry', 'runs', []]);
});

test('forty addons that miss one library are one finding', () => {
  const addons: LiteralFiles = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `/app/node_modules/addon-${i}/build/Release/addon.node`,
      elfFile({ needed: ['libstdc++.so.6', 'libc.musl-x86_64.so.1'] }),
    ]),
  );
  const target = judge(muslBase({ '/usr/local/bin/node': program(muslLoader), ...addons }), ['node']);
  assert.deepEqual(found(target), ['error missing-library']);
  assert.equal(target.findings[0]?.count, 40);
  assert.equal(target.findings[0]?.where.length, 20);
});

test('a version that glibc lacks names the base that is needed', () => {
  const needs = {
    versionNeeds: [
      { file: 'libc.so.6', name: 'GLIBC_2.34' },
      { file: 'libc.so.6', name: 'GLIBC_2.38' },
    ],
  };
  const target = judge(glibcBase({ '/app': program(glibcLoader, needs) }), ['/app']);
  assert.deepEqual(found(target), ['error missing-version']);
  assert.equal(target.findings[0]?.evidence['highest'], 'GLIBC_2.38');
  assert.match(target.findings[0]?.fix ?? '', /glibc 2\.38 or newer/);
});

test('only what a package chooses for the target counts', () => {
  const prebuilds = '/app/node_modules/argon2/prebuilds/linux-x64';
  const files = {
    '/usr/local/bin/node': program(muslLoader),
    [`${prebuilds}/argon2.glibc.node`]: elfFile({ needed: ['libc.so.6', 'ld-linux-x86-64.so.2'] }),
    [`${prebuilds}/argon2.musl.node`]: elfFile({ needed: ['libc.musl-x86_64.so.1'] }),
  };
  const target = judge(muslBase(files), ['node']);
  assert.deepEqual([target.verdict, found(target)], ['runs', []]);
  assert.deepEqual(
    target.artifacts.map(({ path, use }) => `${use} ${path.split('/').at(-1)}`),
    ['other argon2.glibc.node', 'selected argon2.musl.node', 'entrypoint node'],
  );
});

test('builds for other platforms alone are a missing build', () => {
  const files = {
    '/usr/local/bin/node': program(muslLoader),
    '/app/node_modules/@node-rs/xxhash-linux-x64-gnu/xxhash.node': elfFile({ needed: ['libc.so.6'] }),
  };
  const target = judge(muslBase(files), ['node']);
  assert.deepEqual([target.verdict, found(target)], ['breaks', ['error missing-build']]);
});

test('extension modules under another tag are invisible to Python', () => {
  const packages = '/usr/local/lib/python3.12/site-packages';
  const files = {
    '/usr/local/bin/python3.12': program(muslLoader),
    [`${packages}/fast.cpython-312-x86_64-linux-gnu.so`]: elfFile({ needed: ['libc.so.6'] }),
    [`${packages}/twin.cpython-312-x86_64-linux-gnu.so`]: elfFile({ needed: ['libc.so.6'] }),
    [`${packages}/twin.py`]: 'x = 1\n',
  };
  const target = judge(muslBase(files), ['python3.12']);
  assert.deepEqual(found(target), ['error unseen-module']);
  assert.deepEqual(target.findings[0]?.evidence['modules'], [`${packages}/fast.cpython-312-x86_64-linux-gnu.so`]);
  assert.equal(target.artifacts.find(({ path }) => path.includes('fast'))?.outcome, 'not-opened');
});

test('scripts: carriage return, missing interpreter, env and what is not started', () => {
  const files = {
    '/usr/local/bin/crlf': { content: '#!/bin/sh\r\necho\r\n', mode: 0o755 },
    '/usr/local/bin/bashful': { content: '#!/bin/bash\necho\n', mode: 0o755 },
    '/usr/local/bin/pythonic': { content: '#!/usr/bin/env python3\nprint()\n', mode: 0o755 },
    '/usr/local/bin/split': { content: '#!/usr/bin/env -S sh -e\necho\n', mode: 0o755 },
    '/srv/not-on-path': { content: '#!/bin/bash\n', mode: 0o755 },
  };
  const target = judge(muslBase(files), ['crlf']);
  assert.deepEqual(target.findings.map(({ severity, evidence }) => `${severity} ${String(evidence['problem'])}`).toSorted(), [
    'error carriage-return',
    'warning env-program-missing',
    'warning env-split-string',
    'warning missing',
  ]);
});

test('a static program on scratch has no base and runs', () => {
  const rootfs = literalRootfs({ '/app': elfFile({ static: true, type: 2 }) });
  const { unit } = judgeImage(understand('scratch', rootfs, imageConfig(['/app'])), []);
  assert.equal(unit.base, null);
  assert.equal(unit.targets[0]?.verdict, 'runs');
});

test('a program that is not there, one without execute bit, one for another machine', () => {
  assert.deepEqual(found(judge(muslBase(), ['/nothing'])), ['error missing-program']);
  assert.deepEqual(found(judge(muslBase({ '/app': { ...program(muslLoader), mode: 0o644 } }), ['/app'])), ['error not-executable']);
  assert.deepEqual(found(judge(muslBase({ '/app': program('/lib/ld-musl-aarch64.so.1', { machine: 183 }) }), ['/app'])), [
    'error wrong-machine',
  ]);
});

test('what could not be read is undecided, never a pass', () => {
  const target = judge(muslBase({ '/app': { content: 'x', mode: 0o755, elf: { unknown: 'its headers are damaged' } } }), ['/app']);
  assert.deepEqual([target.verdict, found(target)], ['unknown', ['warning undecided']]);
});

test('a folder of the application over a link of the base is a hazard', () => {
  const target = judge(literalRootfs({ '/lib/x86_64-linux-gnu/libown.so': elfFile({ needed: ['libc.so.6'] }) }), [], glibcBase());
  assert.deepEqual(found(target), ['warning replaced-link']);
  assert.equal(target.verdict, 'runs');
});

test('a rebuild takes the platform package that the parent names for the target', () => {
  const scope = '/app/node_modules/@node-rs';
  const builds = ['@node-rs/xxhash-linux-x64-gnu', '@node-rs/xxhash-linux-x64-musl', '@node-rs/xxhash-darwin-arm64'];
  const files = {
    '/usr/local/bin/node': program(muslLoader),
    [`${scope}/xxhash/package.json`]: JSON.stringify({
      name: '@node-rs/xxhash',
      version: '1.0.0',
      optionalDependencies: Object.fromEntries(builds.map((name) => [name, '1.0.0'])),
    }),
    [`${scope}/xxhash-linux-x64-musl/package.json`]: JSON.stringify({
      name: builds[1],
      version: '1.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    }),
    [`${scope}/xxhash-linux-x64-musl/xxhash.node`]: elfFile({ needed: ['libc.musl-x86_64.so.1'] }),
  };
  const rebuilt = judge(muslBase(files), ['node'], glibcBase(), 'rebuild');
  assert.deepEqual([rebuilt.verdict, found(rebuilt)], ['runs', []]);
  assert.deepEqual(
    rebuilt.artifacts.map(({ outcome, certainty, why }) => [outcome, certainty, why]),
    [['runs', 'likely', 'npm installs @node-rs/xxhash-linux-x64-gnu instead']],
  );
  assert.deepEqual(found(judge(muslBase(files), ['node'], glibcBase())), ['error missing-program', 'error missing-build']);
});

test('a wheel that fits the other base is carried, one that does not is undecided without an index', () => {
  const folder = '/usr/local/lib/python3.12/site-packages';
  const distribution = (name: string, tag: string) => ({
    [`${folder}/${name}-1.0.dist-info/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-abi3-${tag}\n`,
    [`${folder}/${name}-1.0.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    [`${folder}/${name}-1.0.dist-info/RECORD`]: `${name}.abi3.so,sha256=x,1\n`,
    [`${folder}/${name}.abi3.so`]: elfFile({ needed: ['libc.so.6'] }),
  });
  const files = {
    '/usr/local/bin/python3.12': program(glibcLoader),
    ...distribution('old', 'manylinux_2_17_x86_64'),
    ...distribution('new', 'manylinux_2_34_x86_64'),
  };
  const target = judge(glibcBase(files), ['python3.12'], glibcBase({}, '2.31'), 'rebuild');
  assert.deepEqual(target.artifacts.map(({ path, outcome }) => `${path.split('/').at(-1)} ${outcome}`).toSorted(), [
    'new.abi3.so unknown',
    'old.abi3.so runs',
  ]);
  assert.equal(target.verdict, 'unknown');
});

test('a library that wants a host nobody shows is undecided; one that wants glibc names on musl is broken', () => {
  const data = (name: string) => ({
    needed: ['libc.musl-x86_64.so.1'],
    symbols: [{ name, defined: false, type: 1 }],
    relocations: [{ type: 1, symbol: name }],
  });
  const files = { '/opt/plugins/theirs.so': elfFile(data('host_registry')), '/opt/plugins/glibcs.so': elfFile(data('__snprintf_chk')) };
  const target = judge(muslBase(files));
  assert.deepEqual(
    target.artifacts.map(({ path, outcome }) => `${path.split('/').at(-1)} ${outcome}`),
    ['glibcs.so missing-symbol', 'theirs.so unknown'],
  );
});

test('a Go program is compiled again in a rebuild, so its missing interpreter is no matter there', () => {
  const app = program(glibcLoader);
  const elf = app.elf;
  assert.ok(elf !== undefined && !('unknown' in elf));
  const go = { version: 'go1.24.4', path: 'example.org/app', settings: { CGO_ENABLED: '1' }, dependencies: [] };
  const rebuilt = judge(muslBase({ '/app': { ...app, elf: { ...elf, go } } }), ['/app'], muslBase(), 'rebuild');
  assert.deepEqual([rebuilt.verdict, found(rebuilt)], ['runs', []]);
});

test('what the engine starts must be a program, and a script needs an interpreter that starts', () => {
  assert.deepEqual(found(judge(muslBase({ '/run.sh': { content: 'echo hello\n', mode: 0o755 } }), ['/run.sh'])), ['error not-a-program']);
  assert.deepEqual(found(judge(muslBase({ '/empty': { content: '', mode: 0o755 } }), ['/empty'])), ['error not-a-program']);
  const files = { '/opt/bash': program(glibcLoader), '/start': { content: '#!/opt/bash\n', mode: 0o755 } };
  const target = judge(muslBase(files), ['/start']);
  assert.equal(target.verdict, 'breaks');
  assert.ok(found(target).includes('error script-interpreter'));
  const folder = judge(muslBase({ '/start': { content: '#!/bin\n', mode: 0o755 } }), ['/start']);
  assert.deepEqual(found(folder), ['error script-interpreter']);
});
