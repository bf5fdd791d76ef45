/** Node's word for a machine of the kernel. */
export function nodeArch(machine: string): string {
  return arches.get(machine) ?? machine;
}

const arches: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'x64'],
  ['aarch64', 'arm64'],
  ['armv7l', 'arm'],
  ['i686', 'ia32'],
  ['ppc64le', 'ppc64'],
  ['loongarch64', 'loong64'],
]);
