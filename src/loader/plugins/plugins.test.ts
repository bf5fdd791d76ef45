import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { literalTree, type LiteralEntry } from '../../tree/literal.ts';
import { calls, GLIBC, glibcRoot, library, program, run } from '../literal-root.suite.ts';
import { findHost } from './find-host.ts';
import { hostMismatch } from './host-symbols.ts';

const executable: LiteralEntry = { content: 'x', mode: 0o755 };

describe('who would open a file', () => {
  const programs = [
    '/usr/bin/node',
    '/usr/bin/python3.11',
    '/usr/local/bin/python3.12',
    '/venv/bin/python3.11',
    '/usr/bin/perl',
    '/usr/bin/php8.2',
    '/usr/sbin/apache2',
    '/usr/lib/postgresql/15/bin/postgres',
    '/usr/sbin/nginx',
    '/usr/bin/zsh',
    '/usr/bin/ruby3.1',
    '/usr/lib/jvm/java-17/bin/java',
  ];
  const tree = literalTree(Object.fromEntries(programs.map((path) => [path, executable])));
  for (const [path, kind, host, mode] of [
    ['/app/node_modules/x/build/Release/x.node', 'node', '/usr/bin/node', 'dlopen-lazy'],
    ['/usr/lib/python3/dist-packages/x.cpython-311-x86_64-linux-gnu.so', 'python', '/usr/bin/python3.11', 'dlopen-now'],
    ['/usr/lib/python3.12/lib-dynload/x.so', 'python', '/usr/local/bin/python3.12', 'dlopen-now'],
    ['/venv/lib/python3.11/site-packages/x.abi3.so', 'python', '/venv/bin/python3.11', 'dlopen-now'],
    ['/usr/lib/python3.9/lib-dynload/x.so', 'python', null, 'dlopen-now'],
    ['/usr/lib/x86_64-linux-gnu/perl-base/auto/POSIX/POSIX.so', 'perl', '/usr/bin/perl', 'dlopen-lazy'],
    ['/usr/lib/php/20220829/mysqli.so', 'php', '/usr/bin/php8.2', 'dlopen-lazy'],
    ['/usr/lib/apache2/modules/mod_ssl.so', 'apache', '/usr/sbin/apache2', 'dlopen-now'],
    ['/usr/lib/postgresql/15/lib/plpgsql.so', 'postgres', '/usr/lib/postgresql/15/bin/postgres', 'dlopen-now'],
    ['/usr/lib/nginx/modules/ngx_x.so', 'nginx', '/usr/sbin/nginx', 'dlopen-now'],
    ['/usr/lib/x86_64-linux-gnu/zsh/5.9/zsh/zle.so', 'zsh', '/usr/bin/zsh', 'dlopen-now'],
    ['/usr/lib/x86_64-linux-gnu/ruby/3.1.0/etc.so', 'ruby', '/usr/bin/ruby3.1', 'dlopen-lazy'],
    ['/usr/lib/jvm/java-17/lib/libnet.so', 'java', '/usr/lib/jvm/java-17/bin/java', 'dlopen-lazy'],
    ['/usr/lib/x86_64-linux-gnu/security/pam_unix.so', 'any', null, 'dlopen-now'],
    ['/usr/lib/x86_64-linux-gnu/gconv/UTF-16.so', 'any', null, 'dlopen-now'],
  ] as const) {
    test(path, () => assert.deepEqual(findHost(tree, path), { kind, host, mode }));
  }
});

describe('judged with the host', () => {
  const files = {
    '/usr/bin/node': program(GLIBC, { needed: ['libc.so.6'], symbols: [{ name: 'napi_create_object' }] }),
    '/good.node': library(calls('napi_create_object')),
    '/newer.node': library(calls('napi_create_object', 'node_api_create_buffer_from_arraybuffer')),
    '/libc.node': library(calls('__fdelt_chk')),
  };
  const world = glibcRoot('2.36', files);
  const open = (path: string) => run(world, path, 'dlopen-now', { host: '/usr/bin/node' });

  test('what the host exports is there', () => assert.equal(open('/good.node').outcome, 'runs'));

  test('a name of the host that even the host lacks is another version of it, not another libc', () => {
    assert.deepEqual(hostMismatch(open('/newer.node').facts), { host: 'node', symbols: ['node_api_create_buffer_from_arraybuffer'] });
    assert.equal(hostMismatch(open('/libc.node').facts), null);
  });

  test('a static host, and none', () => {
    const root = glibcRoot('2.36', { ...files, '/static': { ...library({ static: true, type: 2, entry: 1 }), mode: 0o755 } });
    assert.equal(run(root, '/good.node', 'dlopen-now', { host: '/static' }).outcome, 'unknown');
    assert.deepEqual(run(root, '/good.node', 'dlopen-now', { host: '/none' }).messages, ['execve: No such file or directory']);
  });
});
