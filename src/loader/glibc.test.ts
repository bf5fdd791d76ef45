import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { calls, GLIBC, glibcRoot, library, paths, program, reads, run } from './literal-root.suite.ts';

const LIB = '/lib/x86_64-linux-gnu';
const absent = (name: string): string =>
  `/app: error while loading shared libraries: ${name}: cannot open shared object file: No such file or directory`;
const fatal = (text: string): string => `/app: error while loading shared libraries: ${text}`;

describe('search (loader.md 5.3)', () => {
  test('RPATH of the requester and its ancestors, LD_LIBRARY_PATH, own RUNPATH, default directories', () => {
    const world = glibcRoot('2.36', {
      '/app': program(GLIBC, { needed: ['liba.so'], rpath: '/opt/d' }),
      '/run': program(GLIBC, { needed: ['liba.so'], runpath: '/opt/d' }),
      '/opt/d/liba.so': library({ needed: ['libb.so'] }),
      '/opt/d/libb.so': library(),
      '/opt/e/liba.so': library(),
    });
    const env = { LD_LIBRARY_PATH: '/x;/opt/e' };
    assert.deepEqual(paths(run(world, '/app', 'exec', { env })), ['/opt/d/liba.so', '/opt/d/libb.so']);
    assert.deepEqual(paths(run(world, '/run', 'exec', { env })), ['/opt/e/liba.so']);
    const inherited = run(world, '/run');
    assert.deepEqual([inherited.outcome, inherited.messages], ['missing-library', [absent('libb.so').replace('/app', '/run')]]);
    assert.deepEqual(
      run(world, '/app').objects.map(({ via, viaOf, neededBy }) => [via, viaOf, neededBy]),
      [
        ['rpath', '/app', '/app'],
        ['rpath', '/app', '/opt/d/liba.so'],
      ],
    );
  });

  test('an RPATH does not count beside a RUNPATH', () => {
    const world = glibcRoot('2.36', {
      '/app': program(GLIBC, { needed: ['liba.so'], rpath: '/opt/d', runpath: '/opt/none' }),
      '/opt/d/liba.so': library(),
    });
    assert.deepEqual(run(world, '/app').messages, [absent('liba.so')]);
  });

  test('built-in directories only: /usr/local/lib needs the cache', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'] }),
      '/usr/local/lib/liba.so': library(),
      '/usr/lib/libb.so': library(),
      '/b': program(GLIBC, { needed: ['libb.so'] }),
    };
    const world = glibcRoot('2.36', files);
    assert.deepEqual(run(world, '/app').messages, [absent('liba.so')]);
    assert.deepEqual(paths(run(world, '/b')), ['/usr/lib/libb.so']);
    const trail = run(world, '/app', 'exec', { trail: true }).trail.filter((trial) => trial.name === 'liba.so');
    assert.deepEqual(
      trail.map((trial) => trial.path),
      [`${LIB}/liba.so`, '/lib/liba.so', '/usr/lib/liba.so'],
    );
  });

  test('the cache comes before the built-in directories; a stale entry falls through', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'] }),
      '/usr/local/lib/liba.so': library(),
      '/usr/lib/liba.so': library(),
      '/etc/ld.so.cache': cache([['liba.so', '/usr/local/lib/liba.so']]),
      '/s': program(GLIBC, { needed: ['libs.so'] }),
      '/usr/lib/libs.so': library(),
    };
    assert.deepEqual(paths(run(glibcRoot('2.36', files), '/app')), ['/usr/local/lib/liba.so']);
    const stale = { ...files, '/etc/ld.so.cache': cache([['libs.so', '/usr/local/lib/libs.so']]) };
    assert.deepEqual(paths(run(glibcRoot('2.36', stale), '/s')), ['/usr/lib/libs.so']);
    const foreign = { ...files, '/etc/ld.so.cache': cache([['liba.so', '/usr/local/lib/liba.so']], 0xa03) };
    assert.deepEqual(paths(run(glibcRoot('2.36', foreign), '/app')), ['/usr/lib/liba.so']);
  });

  test('hwcaps directories since 2.33, the old ones up to 2.39', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'] }),
      '/usr/lib/liba.so': library(),
      '/usr/lib/glibc-hwcaps/x86-64-v2/liba.so': library(),
      '/tls': program(GLIBC, { needed: ['libt.so'] }),
      '/usr/lib/tls/libt.so': library(),
    };
    const found = (version: string, path: string) => run(glibcRoot(version, files), path);
    assert.deepEqual(
      ['2.31', '2.36', '2.41'].map((version) => paths(found(version, '/app'))[0]),
      ['/usr/lib/liba.so', '/usr/lib/glibc-hwcaps/x86-64-v2/liba.so', '/usr/lib/glibc-hwcaps/x86-64-v2/liba.so'],
    );
    assert.deepEqual(
      ['2.31', '2.36', '2.41'].map((version) => found(version, '/tls').outcome),
      ['runs', 'runs', 'missing-library'],
    );
    assert.deepEqual(
      found('2.41', '/app').risks.map((risk) => risk.kind),
      ['hwcaps-directory'],
    );
  });

  test('tokens: $ORIGIN of a program in the root, $LIB, $PLATFORM, an unknown word', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'], runpath: '${ORIGIN}/opt/d' }),
      '/lib-app': program(GLIBC, { needed: ['liba.so'], runpath: '/$LIB/sub' }),
      '/word': program(GLIBC, { needed: ['liba.so'], runpath: '/opt/$ORIGINAL:$PLATFORM:/opt/d' }),
      '/needed': program(GLIBC, { needed: ['$ORIGIN/opt/d/liba.so'] }),
      '/opt/d/liba.so': library(),
      [`${LIB}/sub/liba.so`]: library(),
    };
    const world = glibcRoot('2.36', files);
    assert.deepEqual(paths(run(world, '/app')), ['//opt/d/liba.so']);
    assert.deepEqual(paths(run(world, '/lib-app')), [`${LIB}/sub/liba.so`]);
    assert.deepEqual(paths(run(world, '/word')), ['/opt/d/liba.so']);
    assert.deepEqual(paths(run(world, '/needed')), ['//opt/d/liba.so']);
  });

  test('a loop of links ends its list, not the search; an empty element is the current directory', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['liba.so'], runpath: '/opt/j:/opt/d' }),
      '/opt/j/liba.so': { target: 'liba.so' },
      '/opt/d/liba.so': library(),
      '/usr/lib/liba.so': library(),
      '/plain': program(GLIBC, { needed: ['libc2.so'] }),
      '/opt/d/libc2.so': library(),
    };
    const world = glibcRoot('2.36', files);
    assert.deepEqual(paths(run(world, '/app')), ['/usr/lib/liba.so']);
    assert.deepEqual(paths(run(world, '/plain', 'exec', { env: { LD_LIBRARY_PATH: ':/x' }, cwd: '/opt/d' })), ['libc2.so']);
  });

  test('DF_1_NODEFLIB', () => {
    const app = program(GLIBC, { needed: ['liba.so'] });
    const world = glibcRoot('2.36', { '/app': { ...app, elf: withFlags(app, 0x800_0800) }, '/usr/lib/liba.so': library() });
    assert.equal(run(world, '/app').outcome, 'missing-library');
  });
});

