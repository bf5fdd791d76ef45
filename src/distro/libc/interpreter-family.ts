/** Whose loader an interpreter or library name is; null for a name that is neither's. */
export function libcOfLoaderName(path: string): 'musl' | 'glibc' | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^ld-musl-|^libc\.musl-/.test(name)) return 'musl';
  return /^ld-linux|^ld64?\.so\.[12]$|^ld-2\.\d+\.so$/.test(name) ? 'glibc' : null;
}
