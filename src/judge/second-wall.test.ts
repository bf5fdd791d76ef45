import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calls } from '../loader/literal-root.suite.ts';
import type { Finding } from '../report/report.ts';
import type { LiteralFiles } from '../tree/literal.ts';
import { judgeImage } from './judge-image.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from './literal-bases.suite.ts';
import { understand } from './understand.ts';

function noteOn(rootfs: ReturnType<typeof muslBase>): { readonly verdict: string | undefined; readonly note: Finding | undefined } {
  const { unit } = judgeImage(understand('subject', rootfs, imageConfig(['/app'])), []);
  const [own] = unit.targets;
  return { verdict: own?.verdict, note: own?.findings.find(({ rule }) => rule === 'second-wall') };
}

/** musl names that its loader tells itself by: a file with both is taken for musl wherever it lies (loader.md, section 4.2). */
const musl = elfFile({
  rodata: new TextEncoder().encode('musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u00001.2.5\u0000'),
  soname: 'libc.musl-x86_64.so.1',
  symbols: ['__libc_start_main', 'stdin', 'printf'].map((name) => ({ name })),
});

const app = (...names: readonly string[]): LiteralFiles => ({
  [muslLoader]: musl,
  '/app': program(glibcLoader, { needed: ['libc.so.6', 'ld-linux-x86-64.so.2'], ...calls(...names) }),
});

test('what gcompat has helps with gcompat alone; what neither has stays', () => {
  const { verdict, note } = noteOn(muslBase(app('printf', '__printf_chk', 'fcntl64')));
  assert.equal(verdict, 'breaks');
  assert.deepEqual([note?.severity, note?.certainty, note?.evidence['interpreter']], ['note', 'possible', glibcLoader]);
  const walls = note?.evidence['walls'] as readonly { after: string; load: number; causes: readonly { what: string }[] }[];
  assert.deepEqual(
    walls.map(({ after, load, causes }) => [after, load, causes.map(({ what }) => what).toSorted()]),
    [
      ['link', 0, ['__printf_chk', 'fcntl64']],
      ['gcompat', 0, ['fcntl64']],
    ],
  );
});

test('a program that gcompat would start is said to load, and the verdict stays', () => {
  const { verdict, note } = noteOn(muslBase(app('__printf_chk')));
  assert.equal(verdict, 'breaks');
  assert.match(note?.message ?? '', /With gcompat the program loads/);
  assert.equal(note?.where.length, 1);
});

test('nothing is said where the interpreter is there or the base has no loader of the machine', () => {
  assert.equal(noteOn(glibcBase({ '/app': program(glibcLoader, calls('printf')) })).note, undefined);
  const arm = { '/app': program('/lib/ld-linux-aarch64.so.1', { machine: 183 }) };
  assert.equal(noteOn(muslBase(arm)).note, undefined);
});
