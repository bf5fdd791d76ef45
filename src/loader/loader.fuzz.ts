import type { FuzzTarget } from '../../tools/fuzz-target.ts';
import { literalElf, type LiteralElf } from '../formats/binary/elf-literal.ts';
import { readElf } from '../formats/binary/elf.ts';
import { FormatError } from '../formats/format-error.ts';
import type { LiteralEntry, LiteralFiles } from '../tree/literal.ts';
import { GLIBC, glibcRoot, library, MUSL, muslRoot, program } from './literal-root.suite.ts';
import { recognise } from './recognise/recognise.ts';
import { simulate } from './simulate.ts';
import type { World } from './world.ts';

const RICH: LiteralElf = {
  needed: ['libx.so', 'libc.so.6', '$ORIGIN/libx.so'],
  soname: 'libx.so',
  runpath: '$ORIGIN:/opt/$LIB:${PLATFORM}::/opt/x/',
  hash: 'both',
  symbols: [
    { name: 'puts', defined: false, version: { name: 'GLIBC_2.2.5', file: 'libc.so.6' } },
    { name: 'gone', defined: false },
    { name: 'open64', defined: false, binding: 2 },
    { name: 'here', version: { name: 'X_1' }, hidden: true },
    { name: 'tv', type: 6, value: 0 },
  ],
  versionDefinitions: [{ name: 'X_1' }],
  relocations: [
    { type: 6, symbol: 'puts' },
    { type: 7, symbol: 'gone', table: 'jmprel' },
    { type: 1, symbol: 'open64' },
    { type: 18, symbol: 'tv' },
    { type: 37 },
    { type: 8 },
  ],
  relr: [0x1000, 3],
  tls: { size: 64, align: 16 },
  stack: { flags: 6 },
};

const SEEDS: readonly LiteralElf[] = [
  RICH,
  { ...RICH, interpreter: MUSL, entry: 0x1000, tags: [[0x6ffffffb, 0x0800_0000]] },
  { ...RICH, interpreter: GLIBC, type: 2, entry: 0x1000 },
  { rodata: Buffer.from('\x001.2.5\0musl libc (x86_64)\nVersion %s\n\0'), symbols: [{ name: '__libc_start_main' }, { name: 'stdin' }] },
  { soname: 'ld-linux-x86-64.so.2', rodata: Buffer.from('\0/lib/\0/usr/lib/\0'), symbols: [{ name: '_rtld_global', type: 1 }] },
];

function entry(bytes: Uint8Array): LiteralEntry {
  try {
    const elf = readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length);
    return { content: bytes, mode: 0o4755, uid: 1, elf };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { content: bytes, mode: 0o755, elf: { unknown: error.message } };
  }
}

/** The same hostile file as program, library, plugin, cache, path file and loader. */
function simulateEverywhere(bytes: Uint8Array): void {
  const hostile = entry(bytes);
  const files: LiteralFiles = {
    '/app': hostile,
    '/lib/libx.so': hostile,
    '/p/x.so': hostile,
    '/etc/ld.so.cache': bytes,
    '/etc/ld-musl-x86_64.path': bytes,
    '/etc/ld.so.preload': bytes.subarray(0, 4096),
    '/needs-x': program(MUSL, { needed: ['libx.so'] }),
    '/needs-x-glibc': program(GLIBC, { needed: ['libx.so'] }),
    '/opt/x/libx.so': library(),
  };
  const worlds = [
    muslRoot('1.2.5', files),
    glibcRoot('2.31', files),
    glibcRoot('2.41', files),
    glibcRoot('2.36', { ...files, [GLIBC]: hostile }),
    muslRoot('1.2.2', { ...files, [MUSL]: hostile }),
  ];
  for (const world of worlds) askAll(world);
}

function askAll(world: World): void {
  const env = { LD_PRELOAD: '/p/x.so', LD_LIBRARY_PATH: '/p:;/opt/$LIB' };
  for (const path of ['/app', '/needs-x', '/needs-x-glibc']) simulate(world, { path, mode: 'exec', env, uid: 1000, trail: true });
  for (const mode of ['dlopen-now', 'dlopen-lazy'] as const) simulate(world, { path: '/p/x.so', mode, env });
  for (const host of [MUSL, GLIBC]) simulate(world, { path: '/app', mode: 'list', host });
}

const MESSAGES = [
  'Error: Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /app/x.node)',
  "ImportError: /lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /app/x.so)",
  './a: error while loading shared libraries: libb.so: cannot open shared object file: No such file or directory',
  'bash: line 1: /opt/sb: /nope/sh: bad interpreter: No such file or directory',
];

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: 'loader', seeds: () => SEEDS.map(literalElf), run: simulateEverywhere },
  {
    name: 'recognise',
    seeds: () => MESSAGES.map((text) => new TextEncoder().encode(text)),
    run: (input) => void recognise(Buffer.from(input).toString('latin1')),
  },
];
