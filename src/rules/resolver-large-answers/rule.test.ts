import { describe } from 'node:test';
import { elfFile, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { imageCases } from '../image-rule.suite.ts';
import { stageCases } from '../stage-rule.suite.ts';

/** Alpine with one revision of musl, and a program that resolves names or not. */
function musl(version: string, revision: number, resolves = true): Rootfs {
  return muslBase({
    '/app': program(muslLoader, resolves ? { symbols: [{ name: 'getaddrinfo', defined: false }] } : {}),
    [muslLoader]: elfFile({
      rodata: new TextEncoder().encode(`musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u0000${version}\u0000`),
      soname: 'libc.musl-x86_64.so.1',
      symbols: ['__libc_start_main', 'getaddrinfo'].map((name) => ({ name })),
    }),
    '/lib/apk/db/installed': `P:musl\nV:${version}-r${revision}\nF:lib\nR:ld-musl-x86_64.so.1\n\n`,
  });
}

describe('large answers: musl 1.2.4 up to its second revision on Alpine', () => {
  imageCases('resolver-large-answers', [
    ['as released', musl('1.2.4', 0), [['note possible', /asks again over TCP, and then .*CNAME chain/]]],
    ['half repaired', musl('1.2.4', 1), [['note possible', /it uses none/]]],
    ['repaired', musl('1.2.4', 2), []],
    ['before TCP it is another defect', musl('1.2.3', 5), []],
    ['when it is wrong: nothing resolves names', musl('1.2.4', 0, false), []],
  ]);
  stageCases('resolver-large-answers', [
    ['Alpine 3.18 of today is repaired', 'FROM alpine:3.18\n', []],
    ['glibc never had it', 'FROM debian:12\n', [], { on: 'ubuntu:24.04' }],
  ]);
});
