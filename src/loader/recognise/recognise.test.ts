import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoaderFact } from '../loader-fact.ts';
import { renderFact } from '../render-fact.ts';
import { recognise } from './recognise.ts';

const assertion = 'version->filename == NULL || ! _dl_name_match_p (version->filename, map)';
const FACTS: readonly LoaderFact[] = [
  { kind: 'musl-library', name: 'libstdc++.so.6', errno: 'ENOENT', neededBy: '/app/x.node' },
  { kind: 'musl-library', name: 'libb.so', errno: 'ENOEXEC', neededBy: '/a (copy)/app' },
  { kind: 'musl-library', name: '/opt/none.so', errno: 'ENOENT' },
  { kind: 'musl-library', name: 'libb.so', errno: 'ELOOP', neededBy: '/app' },
  { kind: 'musl-library', name: 'libb.so', errno: 'none', neededBy: '/app' },
  { kind: 'musl-symbol', object: '/usr/lib/libgcc_s.so.1', symbol: '__cpu_model' },
  { kind: 'musl-relocation', object: '/opt/d/libb.so', type: 37 },
  { kind: 'musl-initial-exec', object: '/p.so', symbol: 'tv', definition: '/q.so' },
  { kind: 'musl-not-dynamic', path: '/st' },
  { kind: 'musl-cannot-load', path: '/none', errno: 'ENOENT' },
  { kind: 'glibc-open', name: 'libb.so', errno: 'ENOENT' },
  { kind: 'glibc-open', name: '/opt/my app/libb.so', errno: 'EACCES' },
  { kind: 'glibc-file', object: '/lib/x86_64-linux-gnu/libc.so', reason: 'invalid ELF header' },
  { kind: 'glibc-file', object: '/opt/j/libb.so', reason: 'file too short' },
  { kind: 'glibc-file', object: 'libb.so', reason: 'wrong ELF class: ELFCLASS32' },
  { kind: 'glibc-file', object: '/b.so', reason: 'ELF file OS ABI invalid' },
  { kind: 'glibc-file', object: '/b.so', reason: 'ELF file data encoding not little-endian' },
  { kind: 'glibc-file', object: '/b.so', reason: 'only ET_DYN and ET_EXEC can be loaded' },
  { kind: 'glibc-file', object: '/b.so', reason: 'cannot dynamically load executable' },
  { kind: 'glibc-file', object: '/b.so', reason: 'cannot dynamically load position-independent executable' },
  { kind: 'glibc-file', object: '/b.so', reason: 'object file has no dynamic section' },
  { kind: 'glibc-file', object: '/b.so', reason: 'ELF load command address/offset not page-aligned' },
  { kind: 'glibc-file', object: '/b.so', reason: 'cannot read file data', errno: 'EISDIR' },
  { kind: 'glibc-file', object: '/b.so', reason: 'cannot enable executable stack as shared object requires', errno: 'EINVAL' },
  { kind: 'glibc-version', object: '/lib/libc.so.6', version: 'GLIBC_2.34', requiredBy: '/app', weak: false },
  { kind: 'glibc-version', object: '/lib/libc.so.6', version: 'GLIBC_2.99', requiredBy: '/app', weak: true },
  { kind: 'glibc-relr', object: '/b.so' },
  { kind: 'glibc-symbol', object: '/b.so', symbol: '_ZN2v86Object3NewEv' },
  { kind: 'glibc-symbol', object: '/b.so', symbol: 'f', version: 'OPENSSL_3.0.0' },
  { kind: 'glibc-reference', object: '/b.so', symbol: 'f', version: 'V1', file: 'liba.so', comma: false },
  { kind: 'glibc-reference', object: '/b.so', symbol: 'f', version: 'V1', file: 'liba.so', comma: true },
  { kind: 'glibc-relocation', object: '/b.so', type: 0x25, plt: false },
  { kind: 'glibc-relocation', object: '/b.so', type: 1026, plt: true },
  { kind: 'glibc-static-tls', object: '/usr/lib/libjemalloc.so.2' },
];
const START_ONLY: readonly LoaderFact[] = [
  { kind: 'glibc-preload', object: '/none.so', source: 'LD_PRELOAD', reason: 'cannot open shared object file' },
  { kind: 'glibc-unversioned', object: '/libv.so', requiredBy: '/app' },
  { kind: 'glibc-assertion', file: 'dl-lookup.c', where: 'check_match', assertion },
];

describe('what the simulation says is recognised as what it said', () => {
  for (const phase of ['start', 'dlopen'] as const) {
    for (const fact of phase === 'start' ? [...FACTS, ...START_ONLY] : FACTS) {
      const text = renderFact(fact, {
        name: fact.kind.startsWith('musl-c') || fact.kind.startsWith('musl-n') ? '/lib/ld-musl-x86_64.so.1' : './my app',
        phase,
      });
      test(`${phase}: ${text}`, () => {
        const found = recognise(`noise\n${text}\nmore noise`);
        assert.deepEqual(
          found.map((each) => (each.kind === 'load' ? each.fact : each)),
          [fact],
        );
      });
    }
  }
});

