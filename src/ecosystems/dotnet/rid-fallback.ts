/**
 * Runtime identifiers that a host of the target accepts, nearest first, by the portable graph (native-dependencies.md 7): on musl `linux-musl-x64`, `linux-musl`, then
 * the ones of glibc, so that a package with `linux-x64` alone is deployed there and fails when it is called.
 */
export function ridFallback(machine: string, libc: 'musl' | 'glibc'): readonly string[] {
  const arch = ridArch(machine);
  const musl = libc === 'musl' ? [`linux-musl-${arch}`, 'linux-musl'] : [];
  return [...musl, `linux-${arch}`, 'linux', `unix-${arch}`, 'unix', 'any', 'base'];
}

export function ridArch(machine: string): string {
  return arches.get(machine) ?? machine;
}

const arches: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'x64'],
  ['aarch64', 'arm64'],
  ['armv7l', 'arm'],
  ['i686', 'x86'],
]);
