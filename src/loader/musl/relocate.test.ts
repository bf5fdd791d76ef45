import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { calls, library, MUSL, muslRoot, paths, program, reads, run } from '../literal-root.suite.ts';

const missing = (name: string, by: string): string => `Error loading shared library ${name}: No such file or directory (needed by ${by})`;
const exports = (...names: string[]) => library({ symbols: names.map((name) => ({ name })) });

describe('symbols and relocations (4.6)', () => {
  test('everything is reported, one line a relocation, the program last', () => {
    const files = {
      '/app': program(MUSL, { needed: ['libx.so', 'liba.so'], ...calls('y') }),
      '/lib/liba.so': library({
        symbols: [{ name: 'gone', defined: false }],
        relocations: [
          { type: 7, symbol: 'gone', table: 'jmprel' },
          { type: 1, symbol: 'gone' },
        ],
      }),
    };
    assert.deepEqual(run(muslRoot('1.2.5', files), '/app').messages, [
      missing('libx.so', '/app'),
      'Error relocating /lib/liba.so: gone: symbol not found',
      'Error relocating /lib/liba.so: gone: symbol not found',
      'Error relocating /app: y: symbol not found',
    ]);
  });

  test('versions do not count, hidden ones are not seen, IFUNC is invisible, weak references are null', () => {
    const v = { name: 'V1' };
    const files = (elf: Parameters<typeof library>[0], app = calls('f')) =>
      muslRoot('1.2.5', { '/app': program(MUSL, { needed: ['liba.so'], ...app }), '/lib/liba.so': library(elf) });
    assert.equal(run(files({ symbols: [{ name: 'f', version: v }] }), '/app').outcome, 'runs');
    assert.equal(run(files({ symbols: [{ name: 'f', version: v, hidden: true }] }), '/app').outcome, 'missing-symbol');
    assert.equal(run(files({ symbols: [{ name: 'f', type: 10 }] }), '/app').outcome, 'missing-symbol');
    assert.equal(run(files({}, calls({ name: 'f', binding: 2 })), '/app').outcome, 'runs');
    assert.equal(run(files({ hash: 'sysv', symbols: [{ name: 'f' }] }), '/app').outcome, 'runs');
    assert.deepEqual(run(files({ relocations: [{ type: 37 }] }, {}), '/app').messages, [
      'Error relocating /lib/liba.so: unsupported relocation type 37',
    ]);
  });

  test('LFS64 names: symbols, or a remap that loses what is longer than 16 characters up to 1.2.5', () => {
    const files = { '/app': program(MUSL, calls('stat64', 'posix_fallocate64', 'fcntl64', 'readdir64_r')) };
    const gone = (version: string, remap: boolean) =>
      run(muslRoot(version, files, { remap }), '/app').facts.map((fact) => ('symbol' in fact ? fact.symbol : ''));
    assert.deepEqual(gone('1.2.3', false), ['stat64', 'posix_fallocate64', 'fcntl64', 'readdir64_r']);
    assert.deepEqual(gone('1.2.5', true), ['posix_fallocate64', 'fcntl64']);
    assert.deepEqual(gone('1.2.6', true), ['fcntl64']);
  });

  test('DT_RELR before its time is silent', () => {
    const files = { '/app': program(MUSL, { needed: ['liba.so'] }), '/lib/liba.so': library({ relr: [0x1000] }) };
    const risks = (version: string, packages = {}) => run(muslRoot(version, files, { packages }), '/app').risks.map((risk) => risk.kind);
    assert.deepEqual(risks('1.2.3'), ['relr-not-applied']);
    assert.deepEqual(risks('1.2.5'), []);
    assert.deepEqual(risks('1.2.3', { distribution: 'alpine', muslPackage: '1.2.3-r5' }), []);
  });

  test('a load segment of size zero is an error from 1.1.13 to 1.2.2', () => {
    const elf = literalWithEmptySegment();
    const files = { '/app': program(MUSL, { needed: ['liba.so'] }), '/lib/liba.so': elf };
    assert.deepEqual(run(muslRoot('1.2.2', files), '/app').messages, [
      'Error loading shared library liba.so: Invalid argument (needed by /app)',
    ]);
    for (const version of ['1.1.12', '1.2.3']) assert.equal(run(muslRoot(version, files), '/app').outcome, 'runs');
  });
});

function literalWithEmptySegment(): ReturnType<typeof library> {
  const file = library();
  if (file.elf === undefined || 'unknown' in file.elf) return file;
  const empty = { type: 1, flags: 4, offset: 0, vaddr: 0x50000n, fileSize: 0, memorySize: 0, align: 4096 };
  return { ...file, elf: { ...file.elf, segments: [...file.elf.segments, empty] } };
}

