/** What programs name as their interpreter: glibc's shlib-versions and musl's arch/*\/reloc.h (loader.md, section 2.1). */
export const GLIBC_INTERPRETERS: readonly string[] = [
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld-linux-armhf.so.3',
  '/lib/ld-linux.so.3',
  '/lib/ld-linux.so.2',
  '/lib64/ld64.so.2',
  '/lib64/ld64.so.1',
  '/lib/ld64.so.1',
  '/lib/ld-linux-riscv64-lp64d.so.1',
  '/lib64/ld-linux-loongarch-lp64d.so.1',
  '/libx32/ld-linux-x32.so.2',
  '/lib/ld.so.1',
  '/lib64/ld.so.1',
];

export const MUSL_INTERPRETERS: readonly string[] = [
  'x86_64',
  'aarch64',
  'armhf',
  'arm',
  'i386',
  'powerpc64le',
  's390x',
  'riscv64',
  'loongarch64',
  'x32',
  'mips',
  'mipsel',
  'mips64',
  'mips64el',
].map((arch) => `/lib/ld-musl-${arch}.so.1`);

/** Base names that loaders and C libraries have, to look for in a tree. */
export function looksLikeLibc(name: string): boolean {
  return /^(?:ld-musl-[\w-]+\.so\.1|ld-linux[\w-]*\.so\.\d|ld(?:64)?\.so\.[12]|ld-2\.\d+\.so|libc\.so\.6|libc-2\.\d+\.so|libc\.musl-\w+\.so\.1|libc\.so)$/.test(
    name,
  );
}
