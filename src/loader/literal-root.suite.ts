// Small roots in words: a loader, a C library, and the files that a test is about.
import type { LiteralElf, LiteralRelocation, LiteralSymbol } from '../formats/binary/elf-literal.ts';
import { elfFile } from '../distro/libc/literal-libc.suite.ts';
import { literalRootfs, type LiteralEntry, type LiteralFiles } from '../tree/literal.ts';
import type { LoadMode, LoadRequest, LoadResult } from './load-result.ts';
import { simulate } from './simulate.ts';
import { openWorld, type LibcPackages, type World } from './world.ts';

export const MUSL = '/lib/ld-musl-x86_64.so.1';
export const GLIBC = '/lib64/ld-linux-x86-64.so.2';

const PLT = 7;
const GOT = 6;

/** An import through the procedure linkage table. */
export function calls(...names: readonly (string | LiteralSymbol)[]): Pick<LiteralElf, 'symbols' | 'relocations'> {
  const symbols = names.map((each) => (typeof each === 'string' ? { name: each, defined: false } : { ...each, defined: false }));
  return { symbols, relocations: symbols.map(({ name }): LiteralRelocation => ({ type: PLT, symbol: name, table: 'jmprel' })) };
}

/** An import of a datum. */
export function reads(...names: readonly (string | LiteralSymbol)[]): Pick<LiteralElf, 'symbols' | 'relocations'> {
  const symbols = names.map((each) => (typeof each === 'string' ? { name: each, defined: false } : { ...each, defined: false }));
  return { symbols, relocations: symbols.map(({ name }): LiteralRelocation => ({ type: GOT, symbol: name })) };
}

const NO_EXEC_STACK = { flags: 6 } as const;
const DT_FLAGS_1 = 0x6ffffffb;
const DF_1_PIE = 0x0800_0000;

export function program(interpreter: string, elf: LiteralElf = {}): LiteralEntry {
  return elfFile({ interpreter, entry: 0x1000, stack: NO_EXEC_STACK, ...elf, tags: [...(elf.tags ?? []), [DT_FLAGS_1, DF_1_PIE]] });
}

export function library(elf: LiteralElf = {}): LiteralEntry {
  return elfFile({ stack: NO_EXEC_STACK, ...elf });
}

const MUSL_NAMES = ['__libc_start_main', 'stdin', 'open', 'stat', 'posix_fallocate', 'readdir_r', 'dlopen'];

export function muslRoot(
  version: string,
  files: LiteralFiles,
  options: { readonly remap?: boolean; readonly packages?: LibcPackages } = {},
): World {
  const remap = options.remap === true ? 'aio_cancel\0aio_error\0' : '';
  const loader = elfFile({
    rodata: Buffer.from(`\0${version}\0musl libc (x86_64)\nVersion %s\nDynamic Program Loader\n\0${remap}`),
    symbols: MUSL_NAMES.map((name) => ({ name })),
    stack: NO_EXEC_STACK,
  });
  return openWorld(literalRootfs({ [MUSL]: loader, '/bin/sh': program(MUSL), ...files }), options.packages ?? {});
}

export interface GlibcRoot {
  readonly banner?: string;
  readonly symbols?: readonly LiteralSymbol[];
  readonly versions?: readonly string[];
}

/** `version` as in `2.36`; Debian's build unless `banner` says otherwise. The libc has `puts` at GLIBC_2.2.5. */
export function glibcRoot(
  version: string,
  files: LiteralFiles,
  { banner = 'Debian GLIBC', symbols = [], versions = [] }: GlibcRoot = {},
): World {
  const text = `(${banner} ${version}-1) stable release version ${version}.\n\0`;
  const loader = elfFile({
    soname: 'ld-linux-x86-64.so.2',
    rodata: Buffer.from(`\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0ld.so ${text}`),
    symbols: [{ name: '_rtld_global', type: 1 }],
    stack: NO_EXEC_STACK,
  });
  const libc = elfFile({
    soname: 'libc.so.6',
    rodata: Buffer.from(`\0GNU C Library ${text}`),
    symbols: [{ name: 'puts', version: { name: 'GLIBC_2.2.5' } }, ...symbols],
    versionDefinitions: versions.map((name) => ({ name })),
    stack: NO_EXEC_STACK,
  });
  const base = { '/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2': loader, [GLIBC]: { target: '/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' } };
  return openWorld(literalRootfs({ ...base, '/lib/x86_64-linux-gnu/libc.so.6': libc, '/bin/sh': program(GLIBC), ...files }));
}

export function run(world: World, path: string, mode: LoadMode = 'exec', more: Partial<LoadRequest> = {}): LoadResult {
  return simulate(world, { path, mode, ...more });
}

export function paths(result: LoadResult): readonly string[] {
  return result.objects.map((object) => object.path);
}
