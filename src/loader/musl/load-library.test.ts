import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { library, MUSL, muslRoot, paths, program, reads, run } from '../literal-root.suite.ts';

const missing = (name: string, by: string): string => `Error loading shared library ${name}: No such file or directory (needed by ${by})`;
const exports = (...names: string[]) => library({ symbols: names.map((name) => ({ name })) });

describe('names (loader.md 4.2)', () => {
  for (const [name, swallowed] of [
    ['libc.so', true],
    ['libc.so.6', true],
    ['libc.musl-x86_64.so.1', true],
    ['libc.xyz', true],
    ['libm.so.6', true],
    ['libpthread.so.0', true],
    ['librt.so.1', true],
    ['libdl.so.2', true],
    ['libutil.so.1', true],
    ['libxnet.so', true],
    ['ld-linux-x86-64.so.2', false],
    ['libresolv.so.2', false],
    ['libcrypt.so.1', false],
    ['libc-2.31.so', false],
    ['libgcc_s.so.1', false],
  ] as const) {
    test(`${name} is ${swallowed ? 'taken by musl itself' : 'looked for'}`, () => {
      const result = run(muslRoot('1.2.5', { '/app': program(MUSL, { needed: [name] }) }), '/app');
      assert.equal(result.outcome, swallowed ? 'runs' : 'missing-library');
      assert.deepEqual(result.messages, swallowed ? [] : [missing(name, '/app')]);
    });
  }

  test('a name that equals the interpreter of the program is the loader', () => {
    const files = {
      '/lib64/ld-linux-x86-64.so.2': { target: MUSL },
      '/app': program('/lib64/ld-linux-x86-64.so.2', { needed: ['/lib64/ld-linux-x86-64.so.2'] }),
    };
    assert.equal(run(muslRoot('1.2.5', files), '/app').outcome, 'runs');
  });

  test('DT_SONAME satisfies nothing; a base name found by search does', () => {
    const files = {
      '/app': program(MUSL, { needed: ['/opt/e/x.so', 'libb.so'] }),
      '/opt/e/x.so': library({ soname: 'libb.so' }),
      '/two': program(MUSL, { needed: ['libone.so', 'libone.so'] }),
      '/lib/libone.so': library(),
    };
    const world = muslRoot('1.2.5', files);
    assert.deepEqual(run(world, '/app').messages, [missing('libb.so', '/app')]);
    assert.deepEqual(paths(run(world, '/two')), ['/lib/libone.so']);
  });

  test('two names of one file are one object', () => {
    const files = {
      '/app': program(MUSL, { needed: ['liba.so', 'libb.so'] }),
      '/lib/liba.so': library(),
      '/lib/libb.so': { target: 'liba.so' },
    };
    assert.deepEqual(paths(run(muslRoot('1.2.5', files), '/app')), ['/lib/liba.so']);
  });

  test('a file that is a second libc is replaced by musl, since 1.1.17', () => {
    const files = {
      '/app': program(MUSL, { needed: ['libx.so'], ...reads('b') }),
      '/lib/libx.so': exports('__libc_start_main', 'stdin', 'b'),
    };
    assert.deepEqual(run(muslRoot('1.2.5', files), '/app').messages, ['Error relocating /app: b: symbol not found']);
    assert.equal(run(muslRoot('1.1.16', files), '/app').outcome, 'runs');
  });

  test('an empty name is an invalid argument', () => {
    assert.deepEqual(run(muslRoot('1.2.5', { '/app': program(MUSL, { needed: [''] }) }), '/app').messages, [
      'Error loading shared library : Invalid argument (needed by /app)',
    ]);
  });
});

