import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { calls, GLIBC, glibcRoot, library, paths, program, reads, run } from '../literal-root.suite.ts';

const LIB = '/lib/x86_64-linux-gnu';
const absent = (name: string): string =>
  `/app: error while loading shared libraries: ${name}: cannot open shared object file: No such file or directory`;
const fatal = (text: string): string => `/app: error while loading shared libraries: ${text}`;

describe('errors at the start (5.5, 5.6, 5.7)', () => {
  test('the first missing library alone', () => {
    const world = glibcRoot('2.36', { '/app': program(GLIBC, { needed: ['libx.so', 'liby.so'], ...calls('z') }) });
    assert.deepEqual(run(world, '/app').messages, [absent('libx.so')]);
  });

  test('every missing version', () => {
    const f = (version: string) => ({ name: `f${version}`, version: { name: version, file: 'liba.so' } });
    const world = glibcRoot('2.36', {
      '/app': program(GLIBC, { needed: ['liba.so'], ...calls(f('V1'), f('V2')) }),
      '/lib/liba.so': library({ soname: 'liba.so', symbols: [{ name: 'f', version: { name: 'V0' } }] }),
    });
    const result = run(world, '/app');
    assert.equal(result.outcome, 'missing-version');
    assert.deepEqual(
      result.messages,
      ['V1', 'V2'].map((version) => `/app: /lib/liba.so: version \`${version}' not found (required by /app)`),
    );
  });

  test('a weak version is a warning', () => {
    const world = glibcRoot('2.36', {
      '/app': program(GLIBC, { needed: ['libc.so.6'], versionNeeds: [{ file: 'libc.so.6', name: 'GLIBC_2.99', weak: true }] }),
    });
    const result = run(world, '/app');
    assert.deepEqual(
      [result.outcome, result.messages],
      ['runs', [`/app: ${LIB}/libc.so.6: weak version \`GLIBC_2.99' not found (required by /app)`]],
    );
  });

  test('a library that lost its versions: an assertion up to 2.40, accepted since', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'], ...reads({ name: 'f', version: { name: 'V1', file: 'liba.so' } }) }),
      '/lib/liba.so': library({ soname: 'liba.so', symbols: [{ name: 'f' }] }),
    };
    const warning = '/app: /lib/liba.so: no version information available (required by /app)';
    const assertion =
      "Inconsistency detected by ld.so: dl-lookup.c: check_match: Assertion `version->filename == NULL || ! _dl_name_match_p (version->filename, map)' failed!";
    const old = run(glibcRoot('2.36', files), '/app');
    assert.deepEqual([old.outcome, old.messages], ['missing-version', [warning, assertion]]);
    const fresh = run(glibcRoot('2.41', files), '/app');
    assert.deepEqual([fresh.outcome, fresh.messages], ['runs', [warning]]);
  });

  test('DT_RELR without its version, for who requires versions of libc', () => {
    const puts = { name: 'puts', version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } };
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'] }),
      '/lib/liba.so': library({ needed: ['libc.so.6'], relr: [0x1000], ...calls(puts) }),
      '/plain': program(GLIBC, { needed: ['libp.so'] }),
      '/lib/libp.so': library({ needed: ['libc.so.6'], relr: [0x1000] }),
    };
    const libc = { versions: ['GLIBC_ABI_DT_RELR'] };
    const result = run(glibcRoot('2.36', files, libc), '/app');
    assert.deepEqual(
      [result.outcome, result.messages],
      ['missing-version', [fatal('/lib/liba.so: DT_RELR without GLIBC_ABI_DT_RELR dependency')]],
    );
    assert.equal(run(glibcRoot('2.36', files, libc), '/plain').outcome, 'runs');
    const before = run(glibcRoot('2.31', files), '/app');
    assert.deepEqual([before.outcome, before.risks.map((risk) => risk.kind)], ['runs', ['relr-not-applied']]);
  });

  test('symbols by version, base versions without one, IFUNC, hidden ones by their version only', () => {
    const want = (version?: string) =>
      calls({ name: 'f', ...(version === undefined ? {} : { version: { name: version, file: 'liba.so' } }) });
    const bound = { tags: [[24, 0]] } as const;
    const outcome = (app: ReturnType<typeof calls>, lib: Parameters<typeof library>[0]) =>
      run(
        glibcRoot('2.36', {
          '/app': program(GLIBC, { needed: ['liba.so'], ...app, ...bound }),
          '/lib/liba.so': library({ soname: 'liba.so', ...lib }),
        }),
        '/app',
      ).messages;
    const has = (version: string, hidden = false) => ({
      symbols: [{ name: 'f', version: { name: version }, hidden }],
      versionDefinitions: [{ name: 'V0' }, { name: 'V9' }],
    });
    assert.deepEqual(outcome(want('V9'), has('V9')), []);
    assert.deepEqual(outcome(want('V9'), has('V9', true)), []);
    assert.deepEqual(outcome(want('V0'), has('V9')), ['/app: symbol lookup error: /app: undefined symbol: f, version V0']);
    assert.deepEqual(outcome(want(), has('V9')), []);
    assert.deepEqual(outcome(want(), { symbols: [{ name: 'f', type: 10 }] }), []);
    assert.deepEqual(outcome(want(), { symbols: [{ name: 'f', visibility: 2 }] }), [
      '/app: symbol lookup error: /app: undefined symbol: f',
    ]);
  });

  test('functions are bound when called, unless LD_BIND_NOW or the object says now; data at once', () => {
    const world = glibcRoot('2.36', { '/app': program(GLIBC, calls('f')), '/data': program(GLIBC, reads('d')) });
    assert.deepEqual(run(world, '/app').risks, [{ kind: 'postponed-symbol', object: '/app', symbol: 'f' }]);
    assert.equal(run(world, '/app', 'exec', { env: { LD_BIND_NOW: '1' } }).outcome, 'missing-symbol');
    assert.deepEqual(run(world, '/data').messages, ['/data: symbol lookup error: /data: undefined symbol: d']);
  });

  test('an unknown relocation', () => {
    const world = glibcRoot('2.36', {
      '/app': program(GLIBC, { needed: ['liba.so'] }),
      '/lib/liba.so': library({ relocations: [{ type: 200 }] }),
    });
    const result = run(world, '/app');
    assert.deepEqual([result.outcome, result.messages], ['unsupported-relocation', [fatal('/lib/liba.so: unexpected reloc type 0xc8')]]);
  });

  test('before 2.30 the search ends at the file that the requirement names', () => {
    const f = { name: 'f', version: { name: 'V1', file: 'liba.so' } };
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so', 'libb.so'], ...reads(f) }),
      '/lib/liba.so': library({ soname: 'liba.so', versionDefinitions: [{ name: 'V1' }] }),
      '/lib/libb.so': library({ symbols: [{ name: 'f' }] }),
    };
    assert.deepEqual(run(glibcRoot('2.28', files), '/app').messages, [
      '/app: relocation error: /app: symbol f version V1 not defined in file liba.so with link time reference',
    ]);
    assert.deepEqual(run(glibcRoot('2.17', files), '/app').messages, [
      '/app: relocation error: /app: symbol f, version V1 not defined in file liba.so with link time reference',
    ]);
    assert.equal(run(glibcRoot('2.36', files), '/app').outcome, 'runs');
  });

  test('preloads that cannot be loaded are warnings; what they need is not', () => {
    const files = {
      '/app': program(GLIBC),
      '/p/text.so': 'x'.repeat(80),
      '/p/needy.so': library({ needed: ['libnone.so'] }),
      '/p/good.so': library(),
    };
    const world = glibcRoot('2.36', files);
    const preload = (text: string) => run(world, '/app', 'exec', { env: { LD_PRELOAD: text } });
    assert.deepEqual(preload('/none.so').messages, [
      "ERROR: ld.so: object '/none.so' from LD_PRELOAD cannot be preloaded (cannot open shared object file): ignored.",
    ]);
    assert.deepEqual(preload('/p/text.so').messages, [
      "ERROR: ld.so: object '/p/text.so' from LD_PRELOAD cannot be preloaded (invalid ELF header): ignored.",
    ]);
    assert.deepEqual(preload('/p/good.so /p/needy.so').messages, [absent('libnone.so')]);
    assert.deepEqual(paths(run(glibcRoot('2.36', { ...files, '/etc/ld.so.preload': '# all\n/p/good.so\n' }), '/app')), ['/p/good.so']);
  });

  test('a privileged program', () => {
    const files = {
      '/suid': { ...program(GLIBC, { needed: ['liba.so'], runpath: '$ORIGIN/opt/d' }), mode: 0o4755 },
      '/opt/d/liba.so': library(),
      '/abs': { ...program(GLIBC, { needed: ['liba.so'], runpath: '/opt/d' }), mode: 0o4755 },
    };
    const world = glibcRoot('2.36', files);
    assert.equal(run(world, '/suid').outcome, 'runs');
    assert.equal(run(world, '/suid', 'exec', { uid: 1000, env: { LD_LIBRARY_PATH: '/opt/d' } }).outcome, 'missing-library');
    assert.equal(run(world, '/abs', 'exec', { uid: 1000 }).outcome, 'runs');
  });
});

