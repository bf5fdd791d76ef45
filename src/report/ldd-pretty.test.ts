import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calls, GLIBC, glibcRoot, library, MUSL, muslRoot, program, run } from '../loader/literal-root.suite.ts';
import type { LoadMode, LoadRequest } from '../loader/load-result.ts';
import type { World } from '../loader/world.ts';
import { lddLine } from './ldd-line.ts';
import { renderLdd } from './ldd-pretty.ts';
import { explainLoad } from './ldd-why.ts';

function text(world: World, path: string, mode: LoadMode = 'exec', more: Partial<LoadRequest> = {}): string {
  const result = run(world, path, mode, { ...more, trail: true });
  return renderLdd({ path, mode, ...(more.host === undefined ? {} : { host: more.host }), result }, { colors: false, columns: 100 });
}

test('who needed what, which rule found it, and for the missing every place in order', () => {
  const world = muslRoot('1.2.5', {
    '/app': program(MUSL, { needed: ['liba.so', 'libnone.so'], runpath: '/opt/d' }),
    '/opt/d/liba.so': library({ needed: ['libb.so', 'libgone.so'] }),
    '/usr/lib/libb.so': library(),
  });
  assert.equal(
    text(world, '/app'),
    `/app  missing-library  executed, musl-1.2.5 (/lib/ld-musl-x86_64.so.1)
  ├─ liba.so → /opt/d/liba.so  [DT_RUNPATH of /app]
  │  ├─ libb.so → /usr/lib/libb.so  [default directory]
  │  └─ libgone.so  not found
  │       /opt/d/libgone.so: not there  [DT_RUNPATH of /app]
  │       /lib/libgone.so: not there  [default directory]
  │       /usr/local/lib/libgone.so: not there  [default directory]
  │       /usr/lib/libgone.so: not there  [default directory]
  └─ libnone.so  not found
       /opt/d/libnone.so: not there  [DT_RUNPATH of /app]
       /lib/libnone.so: not there  [default directory]
       /usr/local/lib/libnone.so: not there  [default directory]
       /usr/lib/libnone.so: not there  [default directory]

  the loader says
    Error loading shared library libnone.so: No such file or directory (needed by /app)
    Error loading shared library libgone.so: No such file or directory (needed by /opt/d/liba.so)

  /app needs libnone.so, which no place on its search path has
`,
  );
});

test('a refused interpreter, in the words that users meet', () => {
  const world = muslRoot('1.2.5', { '/app': program(GLIBC), '/script': { content: '#!/bin/sh\r\n', mode: 0o755 } });
  assert.match(text(world, '/app'), /the kernel refuses\n {4}execve: No such file or directory/);
  assert.match(
    explainLoad(run(world, '/app')) ?? '',
    /interpreter \/lib64\/ld-linux-x86-64\.so\.2 does not exist; shells and runtimes report this like a missing program/,
  );
  assert.match(explainLoad(run(world, '/script')) ?? '', /carriage return/);
});

test('control characters of hostile names stay visible', () => {
  const world = muslRoot('1.2.5', { '/app': program(MUSL, { needed: ['\u001B[2Jx.so'] }) });
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(text(world, '/app'), /\u001B/);
});

test('postponed functions and a host mismatch are explained', () => {
  const world = glibcRoot('2.36', {
    '/lazy': program(GLIBC, calls('f', 'g')),
    '/usr/bin/node': program(GLIBC),
    '/x.node': library(calls('napi_new_thing')),
  });
  assert.match(text(world, '/lazy'), /2 functions are bound when first called and are nowhere: f g/);
  assert.match(
    explainLoad(run(world, '/x.node', 'dlopen-now', { host: '/usr/bin/node' })) ?? '',
    /napi_new_thing belongs to the interface of its host \(node\)/,
  );
});

test('every outcome but a plain success has a reason', () => {
  const world = glibcRoot('2.41', {
    '/version': program(GLIBC, { needed: ['libc.so.6'], versionNeeds: [{ file: 'libc.so.6', name: 'GLIBC_2.99' }] }),
    '/symbol': program(GLIBC, { ...calls('f'), tags: [[24, 0]] }),
    '/library': program(GLIBC, { needed: ['libx.so'] }),
    '/file': program(GLIBC, { needed: ['liby.so'] }),
    '/lib/liby.so': 'text',
    '/relocation': program(GLIBC, { relocations: [{ type: 200 }] }),
    '/ordinary': program('/bin/sh'),
  });
  for (const path of ['/version', '/symbol', '/library', '/file', '/relocation', '/ordinary', '/absent']) {
    const line = lddLine({ path, mode: 'exec', result: run(world, path) });
    assert.notEqual(line.outcome, 'runs');
    assert.ok((line.why ?? '').length > 10, path);
  }
  assert.equal(lddLine({ path: '/bin/sh', mode: 'exec', result: run(world, '/bin/sh') }).why, undefined);
});
