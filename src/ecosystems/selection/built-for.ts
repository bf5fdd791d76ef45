import type { ElfFacts } from '../../tree/elf-facts.ts';

/** For which C library a file is built, by its interpreter and the libraries that it needs (native-dependencies.md 1.1); null where they leave it open, or it needs none. */
export function builtFor({ interpreter, dynamic }: Pick<ElfFacts, 'interpreter' | 'dynamic'>): 'musl' | 'glibc' | null {
  const names = [...(dynamic?.needed ?? []), ...(interpreter === undefined ? [] : [interpreter.slice(interpreter.lastIndexOf('/') + 1)])];
  if (names.some((name) => name === 'libc.so.6' || name.startsWith('ld-linux') || name === 'ld64.so.2' || name === 'ld64.so.1'))
    return 'glibc';
  return names.some((name) => name === 'libc.so' || name.startsWith('libc.musl-') || name.startsWith('ld-musl-')) ? 'musl' : null;
}