describe('search (4.2, 4.3, 4.4)', () => {
  test('/lib, /usr/local/lib, /usr/lib by default; never /lib64', () => {
    const files = {
      '/app': program(MUSL, { needed: ['liba.so'] }),
      '/usr/local/lib/liba.so': library(),
      '/usr/lib/liba.so': library(),
      '/app64': program(MUSL, { needed: ['libb.so'] }),
      '/lib64/libb.so': library(),
    };
    const world = muslRoot('1.2.5', files);
    assert.deepEqual(paths(run(world, '/app')), ['/usr/local/lib/liba.so']);
    assert.equal(run(world, '/app64').outcome, 'missing-library');
  });

  const path = (content: string | { readonly target: string } | { readonly type: 'dir' }) => ({
    '/app': program(MUSL, { needed: ['liba.so'] }),
    '/usr/lib/liba.so': library(),
    '/opt/x/liba.so': library(),
    '/etc/ld-musl-x86_64.path': content,
  });

  test('the path file replaces the default, by lines and colons, with any other character literal', () => {
    assert.deepEqual(paths(run(muslRoot('1.2.5', path('# comment\n/nope:/opt/x')), '/app')), ['/opt/x/liba.so']);
    assert.deepEqual(run(muslRoot('1.2.5', path('/opt/x\r\n')), '/app').messages, [missing('liba.so', '/app')]);
    assert.deepEqual(paths(run(muslRoot('1.2.5', path({ target: '/nowhere' })), '/app')), ['/usr/lib/liba.so']);
  });

  test('an empty path file leaves nothing to search, and no error to name', () => {
    assert.deepEqual(run(muslRoot('1.2.5', path('')), '/app').messages, [
      'Error loading shared library liba.so: No error information (needed by /app)',
    ]);
    const directory = run(muslRoot('1.2.5', path({ type: 'dir' })), '/app');
    assert.deepEqual(
      [directory.outcome, directory.messages],
      ['bad-file', ['Error loading shared library liba.so: Is a directory (needed by /app)']],
    );
  });

  test('the prefix of the interpreter decides where the path file lies', () => {
    const files = {
      '/usr/lib/ld-musl-x86_64.so.1': { target: MUSL },
      '/usr/etc/ld-musl-x86_64.path': '/opt/x',
      '/app': program('/usr/lib/ld-musl-x86_64.so.1', { needed: ['liba.so'] }),
      '/opt/x/liba.so': library(),
    };
    assert.deepEqual(paths(run(muslRoot('1.2.5', files), '/app')), ['/opt/x/liba.so']);
  });

  test('LD_LIBRARY_PATH before any rpath; RPATH and RUNPATH alike are inherited', () => {
    const files = {
      '/app': program(MUSL, { needed: ['liba.so'], rpath: '/opt/d' }),
      '/opt/d/liba.so': library({ needed: ['libb.so'] }),
      '/opt/d/libb.so': library(),
      '/opt/e/liba.so': library(),
    };
    const world = muslRoot('1.2.5', files);
    const result = run(world, '/app');
    assert.deepEqual(
      result.objects.map(({ path: found, via, viaOf, neededBy }) => [found, via, viaOf, neededBy]),
      [
        ['/opt/d/liba.so', 'rpath', '/app', '/app'],
        ['/opt/d/libb.so', 'rpath', '/app', '/opt/d/liba.so'],
      ],
    );
    assert.deepEqual(paths(run(world, '/app', 'exec', { env: { LD_LIBRARY_PATH: ':/opt/e' } })), ['/opt/e/liba.so']);
    assert.deepEqual(paths(run(world, '/app', 'exec', { env: { LD_LIBRARY_PATH: '/x;/opt/e' } }))[0], '/opt/d/liba.so');
  });

  test('$ORIGIN as a prefix; any other token drops the whole list', () => {
    const files = {
      '/opt/app': program(MUSL, { needed: ['liba.so'], runpath: '${ORIGIN}/d' }),
      '/opt/d/liba.so': library(),
      '/sl/app': { target: '/opt/app' },
      '/lib-app': program(MUSL, { needed: ['liba.so'], runpath: '/nope/$LIB:/opt/d' }),
      '/prefix': program(MUSL, { needed: ['liba.so'], runpath: '$ORIGINAL/d:/opt/d' }),
    };
    const world = muslRoot('1.2.5', files);
    assert.deepEqual(paths(run(world, '/opt/app')), ['/opt/d/liba.so']);
    assert.deepEqual(paths(run(world, '/sl/app')), ['/opt/d/liba.so']);
    assert.equal(run(world, '/lib-app').outcome, 'missing-library');
    assert.equal(run(world, '/prefix').outcome, 'runs');
    assert.match(
      run(world, '/lib-app', 'exec', { trail: true })
        .trail.map((trial) => trial.why)
        .join(),
      /token other than \$ORIGIN/,
    );
  });

  test('a loop of links ends the whole search', () => {
    const files = {
      '/app': program(MUSL, { needed: ['liba.so'], runpath: '/opt/j' }),
      '/opt/j/liba.so': { target: 'liba.so' },
      '/lib/liba.so': library(),
    };
    assert.deepEqual(run(muslRoot('1.2.5', files), '/app').messages, [
      'Error loading shared library liba.so: Symbolic link loop (needed by /app)',
    ]);
  });

  test('a dangling link and an unreadable file are passed over, for a user who is not root', () => {
    const files = {
      '/app': program(MUSL, { needed: ['liba.so'], runpath: '/opt/j:/opt/k' }),
      '/opt/j/liba.so': { target: '/nowhere' },
      '/opt/k/liba.so': { ...library(), mode: 0 },
      '/lib/liba.so': library(),
    };
    const world = muslRoot('1.2.5', files);
    assert.deepEqual(paths(run(world, '/app')), ['/opt/k/liba.so']);
    assert.deepEqual(paths(run(world, '/app', 'exec', { uid: 1000 })), ['/lib/liba.so']);
  });

  test('NEEDED with a slash is opened as it is, without tokens', () => {
    const files = {
      '/app': program(MUSL, { needed: ['opt/liba.so'] }),
      '/opt/liba.so': library(),
      '/origin': program(MUSL, { needed: ['$ORIGIN/opt/liba.so'] }),
    };
    const world = muslRoot('1.2.5', files);
    assert.equal(run(world, '/app').outcome, 'runs');
    assert.deepEqual(run(world, '/app', 'exec', { cwd: '/opt' }).messages, [missing('opt/liba.so', '/app')]);
    assert.deepEqual(run(world, '/origin').messages, [missing('$ORIGIN/opt/liba.so', '/origin')]);
  });
});

