import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { LiteralEntry } from '../../tree/literal.ts';
import { library, MUSL, program } from '../../loader/literal-root.suite.ts';
import { elfFile } from '../../distro/libc/literal-libc.suite.ts';
import { parseRequest } from './read-requests.ts';

const root = mkdtempSync(join(tmpdir(), 'basewise-ldd-'));
const main = join(import.meta.dirname, '../../main.ts');

function ldd(args: readonly string[], input = ''): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [main, 'ldd', ...args], { input, encoding: 'utf8' });
}

function put(path: string, { content = '', mode = 0o755 }: LiteralEntry): void {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, content);
  chmodSync(root + path, mode);
}

before(() => {
  put(MUSL, elfFile({ rodata: Buffer.from('\x001.2.5\0musl libc (x86_64)\nVersion %s\n\0'), symbols: [{ name: '__libc_start_main' }] }));
  put('/bin/sh', program(MUSL));
  put('/app', program(MUSL, { needed: ['liba.so'], runpath: '$ORIGIN/opt' }));
  put('/opt/liba.so', library({ soname: 'liba.so' }));
  put('/broken', program(MUSL, { needed: ['libnone.so'] }));
  symlinkSync('/app', `${root}/link`);
});
after(() => rmSync(root, { recursive: true }));

describe('basewise ldd', () => {
  test('a program that runs, through an absolute link inside the root', () => {
    const { status, stdout, stderr } = ldd(['--root', root, '/link', '--format', 'jsonl']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(JSON.parse(stdout), {
      path: '/link',
      mode: 'exec',
      outcome: 'runs',
      messages: [],
      objects: [{ name: 'liba.so', path: '/opt/liba.so', via: 'runpath' }],
      loader: 'musl-1.2.5',
    });
  });

  test('exit code 1 when one does not load; a library is opened', () => {
    const { status, stdout } = ldd(['--root', root, '/opt/liba.so', '/broken']);
    assert.equal(status, 1);
    assert.match(stdout, /^\/opt\/liba\.so {2}runs {2}dlopen \(now\) by any program/m);
    assert.match(stdout, /^\/broken {2}missing-library/m);
  });

  test('over bases that ship as profiles, without any network', () => {
    const { status, stdout, stderr } = ldd([
      '--root',
      root,
      '/app',
      '--on',
      'alpine:3.20',
      '--on',
      'ubi9-micro',
      '--platform',
      'linux/amd64',
      '--format',
      'jsonl',
    ]);
    assert.deepEqual([status, stderr], [1, '']);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line): { on: string; outcome: string; loader: string } => JSON.parse(line));
    assert.deepEqual(
      answers.map(({ on, outcome, loader }) => [on, outcome, loader]),
      [
        ['alpine:3.20', 'runs', 'musl-1.2.5'],
        ['ubi9-micro', 'no-interpreter', 'musl-absent'],
      ],
    );
  });

  test('lines in, lines out, in order, exit code 0', () => {
    const asked = [
      { path: '/broken', mode: 'exec' },
      { path: '/opt/liba.so', mode: 'dlopen-lazy', host: '/app' },
      { path: '/app', mode: 'list', host: MUSL },
    ];
    const { status, stdout } = ldd(['--root', root, '--files-from', '-'], asked.map((each) => JSON.stringify(each)).join('\n'));
    const answers = stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.equal(status, 0);
    assert.partialDeepStrictEqual(answers, [
      {
        path: '/broken',
        mode: 'exec',
        outcome: 'missing-library',
        messages: ['Error loading shared library libnone.so: No such file or directory (needed by /broken)'],
      },
      { path: '/opt/liba.so', mode: 'dlopen-lazy', host: '/app', outcome: 'runs', objects: [] },
      { path: '/app', mode: 'list', host: MUSL, outcome: 'runs' },
    ]);
  });

  test('lines in, one array or text out, when it is asked for', () => {
    const line = '{"path":"/app"}\n{"path":"/broken"}\n';
    const array: unknown = JSON.parse(ldd(['--root', root, '--files-from', '-', '--format', 'json'], line).stdout);
    assert.partialDeepStrictEqual(array, [
      { path: '/app', outcome: 'runs' },
      { path: '/broken', outcome: 'missing-library' },
    ]);
    assert.match(ldd(['--root', root, '--files-from', '-', '--format', 'pretty'], line).stdout, /^\/app {2}runs/m);
  });

  test('json has the facts and the trail', () => {
    const [answer] = JSON.parse(ldd(['--root', root, '/broken', '--format', 'json']).stdout) as {
      facts: unknown[];
      trail: { path: string }[];
    }[];
    assert.deepEqual(answer?.facts, [{ kind: 'musl-library', name: 'libnone.so', errno: 'ENOENT', neededBy: '/broken' }]);
    assert.deepEqual(
      answer?.trail.map((trial) => trial.path),
      ['/lib/ld-musl-x86_64.so.1', '/lib/libnone.so', '/usr/local/lib/libnone.so', '/usr/lib/libnone.so'],
    );
  });

  for (const [what, args, input, says] of [
    ['no files', ['--root', root], '', /no file to look at/],
    ['files twice', ['--root', root, '/app', '--files-from', '-'], '', /named twice/],
    ['no folder', ['--root', '/nonexistent-root', '/app'], '', /not a folder: \/nonexistent-root/],
    ['a bad line', ['--root', root, '--files-from', '-'], '{"path":"/app"}\nnonsense\n', /line 2 of --files-from is not JSON/],
    ['no such list', ['--root', root, '--files-from', '/nonexistent-list'], '', /could not be read: \/nonexistent-list/],
    ['an unknown mode', ['--root', root, '--mode', 'fly', '/app'], '', /--mode/],
  ] as const) {
    test(`${what}: exit 2, one line and a hint, no stack`, () => {
      const { status, stderr } = ldd(args, input);
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }
});

describe('a request line', () => {
  test('keeps what the contract names', () => {
    const request = { path: '/a', mode: 'dlopen-now', host: '/h', env: { A: 'b' }, cwd: '/w', uid: 7 } as const;
    assert.deepEqual(parseRequest(JSON.stringify({ ...request, extra: 1 }), 1), request);
  });
  for (const line of [
    '[]',
    '{}',
    '{"path":""}',
    '{"path":"/a","mode":"x"}',
    '{"path":"/a","uid":-1}',
    '{"path":"/a","cwd":"rel"}',
    '{"path":"/a","env":{"A":1}}',
    '{"path":"/a","host":1}',
    'null',
  ]) {
    test(`refuses ${line}`, () => assert.throws(() => parseRequest(line, 3), /line 3/));
  }
});
