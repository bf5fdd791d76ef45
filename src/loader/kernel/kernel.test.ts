import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { library, MUSL, muslRoot, program, run } from '../literal-root.suite.ts';

const script = (text: string) => ({ content: text, mode: 0o755 });

describe('programs (loader.md 2)', () => {
  const world = muslRoot('1.2.5', {
    '/missing': program('/lib/ld-nowhere.so.1'),
    '/dangling': program('/lib/ld-dangling.so.1'),
    '/lib/ld-dangling.so.1': { target: '/nowhere' },
    '/nox': program('/opt/nox'),
    '/opt/nox': { ...library(), mode: 0o644 },
    '/dir': program('/opt'),
    '/short': program('/opt/short'),
    '/opt/short': script('x'),
    '/zeros': program('/opt/zeros'),
    '/opt/zeros': script('\0'.repeat(4096)),
    '/alien': program('/opt/alien'),
    '/opt/alien': { ...library({ machine: 183 }), mode: 0o755 },
    '/relative': program(MUSL.slice(1)),
    '/arm': program(MUSL, { machine: 183 }),
    '/i386': program('/lib/ld-linux.so.2', { class: 32, machine: 3 }),
    '/plain': { ...program(MUSL), mode: 0o644 },
    '/text': script('hello'),
    '/object': { ...library(), mode: 0o755 },
    '/static': { ...library({ static: true, type: 2, entry: 0x1000 }), mode: 0o755 },
    '/ordinary': program('/bin/sh'),
  });
  for (const [path, outcome, text, loader] of [
    ['/missing', 'no-interpreter', 'No such file or directory', 'none'],
    ['/dangling', 'no-interpreter', 'No such file or directory', 'none'],
    ['/nox', 'no-interpreter', 'Permission denied', 'none'],
    ['/dir', 'no-interpreter', 'Permission denied', 'none'],
    ['/short', 'no-interpreter', 'Input/output error', 'none'],
    ['/zeros', 'no-interpreter', 'Accessing a corrupted shared library', 'none'],
    ['/alien', 'no-interpreter', 'Accessing a corrupted shared library', 'none'],
    ['/i386', 'no-interpreter', 'No such file or directory', 'glibc-absent'],
    ['/arm', 'bad-file', 'Exec format error', 'none'],
    ['/plain', 'bad-file', 'Permission denied', 'none'],
    ['/text', 'bad-file', 'Exec format error', 'none'],
    ['/opt', 'bad-file', 'Permission denied', 'none'],
    ['/absent', 'bad-file', 'No such file or directory', 'none'],
  ] as const) {
    test(`${path}: ${text}`, () => {
      const result = run(world, path);
      assert.deepEqual([result.outcome, result.messages, result.loader], [outcome, [`execve: ${text}`], loader]);
    });
  }

  test('a relative interpreter is looked for from the current directory', () => {
    assert.equal(run(world, '/relative').outcome, 'runs');
    assert.deepEqual(run(world, '/relative', 'exec', { cwd: '/opt' }).messages, ['execve: No such file or directory']);
  });

  test('static programs run, shared objects crash, an ordinary program as interpreter is undecided', () => {
    assert.equal(run(world, '/static').outcome, 'runs');
    assert.equal(run(world, '/object').outcome, 'crash-after-load');
    assert.equal(run(world, '/ordinary').outcome, 'unknown');
  });

  test('an execute bit that is not for this user', () => {
    const other = muslRoot('1.2.5', {
      '/mine': { ...program(MUSL), mode: 0o700, uid: 7 },
      '/closed/': { type: 'dir', mode: 0o700 },
      '/closed/app': program(MUSL),
    });
    assert.deepEqual(
      [7, 8, 0].map((uid) => run(other, '/mine', 'exec', { uid }).outcome),
      ['runs', 'bad-file', 'runs'],
    );
    assert.deepEqual(
      [8, 0].map((uid) => run(other, '/closed/app', 'exec', { uid }).outcome),
      ['bad-file', 'runs'],
    );
  });
});

describe('scripts', () => {
  const chain = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`/c${i}`, script(i === 0 ? '#!/bin/sh\n' : `#!/c${i - 1}\n`)]));
  const world = muslRoot('1.2.5', {
    '/ok': script('#! /bin/sh -e\nx\n'),
    '/crlf': script('#!/bin/sh\r\nx\r\n'),
    '/nowhere': script('#!/bin/bash\n'),
    '/bom': script('\uFEFF#!/bin/sh\n'),
    '/empty': script('#!   \n'),
    '/long': script(`#!/${'x'.repeat(300)}\n`),
    '/long-argument': script(`#!/bin/sh ${'x'.repeat(300)}\n`),
    ...chain,
  });
  for (const [path, outcome, text] of [
    ['/ok', 'runs', null],
    ['/long-argument', 'runs', null],
    ['/crlf', 'no-interpreter', 'No such file or directory'],
    ['/nowhere', 'no-interpreter', 'No such file or directory'],
    ['/bom', 'bad-file', 'Exec format error'],
    ['/empty', 'no-interpreter', 'Exec format error'],
    ['/long', 'no-interpreter', 'Exec format error'],
    ['/c4', 'runs', null],
    ['/c5', 'no-interpreter', 'Too many levels of symbolic links'],
  ] as const) {
    test(`${path}: ${text ?? outcome}`, () => {
      const result = run(world, path);
      assert.deepEqual([result.outcome, result.messages], [outcome, text === null ? [] : [`execve: ${text}`]]);
    });
  }

  test('musl names the script, not its interpreter', () => {
    const lost = muslRoot('1.2.5', { '/bin/run': program(MUSL, { needed: ['libx.so'] }), '/script': script('#!/bin/run\n') });
    assert.deepEqual(run(lost, '/script').messages, [
      'Error loading shared library libx.so: No such file or directory (needed by /script)',
    ]);
  });
});
