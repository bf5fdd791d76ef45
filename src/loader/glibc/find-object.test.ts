import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GLIBC, glibcRoot, library, paths, program, run } from '../literal-root.suite.ts';

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
