// Loaders and C libraries in words, real enough for the ELF reader to recognise them.
import { literalElf } from '../../formats/binary/elf-literal.ts';
import type { LiteralElf } from '../../formats/binary/elf-literal.ts';
import { readElf } from '../../formats/binary/elf.ts';
import type { LiteralEntry } from '../../tree/literal.ts';

export function elfFile(elf: LiteralElf): LiteralEntry {
  const content = literalElf(elf);
  return { content, mode: 0o755, elf: readElf((offset, length) => content.subarray(offset, offset + length), content.length) };
}

export function muslLoader(
  version: string,
  options: { readonly remap?: boolean; readonly soname?: string; readonly machine?: number } = {},
): LiteralEntry {
  const remap = options.remap === true ? 'aio_cancel\0aio_error\0' : '';
  return elfFile({
    ...(options.soname === undefined ? {} : { soname: options.soname }),
    ...(options.machine === undefined ? {} : { machine: options.machine }),
    rodata: Buffer.from(`\0${version}\0musl libc (x86_64)\nVersion %s\nDynamic Program Loader\n\0${remap}`),
    symbols: [{ name: '__libc_start_main' }, { name: 'stdin' }, { name: 'open' }],
  });
}

export function glibcLoader(banner: string | null): LiteralEntry {
  const text = banner === null ? '' : `ld.so (${banner}) stable release version ${/\d+\.\d+/.exec(banner)?.[0]}.\n\0`;
  return elfFile({
    soname: 'ld-linux-x86-64.so.2',
    rodata: Buffer.from(`\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0${text}`),
    symbols: [{ name: '_rtld_global', type: 1 }],
  });
}

export function glibcLibrary(banner: string, versions: readonly string[]): LiteralEntry {
  return elfFile({
    soname: 'libc.so.6',
    rodata: Buffer.from(`\0GNU C Library (${banner}) stable release version ${/\d+\.\d+/.exec(banner)?.[0]}.\n\0`),
    symbols: [{ name: '__libc_start_main' }],
    versionDefinitions: versions.map((name) => ({ name })),
  });
}