describe('preload and privileges (4.5, 2.2)', () => {
  const files = {
    '/app': program(MUSL, { needed: ['liba.so'], ...calls('f') }),
    '/lib/liba.so': library(),
    '/p/pre.so': exports('f'),
    '/p/needy.so': library({ needed: ['libnone.so'], symbols: [{ name: 'f' }] }),
    '/suid': { ...program(MUSL, { needed: ['libp.so'], runpath: '$ORIGIN/p' }), mode: 0o4755 },
    '/p/libp.so': library(),
  };
  test('a preload comes first; a missing one is silent, its missing dependency is not', () => {
    const world = muslRoot('1.2.5', files);
    const preload = (text: string) => run(world, '/app', 'exec', { env: { LD_PRELOAD: text } });
    assert.deepEqual([preload('/p/none.so:/p/pre.so').outcome, paths(preload('/p/pre.so'))], ['runs', ['/p/pre.so', '/lib/liba.so']]);
    assert.deepEqual(preload('/p/needy.so').messages, [missing('libnone.so', '/p/needy.so')]);
  });

  test('a privileged program has no $ORIGIN and no environment', () => {
    const world = muslRoot('1.2.5', files);
    assert.equal(run(world, '/suid').outcome, 'runs');
    const other = run(world, '/suid', 'exec', { uid: 1000, env: { LD_LIBRARY_PATH: '/p' } });
    assert.deepEqual([other.outcome, other.secure], ['missing-library', true]);
  });
});

describe('dlopen (4.7)', () => {
  const host = program(MUSL, { needed: ['libh.so', 'libc.so'], runpath: '/opt/h', symbols: [{ name: 'from_host' }] });
  const files = {
    '/host': host,
    '/opt/h/libh.so': library(),
    '/opt/h/bare.so': library(),
    '/p/plugin.so': library({ needed: ['sibling.so'], runpath: '$ORIGIN', ...calls('from_host', 'from_sibling') }),
    '/p/sibling.so': exports('from_sibling'),
    '/p/lazy.so': library(calls('nowhere')),
    '/p/now.so': library({ ...calls('nowhere'), tags: [[24, 0]] }),
    '/p/data.so': library({ symbols: [{ name: 'nowhere', defined: false }], relocations: [{ type: 1, symbol: 'nowhere' }] }),
    '/p/got.so': library(reads('nowhere')),
    '/p/needy.so': library({ needed: ['libnone.so', 'libnone2.so'] }),
    '/p/tls.so': library({
      tls: { size: 8, align: 8 },
      symbols: [{ name: 'tv', type: 6, value: 0 }],
      relocations: [{ type: 18, symbol: 'tv' }],
    }),
    '/p/static-tls.so': library({
      tls: { size: 8, align: 8 },
      symbols: [{ name: 'open', defined: false }],
      relocations: [{ type: 7, symbol: 'open', table: 'jmprel' }, { type: 18 }],
    }),
  };
  const world = muslRoot('1.2.5', files);
  const open = (path: string, mode: 'dlopen-now' | 'dlopen-lazy' = 'dlopen-now') => run(world, path, mode, { host: '/host' });

  test('scope is the program and what it started with, then the file and what it needs', () => {
    assert.deepEqual(
      open('/p/plugin.so').objects.map(({ name, path, via }) => [name, path, via]),
      [
        [null, '/p/plugin.so', 'asked'],
        ['sibling.so', '/p/sibling.so', 'runpath'],
      ],
    );
    assert.deepEqual(paths(open('bare.so')), ['/opt/h/bare.so']);
  });

  test('the first error ends it', () => {
    assert.deepEqual(open('/p/needy.so').messages, [missing('libnone.so', '/p/needy.so')]);
    assert.deepEqual(open('/p/none.so').messages, ['Error loading shared library /p/none.so: No such file or directory']);
  });

  test('RTLD_LAZY postpones slots of functions and the GOT, not data, and not in objects that bind at once', () => {
    assert.deepEqual(open('/p/lazy.so', 'dlopen-lazy').risks, [{ kind: 'postponed-symbol', object: '/p/lazy.so', symbol: 'nowhere' }]);
    assert.equal(open('/p/lazy.so').outcome, 'missing-symbol');
    assert.equal(open('/p/now.so', 'dlopen-lazy').outcome, 'missing-symbol');
    assert.deepEqual(open('/p/data.so', 'dlopen-lazy').messages, ['Error relocating /p/data.so: nowhere: symbol not found']);
    assert.equal(open('/p/got.so', 'dlopen-lazy').outcome, 'runs');
    assert.equal(run(muslRoot('1.1.15', files), '/p/lazy.so', 'dlopen-lazy', { host: '/host' }).outcome, 'missing-symbol');
  });

  test('initial-exec TLS is refused since 1.1.20, by the name of the relocation before it where it has none', () => {
    const text = (path: string, name: string) => [
      `Error relocating ${path}: ${name}: initial-exec TLS resolves to dynamic definition in ${path}`,
    ];
    assert.deepEqual(open('/p/tls.so').messages, text('/p/tls.so', 'tv'));
    assert.deepEqual(open('/p/static-tls.so').messages, text('/p/static-tls.so', 'open'));
    const old = run(muslRoot('1.1.19', files), '/p/tls.so', 'dlopen-now', { host: '/host' });
    assert.deepEqual([old.outcome, old.risks.map((risk) => risk.kind)], ['runs', ['initial-exec-unchecked']]);
  });

  test('without a host any program of the root opens it', () => {
    assert.equal(run(world, '/p/sibling.so', 'dlopen-now').outcome, 'runs');
    assert.deepEqual(run(world, '/p/plugin.so', 'dlopen-now').messages, ['Error relocating /p/plugin.so: from_host: symbol not found']);
  });
});
