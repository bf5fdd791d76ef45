import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeImage } from '../../judge/judge-image.ts';
import { elfFile, glibcBase, glibcLoader, imageConfig, muslBase, muslLoader, program } from '../../judge/literal-bases.suite.ts';
import { understand } from '../../judge/understand.ts';
import type { LiteralElf } from '../../formats/binary/elf-literal.ts';
import type { Finding } from '../../report/report.ts';
import type { LiteralFiles } from '../../tree/literal.ts';
import { findingsOf, stageCases } from '../stage-rule.suite.ts';

const threads: LiteralElf = { symbols: [{ name: 'pthread_create', defined: false }] };
const rust = { name: '.comment', content: new TextEncoder().encode('rustc version 1.90.0 (1159e78c4 2025-09-14)\0') };
const libc = elfFile({
  rodata: new TextEncoder().encode('musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u00001.2.5\u0000'),
  soname: 'libc.musl-x86_64.so.1',
  symbols: ['__libc_start_main', 'pthread_create'].map((name) => ({ name })),
});

function found(files: LiteralFiles): readonly Finding[] {
  const rootfs = muslBase({ [muslLoader]: libc, ...files });
  const [own] = judgeImage(understand('subject', rootfs, imageConfig(['/app'])), []).unit.targets;
  return (own?.findings ?? []).filter(({ rule }) => rule === 'musl-allocator');
}

describe('images', () => {
  test('a Rust program with threads', () => {
    const [finding] = found({ '/app': program(muslLoader, { ...threads, sections: [rust] }) });
    assert.deepEqual([finding?.severity, finding?.certainty], ['note', 'possible']);
    assert.match(
      finding?.message ?? '',
      /^\/app \(Rust\) starts threads and names no allocator among its libraries\. malloc of musl 1\.2\.5 has one lock/,
    );
  });

  test('without threads, with an allocator of its own, or in a language that does not say: nothing', () => {
    const needed = ['libmimalloc.so.2', 'libc.musl-x86_64.so.1'];
    const mimalloc = elfFile({ soname: 'libmimalloc.so.2' });
    for (const app of [
      program(muslLoader, { sections: [rust] }),
      program(muslLoader, { ...threads, sections: [rust], needed }),
      program(muslLoader, threads),
    ])
      assert.deepEqual(found({ '/app': app, '/usr/lib/libmimalloc.so.2': mimalloc }), []);
  });

  test('glibc has caches per thread', () => {
    const rootfs = glibcBase({ '/app': program(glibcLoader, { ...threads, sections: [rust] }) });
    const [own] = judgeImage(understand('subject', rootfs, imageConfig(['/app'])), []).unit.targets;
    assert.deepEqual(
      own?.findings.filter(({ rule }) => rule === 'musl-allocator'),
      [],
    );
  });
});

describe('stages', () => {
  const lock = (...names: readonly string[]): { readonly files: Readonly<Record<string, string>> } => ({
    files: { 'Cargo.lock': `version = 4\n${names.map((name) => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n`).join('\n')}` },
  });
  const build = (from: string, words = 'cargo build --release'): string => `FROM ${from}\nWORKDIR /src\nCOPY . .\nRUN ${words}\n`;
  stageCases('musl-allocator', [
    ['tokio on Alpine', build('rust:1-alpine'), ['4 note possible'], lock('app', 'tokio')],
    ['for musl, on Debian', build('rust:1', 'cargo build --target x86_64-unknown-linux-musl'), ['4 note possible'], lock('rayon-core')],
    ['with mimalloc', build('rust:1-alpine'), [], lock('tokio', 'mimalloc')],
    ['without threads', build('rust:1-alpine'), [], lock('app')],
    ['without a lock', build('rust:1-alpine'), []],
    ['for glibc', build('rust:1'), [], lock('tokio')],
  ]);

  test('the words', () => {
    const [finding] = findingsOf('musl-allocator', build('rust:1-alpine'), lock('tokio', 'rayon-core'));
    assert.match(
      finding?.message ?? '',
      /^`cargo build --release` makes a program for rust:1-alpine \(musl [\d.]+\), and Cargo\.lock has rayon-core and tokio and no allocator\./,
    );
  });
});