function withFlags(file: ReturnType<typeof library>, flags1: number): NonNullable<ReturnType<typeof library>['elf']> {
  if (file.elf === undefined || 'unknown' in file.elf || file.elf.dynamic === undefined) throw new Error('no dynamic section');
  return { ...file.elf, dynamic: { ...file.elf.dynamic, flags1 } };
}

/** The layout of glibc 2.32 and later. */
function cache(entries: readonly (readonly [string, string])[], flags = 0x303): Uint8Array {
  const strings = Buffer.from(
    entries
      .flat()
      .map((text) => `${text}\0`)
      .join(''),
  );
  const file = Buffer.alloc(48 + entries.length * 24 + strings.length);
  file.write('glibc-ld.so.cache1.1', 'latin1');
  file.writeUInt32LE(entries.length, 20);
  file.writeUInt32LE(strings.length, 24);
  file[28] = 2;
  let at = 48 + entries.length * 24;
  for (const [i, [name, path]] of entries.entries()) {
    file.writeInt32LE(flags, 48 + i * 24);
    file.writeUInt32LE(at, 52 + i * 24);
    file.writeUInt32LE(at + name.length + 1, 56 + i * 24);
    at += name.length + path.length + 2;
  }
  strings.copy(file, 48 + entries.length * 24);
  return file;
}

