import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { literalElf, type LiteralElf } from './elf-literal.ts';
import { readElf } from './elf.ts';
import { goBuildInfoSection } from './go-literal.ts';
import { readLdSoCache } from './ld-so-cache.ts';
import { ldSoCacheSeeds } from './ld-so-cache-literal.ts';
import { readScriptHead } from './script-head.ts';

const RICH: LiteralElf = {
  interpreter: '/lib64/ld-linux-x86-64.so.2',
  needed: ['libc.so.6', 'libm.so.6'],
  soname: 'libx.so.1',
  runpath: '$ORIGIN/../lib',
  hash: 'both',
  symbols: [
    { name: 'open64', defined: false, version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } },
    { name: '__cxa_finalize', defined: false, binding: 2 },
    { name: 'x_one', version: { name: 'X_1' }, hidden: true },
    { name: 'x_two', version: { name: 'X_2' } },
    { name: '__libc_start_main' },
  ],
  versionDefinitions: [{ name: 'X_1' }, { name: 'X_2', parents: ['X_1'] }],
  relocations: [
    { type: 6, symbol: 'open64' },
    { type: 8 },
    { type: 37, table: 'jmprel' },
    { type: 7, symbol: '__cxa_finalize', table: 'rel' },
  ],
  relr: [0x1000, 3],
  tls: { size: 64, align: 16 },
  stack: { flags: 6, size: 0x100000 },
  notes: [
    { owner: 'GNU', type: 1, description: Buffer.from([0, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]) },
    { owner: 'GNU', type: 5, description: Buffer.from([2, 0, 0, 0xc0, 4, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]) },
    { owner: 'Go', type: 4, description: Buffer.from('abc/def') },
  ],
  rodata: Buffer.from(
    '\0musl libc (x86_64)\nVersion %s\n\x001.2.5\0/lib/\0/usr/lib/\0GNU C Library (X GLIBC 2.36) stable release version 2.36.\n\0',
  ),
  data: goBuildInfoSection('go1.24.4', 'path\tx\nmod\tx\tv1\ndep\ty\tv2\n=>\tz\tv3\nbuild\tGOOS=linux\n'),
  sections: [
    { name: '.comment', content: Buffer.from('GCC: 1\0rustc version 1.80.0 (abc)\0') },
    { name: '.go.buildinfo', content: goBuildInfoSection('go1.24.4', 'path\tx\n') },
    { name: '.note.x', type: 7, content: Buffer.from([4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 71, 78, 85, 0, 1, 2, 0, 0]) },
  ],
};

export function elfSeeds(): Uint8Array[] {
  const forms: Partial<LiteralElf>[] = [
    {},
    { class: 32, machine: 3, hash: 'gnu' },
    { class: 32, endian: 'big', machine: 8, hash: 'sysv' },
    { endian: 'big', machine: 22, hash: 'sysv', stringsAtEnd: { gap: 64 } },
    { machine: 8, hash: 'none' },
    { static: true, entry: 0x1000, type: 2 },
  ];
  const sectionless = { ...RICH };
  delete sectionless.sections;
  return [...forms.map((form) => literalElf({ ...RICH, ...form })), literalElf(sectionless), literalElf({ ...sectionless, hash: 'none' })];
}

export function readElfBytes(input: Uint8Array): void {
  const facts = readElf((offset, length) => input.subarray(offset, offset + length), input.length);
  const kept = facts.symbols.count * 16 + facts.symbols.strings.length + facts.relocations.rela.length + facts.defects.length;
  // Overlapping tables may count some bytes several times, nothing more.
  if (kept > 8 * input.length + 64) throw new Error(`${kept} bytes of facts from a file of ${input.length}`);
}

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: 'elf', seeds: elfSeeds, run: readElfBytes },
  { name: 'ld-so-cache', seeds: ldSoCacheSeeds, run: (input) => void readLdSoCache(input) },
  {
    name: 'script-head',
    seeds: () => [Buffer.from('#!/usr/bin/env -S node --x\nrest'), Buffer.from('\u00ef\u00bb\u00bf#!/bin/sh\n', 'latin1')],
    run: (input) => void readScriptHead(input),
  },
];
