import { literalElf } from '../formats/binary/elf-literal.ts';
import type { LiteralElf } from '../formats/binary/elf-literal.ts';
import { readElf } from '../formats/binary/elf.ts';
import type { ImageConfig } from '../image/source.ts';
import { literalRootfs } from '../tree/literal.ts';
import type { LiteralEntry, LiteralFiles } from '../tree/literal.ts';
import type { Rootfs } from '../tree/rootfs.ts';

/** Small bases in words, for tests of judging: each has a loader, a C library and an os-release. */

export const muslLoader = '/lib/ld-musl-x86_64.so.1';
export const glibcLoader = '/lib64/ld-linux-x86-64.so.2';

export function muslBase(files: LiteralFiles = {}, release = '3.20.3'): Rootfs {
  return literalRootfs({
    '/etc/os-release': `ID=alpine\nVERSION_ID=${release}\nPRETTY_NAME="Alpine Linux v3.20"\n`,
    '/etc/alpine-release': `${release}\n`,
    [muslLoader]: elfFile({
      rodata: text('musl libc (x86_64)\nVersion %s\nDynamic Program Loader\u00001.2.5\u0000'),
      soname: 'libc.musl-x86_64.so.1',
      symbols: ['__libc_start_main', 'printf', 'open', 'malloc'].map((name) => ({ name })),
    }),
    '/lib/libc.musl-x86_64.so.1': { target: 'ld-musl-x86_64.so.1' },
    '/bin/busybox': elfFile({ interpreter: muslLoader, needed: ['libc.musl-x86_64.so.1'], type: 3, tags: [pie] }),
    '/bin/sh': { target: '/bin/busybox' },
    '/usr/bin/env': { target: '/bin/busybox' },
    ...files,
  });
}

export function glibcBase(files: LiteralFiles = {}, version = '2.36'): Rootfs {
  const [, minor = 0] = version.split('.').map(Number);
  const nodes = Array.from({ length: minor - 1 }, (_, i) => ({ name: `GLIBC_2.${i + 2}` }));
  return literalRootfs({
    '/etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2': elfFile({
      soname: 'ld-linux-x86-64.so.2',
      rodata: text(
        `ld.so (Debian GLIBC ${version}-9) stable release version ${version}.\n\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0`,
      ),
      versionDefinitions: [{ name: 'GLIBC_2.3' }],
      symbols: [{ name: '_rtld_global' }],
    }),
    '/lib64/ld-linux-x86-64.so.2': { target: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' },
    '/lib/x86_64-linux-gnu': { target: '/usr/lib/x86_64-linux-gnu' },
    '/usr/lib/x86_64-linux-gnu/libc.so.6': elfFile({
      soname: 'libc.so.6',
      rodata: text(`GNU C Library (Debian GLIBC ${version}-9) stable release version ${version}.\n\0`),
      versionDefinitions: nodes,
      symbols: ['__libc_start_main', 'printf', 'open', 'malloc'].map((name) => ({ name, version: { name: 'GLIBC_2.2' } })),
    }),
    '/usr/bin/dash': elfFile({ interpreter: glibcLoader, needed: ['libc.so.6'], type: 3, tags: [pie] }),
    '/bin/sh': { target: '/usr/bin/dash' },
    ...files,
  });
}

/** DT_FLAGS_1 with DF_1_PIE. */
export const pie = [0x6ffffffb, 0x0800_0000] as const;

export function elfFile(elf: LiteralElf, mode = 0o755): LiteralEntry {
  const bytes = literalElf(elf);
  return { content: bytes, mode, elf: readElf((offset, length) => bytes.subarray(offset, offset + length), bytes.length) };
}

/** A program that needs only its libc, and whatever `more` says. */
export function program(interpreter: string, more: LiteralElf = {}): LiteralEntry {
  const libc = interpreter === muslLoader ? 'libc.musl-x86_64.so.1' : 'libc.so.6';
  return elfFile({ interpreter, needed: [libc], type: 3, tags: [pie], ...more });
}

export function imageConfig(command: readonly string[], more: Partial<ImageConfig> = {}): ImageConfig {
  return { env: [], entrypoint: [], cmd: command, labels: {}, history: [], diffIds: [], ...more };
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