describe('files (5.3)', () => {
  const app = program(GLIBC, { needed: ['liba.so'], runpath: '/opt/j:/opt/d' });
  const found = (content: Parameters<typeof glibcRoot>[1][string], version = '2.36', more: Parameters<typeof glibcRoot>[2] = {}) =>
    run(glibcRoot(version, { '/app': app, '/opt/j/liba.so': content, '/opt/d/liba.so': library() }, more), '/app');
  for (const [what, content] of [
    ['another class', library({ class: 32, machine: 3 })],
    ['another machine', library({ machine: 183 })],
    ['a big-endian file of another machine', library({ machine: 22, endian: 'big' })],
    ['another machine and another system', library({ machine: 183, osabi: 9 })],
    ['a dangling link', { target: '/nowhere' }],
  ] as const) {
    test(`${what} is passed over`, () => assert.deepEqual(paths(found(content)), ['/opt/d/liba.so']));
  }

  for (const [text, content] of [
    ['file too short', ''],
    ['file too short', 'x'.repeat(40)],
    ['invalid ELF header', `/* GNU ld script */ ${' '.repeat(60)}`],
    ['ELF file data encoding not little-endian', library({ machine: 0x3e00, endian: 'big' })],
    ['ELF file OS ABI invalid', library({ osabi: 9 })],
    ['only ET_DYN and ET_EXEC can be loaded', library({ type: 1 })],
    ['cannot read file data: Error 21', { type: 'dir' }],
  ] as const) {
    test(text, () => {
      const result = found(content);
      assert.deepEqual([result.outcome, result.messages], ['bad-file', [fatal(`/opt/j/liba.so: ${text}`)]]);
    });
  }

  for (const [text, content] of [
    ['cannot dynamically load executable', program(GLIBC, { type: 2 })],
    ['cannot dynamically load position-independent executable', program(GLIBC)],
    ['object file has no dynamic section', library({ static: true })],
  ] as const) {
    test(`${text}, named as it was asked for`, () => assert.deepEqual(found(content).messages, [fatal(`liba.so: ${text}`)]));
  }

  test('only a file of the other class is there', () => {
    const world = glibcRoot('2.36', {
      '/app': program(GLIBC, { needed: ['liba.so'] }),
      '/lib/liba.so': library({ class: 32, machine: 3 }),
    });
    const result = run(world, '/app');
    assert.deepEqual([result.outcome, result.messages], ['bad-file', [fatal('liba.so: wrong ELF class: ELFCLASS32')]]);
  });

  test('upstream looks at the byte order before the machine, Debian after it', () => {
    const big = library({ machine: 22, endian: 'big' });
    assert.deepEqual(found(big, '2.36', { banner: 'GNU libc' }).messages, [
      fatal('/opt/j/liba.so: ELF file data encoding not little-endian'),
    ]);
  });

  test('before 2.30 a PIE is a library like any other', () => assert.equal(found(program(GLIBC), '2.28').outcome, 'runs'));

  test('segments that do not fit pages', () => {
    const file = library();
    if (file.elf === undefined || 'unknown' in file.elf) throw new Error('no facts');
    const segments = file.elf.segments.map((each) => (each.type === 1 ? { ...each, vaddr: each.vaddr + 8n } : each));
    const odd = { ...file, elf: { ...file.elf, segments } };
    assert.deepEqual(found(odd).messages, [fatal('liba.so: ELF load command address/offset not page-aligned')]);
    assert.deepEqual(found(odd, '2.31').messages, [fatal('liba.so: ELF load command address/offset not properly aligned')]);
  });
});

describe('names (5.2)', () => {
  test('DT_SONAME answers a later NEEDED', () => {
    const files = {
      '/app': program(GLIBC, { needed: ['/opt/e/x.so', 'libb.so'] }),
      '/opt/e/x.so': library({ soname: 'libb.so' }),
      '/loader': program(GLIBC, { needed: ['ld-linux-x86-64.so.2'] }),
    };
    const world = glibcRoot('2.36', files);
    assert.deepEqual(paths(run(world, '/app')), ['/opt/e/x.so']);
    assert.deepEqual([run(world, '/loader').outcome, paths(run(world, '/loader'))], ['runs', []]);
  });
});

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