describe('files (4.2.11)', () => {
  const app = program(MUSL, { needed: ['liba.so'], runpath: '/opt/j:/opt/d' });
  const bad = (content: Parameters<typeof muslRoot>[1][string]) =>
    run(muslRoot('1.2.5', { '/app': app, '/opt/j/liba.so': content, '/opt/d/liba.so': library() }), '/app');
  for (const [what, content, text] of [
    ['a text file', `/* GNU ld script */ INPUT(x) ${' '.repeat(60)}`, 'Exec format error'],
    ['an empty file', '', 'Exec format error'],
    ['a relocatable object', library({ type: 1 }), 'Exec format error'],
    ['a 32-bit library', library({ class: 32, machine: 3 }), 'Exec format error'],
    ['a file without dynamic section', library({ static: true }), 'Exec format error'],
    ['a directory', { type: 'dir' }, 'Is a directory'],
  ] as const) {
    test(`${what} ends the search`, () => {
      const result = bad(content);
      assert.deepEqual([result.outcome, result.messages], ['bad-file', [`Error loading shared library liba.so: ${text} (needed by /app)`]]);
    });
  }

  test('the machine is not looked at: relocations of another one are unknown types, and without any the code runs', () => {
    const relocated = bad(library({ machine: 183, symbols: [{ name: 'f' }], relocations: [{ type: 1025, symbol: 'f' }] }));
    assert.deepEqual(relocated.messages, ['Error relocating /opt/j/liba.so: unsupported relocation type 1025']);
    const bare = bad(library({ machine: 183 }));
    assert.equal(bare.outcome, 'runs');
    assert.deepEqual(bare.risks, [{ kind: 'foreign-code', object: '/opt/j/liba.so', machine: 183 }]);
  });

  test('programs can be libraries', () => {
    assert.equal(bad(program(MUSL, { type: 2 })).outcome, 'runs');
  });

  test('--list of a static program', () => {
    const world = muslRoot('1.2.5', { '/st': { ...library({ static: true, entry: 1 }), mode: 0o755 } });
    const result = run(world, '/st', 'list', { host: MUSL });
    assert.deepEqual([result.outcome, result.messages], ['bad-file', [`${MUSL}: /st: Not a valid dynamic program`]]);
    assert.deepEqual(run(world, '/none', 'list', { host: MUSL }).messages, [`${MUSL}: cannot load /none: No such file or directory`]);
  });
});