describe('wrapped by runtimes', () => {
  const library: LoaderFact = { kind: 'musl-library', name: 'ld-linux-x86-64.so.2', errno: 'ENOENT', neededBy: '/tmp/x.so' };
  const text = renderFact(library, { name: '', phase: 'dlopen' });
  for (const [wrapper, line] of [
    ['node', `Error: ${text}`],
    ['python', `ImportError: ${text}`],
    ['python', `OSError: ${text}`],
    ['java', `Exception in thread "main" java.lang.UnsatisfiedLinkError: /tmp/x.so: ${text}`],
    ['ruby', `LoadError: ${text} - /usr/lib/x.so`],
    [
      'php',
      `PHP Warning:  PHP Startup: Unable to load dynamic library 'x' (tried: /usr/lib/php/x (${text}), /usr/lib/php/x.so (nothing)) in Unknown on line 0`,
    ],
    ['perl', `Can't load '/x.so' for module X: ${text} at /usr/lib/perl5/DynaLoader.pm line 193.`],
    ['apache', `httpd: Syntax error on line 5: Cannot load modules/mod_x.so into server: ${text}`],
  ] as const) {
    test(`${wrapper}: ${line.slice(0, 60)}`, () => {
      const [found] = recognise(`2026-11-24T10:00:00Z \u001B[31m${line}\u001B[0m`.replace(/^\S+ /, wrapper === 'node' ? '' : '$&'));
      assert.equal(found?.kind, 'load');
      if (found?.kind === 'load') assert.deepEqual([found.wrapper, found.fact], [wrapper, library]);
    });
  }

  test('glibc inside Python', () => {
    const [found] = recognise(
      "ImportError: /lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /app/x.so)",
    );
    assert.deepEqual(found?.kind === 'load' && found.fact, {
      kind: 'glibc-version',
      object: '/lib/x86_64-linux-gnu/libstdc++.so.6',
      version: 'GLIBCXX_3.4.30',
      requiredBy: '/app/x.so',
      weak: false,
    });
  });
});

describe('programs that do not start (loader.md 2)', () => {
  for (const [line, by, missing, program] of [
    ['/bin/sh: /opt/gexe: not found', 'busybox-sh', 'file-or-interpreter', '/opt/gexe'],
    ['sh: ./gx: not found', 'busybox-sh', 'file-or-interpreter', './gx'],
    ['dash: 1: ./gx: not found', 'dash', 'file-or-interpreter', './gx'],
    ['bash: line 1: /opt/gx: No such file or directory', 'bash', 'file-or-interpreter', '/opt/gx'],
    ['bash: line 1: /opt/sb: /nope/sh: bad interpreter: No such file or directory', 'bash', 'interpreter', '/opt/sb'],
    ['bash: line 1: ./gx: cannot execute: required file not found', 'bash', 'interpreter', './gx'],
    ['env: ‘./gx’: No such file or directory', 'env', 'file-or-interpreter', './gx'],
    ["env: can't execute 'python3': No such file or directory", 'busybox-env', 'file-or-interpreter', 'python3'],
    ["FileNotFoundError: [Errno 2] No such file or directory: './gx'", 'python', 'file-or-interpreter', './gx'],
    ['Error: spawn ./gx ENOENT', 'node', 'file-or-interpreter', './gx'],
    ['standard_init_linux.go:228: exec user process caused: no such file or directory', 'runc', 'file-or-interpreter', ''],
    ['exec /x: no such file or directory', 'runc', 'file-or-interpreter', '/x'],
    [
      'docker: Error response from daemon: failed to create task: exec: "/x": stat /x: no such file or directory: unknown.',
      'docker',
      'file',
      '/x',
    ],
    ['exec: "node": executable file not found in $PATH: unknown', 'docker', 'file', 'node'],
    ['exec /x: exec format error', 'runc', null, '/x'],
    ['zsh: command not found: node', 'zsh', 'file', 'node'],
    ['zsh: no such file or directory: ./app', 'zsh', 'file-or-interpreter', './app'],
    ['bash: line 1: node: command not found', 'bash', 'file', 'node'],
    ['./run.sh: line 3: node: command not found', 'bash', 'file', 'node'],
    ['./run.sh: line 3: ./app: No such file or directory', 'bash', 'file-or-interpreter', './app'],
    ['crun: executable file `node` not found in $PATH: No such file or directory: OCI runtime attempted', 'crun', 'file', 'node'],
    ["qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory", 'emulator', 'interpreter', ''],
    ['exec user process caused "no such file or directory"', 'runc', 'file-or-interpreter', ''],
    ['execve: No such file or directory', 'kernel', 'file-or-interpreter', ''],
  ] as const) {
    test(line, () => {
      const [found] = recognise(line);
      assert.equal(found?.kind, 'start');
      if (found?.kind === 'start') assert.deepEqual([found.by, found.missing, found.program], [by, missing, program]);
    });
  }

  test('lines of nobody', () => assert.deepEqual(recognise('hello\nall is well: not found out\n\nINFO starting on port 80'), []));
  test('hostile logs come to an end', () => {
    assert.deepEqual(recognise(`${'Error relocating '.repeat(100_000)}\n`.repeat(20)), []);
    assert.deepEqual(recognise(`${'a: '.repeat(2000)}\n`.repeat(20_000)), []);
    assert.deepEqual(recognise(`${'/a (tried: '.repeat(500)} not found: No such file: undefined symbol: \n`.repeat(20)), []);
  });
});
