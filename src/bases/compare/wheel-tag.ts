/** The newest platform tag of Python wheels that a libc takes (PEP 600, PEP 656): its floor in one word. */
export function wheelTag(family: string, version: string | null): string | null {
  const match = /^(\d+)\.(\d+)/.exec(version ?? '');
  if (match === null) return null;
  if (family === 'glibc') return `manylinux_${match[1] ?? ''}_${match[2] ?? ''}`;
  return family === 'musl' ? `musllinux_${match[1] ?? ''}_${match[2] ?? ''}` : null;
}
