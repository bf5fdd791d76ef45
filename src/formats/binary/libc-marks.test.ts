import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { literalElf, type LiteralElf } from './elf-literal.ts';
import { readElf } from './elf.ts';

const MUSL: LiteralElf = { soname: 'libc.musl-x86_64.so.1', symbols: [{ name: '__libc_start_main' }, { name: 'stdin', type: 1 }] };
const GLIBC_LOADER: LiteralElf = { soname: 'ld-linux-x86-64.so.2', symbols: [{ name: '_rtld_global', type: 1 }] };

/** Texts as they stand in the files (loader.md 3; Alpine 3.3, 3.17, 3.19, 3.20, Debian musl, a build from a checkout). */
const MUSL_BANNERS: readonly [rodata: string, version: string, remap: boolean][] = [
  ['\0musl libc\nVersion %s\nDynamic Program Loader\n\x001.1.12\0', '1.1.12', false],
  ['\x00127.0.0.1\x001.2.3\0musl libc (x86_64)\nVersion %s\nDynamic', '1.2.3', false],
  ['\0musl libc (x86_64)\nVersion %s\n\x001.2.4_git20230717\0aio_cancel\0aio_error\0aio_fsync\0', '1.2.4_git20230717', true],
  ['\0musl libc (aarch64)\nVersion %s\n\x001.2.5\0x\0aio_cancel\0aio_error\0', '1.2.5', true],
  ['\0musl libc (x86_64)\nVersion %s\n\x001.2.5-git-12-g86373b4\0', '1.2.5-git-12-g86373b4', false],
];

for (const [rodata, version, lfs64Remap] of MUSL_BANNERS) {
  test(`musl ${version}${lfs64Remap ? ' with' : ' without'} the LFS64 list`, () => {
    assert.deepEqual(read({ ...MUSL, rodata: Buffer.from(rodata) }).libc, { musl: { version, lfs64Remap } });
  });
}

test('musl without a SONAME, as upstream installs it', () => {
  const { soname: _, ...upstream } = MUSL;
  assert.equal(read({ ...upstream, rodata: Buffer.from(MUSL_BANNERS[1]?.[0] ?? '') }).libc?.musl?.version, '1.2.3');
});

test('glibc loaders since 2.33 say their version; the directories come in search order', () => {
  const rodata = Buffer.from(
    'x\0/dev/full/\0ld.so (Debian GLIBC 2.36-9+deb12u14) stable release version 2.36.\nCopyright\0' +
      '/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0/proc/self/fd/%d\0',
  );
  assert.deepEqual(read({ ...GLIBC_LOADER, rodata }).libc, {
    glibc: {
      version: '2.36',
      banner: 'Debian GLIBC 2.36-9+deb12u14',
      systemDirectories: ['/lib/x86_64-linux-gnu/', '/usr/lib/x86_64-linux-gnu/', '/lib/', '/usr/lib/'],
    },
  });
});

test('older glibc loaders only have directories; lib64, 32-bit and store layouts are found as they are', () => {
  const directories = (text: string): unknown => read({ ...GLIBC_LOADER, rodata: Buffer.from(`\0${text}`) }).libc?.glibc;
  assert.deepEqual(directories('/lib64/\0/usr/lib64/\0a/b'), { systemDirectories: ['/lib64/', '/usr/lib64/'] });
  assert.deepEqual(directories('/lib/\0/usr/lib/\0'), { systemDirectories: ['/lib/', '/usr/lib/'] });
  assert.deepEqual(directories('/lib64/lp64d/\0/usr/lib64/lp64d/\0/lib/\0/usr/lib/\0'), {
    systemDirectories: ['/lib64/lp64d/', '/usr/lib64/lp64d/', '/lib/', '/usr/lib/'],
  });
  assert.deepEqual(directories('/proc/self/\0nothing\0/nix/store/abc-glibc-2.38-44/lib/\0'), {
    systemDirectories: ['/nix/store/abc-glibc-2.38-44/lib/'],
  });
});

test('libc.so.6 says its version in every wording and has no directories of its own', () => {
  const glibc = (text: string): unknown =>
    read({ soname: 'libc.so.6', needed: ['ld-linux-x86-64.so.2'], rodata: Buffer.from(`\0/lib/\0/usr/lib/\0${text}`) }).libc?.glibc;
  assert.deepEqual(glibc('GNU C Library (Debian GLIBC 2.31-13+deb11u11) stable release version 2.31.\n'), {
    version: '2.31',
    banner: 'Debian GLIBC 2.31-13+deb11u11',
    systemDirectories: [],
  });
  assert.deepEqual(glibc('GNU C Library (GNU libc) stable release version 2.34.\n'), {
    version: '2.34',
    banner: 'GNU libc',
    systemDirectories: [],
  });
  assert.deepEqual(glibc('GNU C Library stable release version 2.12, by Roland'), { version: '2.12', systemDirectories: [] });
  assert.deepEqual(glibc('GNU C Library (GNU libc) development release version 2.39.9000.\n'), {
    version: '2.39.9000',
    banner: 'GNU libc',
    systemDirectories: [],
  });
});

test('the gcompat stub is a static program that says so', () => {
  const rodata = Buffer.from('\0This is the gcompat ELF interpreter stub.\n\0');
  assert.deepEqual(read({ entry: 0x1000, rodata }).libc, { gcompatStub: true });
});

test('a static program shows its libc by the texts that only one of them has', () => {
  const inside = (text: string): unknown => read({ static: true, type: 2, entry: 0x401000, rodata: Buffer.from(`\0${text}\0`) }).staticLibc;
  assert.equal(inside('No error information'), 'musl');
  assert.equal(inside('-0X+0X 0X-0x+0x 0x'), 'musl');
  assert.equal(inside('GLIBC_TUNABLES'), 'glibc');
  assert.equal(inside('hello'), undefined);
});

test('a program that only quotes those texts is no libc', () => {
  const rodata = Buffer.from(
    `${MUSL_BANNERS[0]?.[0]}GNU C Library (x) stable release version 2.31.\n\0This is the gcompat ELF interpreter stub.\0`,
  );
  const facts = read({
    interpreter: '/lib/ld.so',
    needed: ['libc.so.6'],
    symbols: [{ name: '__libc_start_main', defined: false }],
    rodata,
  });
  assert.deepEqual([facts.libc, facts.staticLibc], [undefined, undefined]);
});

function read(elf: LiteralElf): ElfFacts {
  const file = literalElf(elf);
  return readElf((offset, length) => file.subarray(offset, offset + length), file.length);
}