describe('dlopen (5.8)', () => {
  const files = {
    '/host': program(GLIBC, { needed: ['libc.so.6'], runpath: '/opt/h', symbols: [{ name: 'from_host' }] }),
    '/opt/h/bare.so': library(),
    '/p/plugin.so': library({ needed: ['sibling.so'], runpath: '$ORIGIN', ...calls('from_host', 'from_sibling') }),
    '/p/sibling.so': library({ symbols: [{ name: 'from_sibling' }] }),
    '/p/needy.so': library({ needed: ['libnone.so'] }),
    '/p/lost.so': library(calls('nowhere')),
    '/p/exec.so': library({ stack: { flags: 7 }, needed: ['libnone.so'] }),
    '/p/old.so': library({ versionNeeds: [{ file: 'libc.so.6', name: 'GLIBC_2.99' }], needed: ['libc.so.6'] }),
    ...Object.fromEntries(
      [1664, 2048].map((size) => [`/p/tls${size}.so`, library({ tls: { size, align: 8 }, relocations: [{ type: 18 }] })]),
    ),
  };
  const world = glibcRoot('2.36', files);
  const open = (path: string, mode: 'dlopen-now' | 'dlopen-lazy' = 'dlopen-now', root = world) => run(root, path, mode, { host: '/host' });

  test('scope and search path', () => {
    assert.deepEqual(paths(open('/p/plugin.so')), ['/p/plugin.so', '/p/sibling.so']);
    assert.deepEqual(paths(open('bare.so')), ['/opt/h/bare.so']);
    assert.deepEqual(paths(open('libc.so.6')), []);
  });

  test('texts of dlerror', () => {
    assert.deepEqual(open('/p/needy.so').messages, ['libnone.so: cannot open shared object file: No such file or directory']);
    assert.deepEqual(open('/p').messages, ['/p: cannot read file data: Is a directory']);
    assert.deepEqual(open('/p/lost.so').messages, ['/p/lost.so: undefined symbol: nowhere']);
    assert.equal(open('/p/lost.so', 'dlopen-lazy').outcome, 'runs');
    assert.deepEqual(open('/p/old.so').messages, [`${LIB}/libc.so.6: version \`GLIBC_2.99' not found (required by /p/old.so)`]);
  });

  test('static TLS shares 1,664 bytes', () => {
    assert.equal(open('/p/tls1664.so').outcome, 'runs');
    const result = open('/p/tls2048.so');
    assert.deepEqual([result.outcome, result.messages], ['static-tls', ['/p/tls2048.so: cannot allocate memory in static TLS block']]);
  });

  test('an executable stack is refused since 2.41, before anything else is looked at', () => {
    assert.equal(open('/p/exec.so').outcome, 'missing-library');
    const result = open('/p/exec.so', 'dlopen-now', glibcRoot('2.41', files));
    assert.deepEqual(
      [result.outcome, result.messages],
      ['bad-file', ['/p/exec.so: cannot enable executable stack as shared object requires: Invalid argument']],
    );
  });

  test('a host that does not start speaks for itself', () => {
    const broken = glibcRoot('2.36', { ...files, '/host': program(GLIBC, { needed: ['libx.so'] }) });
    assert.deepEqual(open('/p/plugin.so', 'dlopen-now', broken).messages, [absent('libx.so').replace('/app', '/host')]);
  });
});

