import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elfFile } from '../distro/libc/literal-libc.suite.ts';
import { secondWall } from './second-wall.ts';
import { calls, GLIBC, glibcRoot, library, MUSL, muslRoot, paths, program, run } from './literal-root.suite.ts';

describe('glibc programs on Alpine (loader.md 8)', () => {
  const stub = elfFile({ type: 3, entry: 0x1000, rodata: Buffer.from('This is the gcompat ELF interpreter stub.\0'), needed: [] });
  const app = program(GLIBC, { needed: ['libc.so.6', 'ld-linux-x86-64.so.2'], ...calls('backtrace') });
  const shim = library({ symbols: [{ name: 'backtrace' }] });

  test('nothing: the kernel refuses', () => {
    const result = run(muslRoot('1.2.5', { '/app': app }), '/app');
    assert.deepEqual(
      [result.outcome, result.messages, result.loader],
      ['no-interpreter', ['execve: No such file or directory'], 'glibc-absent'],
    );
  });

  test('links to musl start the program and add no symbol', () => {
    const world = muslRoot('1.2.5', { '/app': app, [GLIBC]: { target: MUSL }, '/lib/ld-linux-x86-64.so.2': { target: MUSL } });
    const result = run(world, '/app');
    assert.deepEqual(result.messages, ['Error relocating /app: backtrace: symbol not found']);
    assert.equal(result.loader, 'musl-1.2.5');
  });

  test('gcompat preloads its library and answers to the name of the loader', () => {
    const world = muslRoot('1.2.5', { '/app': app, [GLIBC]: stub, '/lib/libgcompat.so.0': shim });
    const result = run(world, '/app');
    assert.deepEqual([result.outcome, result.loader, paths(result)], ['runs', 'musl-1.2.5+gcompat', ['/lib/libgcompat.so.0']]);
  });

  test('gcompat does nothing for a library inside a musl process', () => {
    const world = muslRoot('1.2.5', {
      '/host': program(MUSL),
      '/addon.node': library({ needed: ['libc.so.6'], ...calls('backtrace') }),
      [GLIBC]: stub,
      '/lib/libgcompat.so.0': shim,
      '/lib/libc.so.6': { target: 'libgcompat.so.0' },
    });
    assert.deepEqual(run(world, '/addon.node', 'dlopen-now', { host: '/host' }).messages, [
      'Error relocating /addon.node: backtrace: symbol not found',
    ]);
    assert.equal(run(world, '/addon.node', 'dlopen-now', { host: '/host', env: { LD_PRELOAD: '/lib/libgcompat.so.0' } }).outcome, 'runs');
  });

  test('a copied glibc (alpine-pkg-glibc) is a loader of its own, chosen by the program', () => {
    const world = glibcRoot('2.36', {
      [MUSL]: elfFile({ rodata: Buffer.from('\x001.2.5\0musl libc (x86_64)\nVersion %s\n\0'), symbols: [{ name: '__libc_start_main' }] }),
      '/musl': program(MUSL),
      '/glibc': program(GLIBC, { needed: ['libc.so.6'] }),
    });
    assert.equal(run(world, '/musl').loader, 'musl-1.2.5');
    assert.equal(run(world, '/glibc').loader, 'glibc-2.36');
    assert.equal(run(world, '/glibc').outcome, 'runs');
  });

  test('what comes after the interpreter is there, and with gcompat', () => {
    const files = { '/app': app, '/lib/ld-linux-x86-64.so.2': { target: MUSL } };
    const walls = (more: object) =>
      secondWall(muslRoot('1.2.5', { ...files, ...more }), { path: '/app', mode: 'exec' }).map(({ after, result }) => [
        after,
        result.outcome,
        result.messages,
      ]);
    assert.deepEqual(walls({}), [['link', 'missing-symbol', ['Error relocating /app: backtrace: symbol not found']]]);
    assert.deepEqual(walls({ '/lib/libgcompat.so.0': shim }).at(-1), ['gcompat', 'runs', []]);
    assert.deepEqual(secondWall(glibcRoot('2.36', { '/app': program(GLIBC) }), { path: '/app', mode: 'exec' }), []);
  });
});
