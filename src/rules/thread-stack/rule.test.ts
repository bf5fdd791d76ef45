import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeImage } from '../../judge/judge-image.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { understand } from '../../judge/understand.ts';
import type { LiteralElf } from '../../formats/binary/elf-literal.ts';
import type { Finding, Target } from '../../report/report.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const start = (...names: readonly string[]): LiteralElf => ({ symbols: names.map((name) => ({ name, defined: false })) });
const create = start('pthread_create');

function judge(rootfs: Rootfs, on?: Rootfs): readonly Target[] {
  return judgeImage(understand('subject', rootfs, imageConfig(['/app'])), on === undefined ? [] : [understand('target', on, null)]).unit
    .targets;
}

function found(target: Target | undefined): readonly Finding[] {
  return (target?.findings ?? []).filter(({ rule }) => rule === 'thread-stack');
}

/** A musl that knows the functions about threads, of a version. */
function musl(app: LiteralElf, version = '1.2.5'): Rootfs {
  const names = ['__libc_start_main', 'pthread_create', 'pthread_attr_setstacksize'];
  const banner = new TextEncoder().encode(`musl libc (x86_64)\nVersion %s\nDynamic Program Loader\0${version}\0`);
  return muslBase({
    '/app': program(muslLoader, app),
    [muslLoader]: elfFile({ rodata: banner, soname: 'libc.musl-x86_64.so.1', symbols: names.map((name) => ({ name })) }),
  });
}

describe('images', () => {
  for (const [name, app, version, expected] of [
    ['no size named', create, '1.2.5', 128],
    ['musl before 1.1.21', create, '1.1.20', 80],
    ['a size in PT_GNU_STACK', { ...create, stack: { flags: 6, size: 8 << 20 } }, '1.2.5', null],
    ['a small size in PT_GNU_STACK', { ...create, stack: { flags: 6, size: 256 << 10 } }, '1.2.5', 256],
    ['a size in PT_GNU_STACK that an old musl does not read', { ...create, stack: { flags: 6, size: 8 << 20 } }, '1.1.20', 80],
    ['the size is set in code', start('pthread_create', 'pthread_attr_setstacksize'), '1.2.5', null],
    ['no threads', {}, '1.2.5', null],
  ] as const) {
    test(name, () => {
      const [finding] = found(judge(musl(app, version))[0]);
      assert.equal(finding === undefined ? null : Number(finding.evidence['stack']) / 1024, expected);
    });
  }

  test('on glibc there is nothing to say; a move to musl says that it comes with the move, and no verdict changes', () => {
    const glibc = glibcBase({ '/app': program(glibcLoader, create) });
    const [own, ...moved] = judge(glibc, musl({}));
    assert.deepEqual(found(own), []);
    // Carried as it is the program does not start, so that it has no threads.
    assert.deepEqual(
      moved.map((target) => [target.move, found(target).length]),
      [
        ['carry', 0],
        ['rebuild', 1],
      ],
    );
    const [finding] = moved.flatMap(found);
    assert.deepEqual([finding?.severity, finding?.certainty], ['note', 'possible']);
    assert.match(finding?.message ?? '', /8 MiB \(`ulimit -s`\), as on the own base/);
  });

  test('the words', () => {
    const [finding] = found(judge(musl(create))[0]);
    assert.equal(
      finding?.message,
      '/app starts threads without naming a stack size (pthread_create). On musl 1.2.5 such a thread has 128 KiB, and PT_GNU_STACK of /app asks for no other size; on glibc it has 8 MiB (`ulimit -s`). Deep recursion and large local arrays there end in a segmentation fault.',
    );
  });
});

describe('stages', () => {
  const build = (from: string, command: string): string => `FROM ${from}\nRUN apk add build-base; ${command}\nCMD ["/app"]\n`;
  stageCases('thread-stack', [
    ['threads, linked on Alpine', build('alpine:3.20', 'gcc -pthread -o /app app.c'), ['2 note possible']],
    ['with a size', build('alpine:3.20', 'gcc -pthread -Wl,-z,stack-size=1048576 -o /app app.c'), []],
    ['a shared object', build('alpine:3.20', 'gcc -pthread -shared -o /app.so app.c'), []],
    ['without threads', build('alpine:3.20', 'gcc -o /app app.c'), []],
    ['on Debian', build('debian:12', 'gcc -pthread -o /app app.c'), []],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('thread-stack', build('alpine:3.20', 'g++ -fopenmp -o /app a.cc'));
    assert.match(
      finding?.message ?? '',
      /^`g\+\+ -fopenmp -o \/app a\.cc` makes a program with threads \(-fopenmp\) on alpine:3\.20 \(musl 1\.2\.5\)\. .* 128 KiB/,
    );
  });
});