test('a file that decides and was not read leaves the answer open', () => {
  for (const path of ['/etc/ld.so.preload', '/etc/ld.so.cache']) {
    const world = glibcRoot('2.36', { '/app': program(GLIBC, { needed: ['liba.so'] }), [path]: { size: 100, unread: 'over budget' } });
    assert.deepEqual([run(world, '/app').outcome, run(world, '/app').why], ['unknown', `${path} was not read`]);
  }
});

test('an ELF file that was not read leaves the answer open', () => {
  const unread = { size: 1000, mode: 0o755, elf: { unknown: 'over budget' } };
  const world = glibcRoot('2.36', { '/app': program(GLIBC, { needed: ['liba.so'] }), '/lib/liba.so': unread, '/unread': unread });
  assert.deepEqual([run(world, '/app').outcome, run(world, '/app').why], ['unknown', '/lib/liba.so: over budget']);
  assert.equal(run(world, '/unread').outcome, 'unknown');
});

test('a load that succeeds with damaged tables proves nothing', () => {
  const file = library();
  if (file.elf === undefined || 'unknown' in file.elf) throw new Error('no facts');
  const damaged = {
    ...file,
    elf: { ...file.elf, defects: [{ code: 'elf-truncated', offset: 0, message: 'DT_RELA ends beyond the file' }] },
  };
  const world = glibcRoot('2.36', { '/app': program(GLIBC, { needed: ['liba.so'] }), '/lib/liba.so': damaged });
  assert.deepEqual([run(world, '/app').outcome, run(world, '/app').why], ['unknown', '/lib/liba.so: DT_RELA ends beyond the file']);
});
