/** A gem platform `cpu-os-version`, as Gem::Platform splits it: `x86_64-linux-musl` is cpu x86_64, os linux, version musl. */
export interface GemPlatform {
  readonly cpu: string;
  readonly os: string;
  readonly version: string | null;
}

export function parseGemPlatform(text: string): GemPlatform {
  const [first = '', ...rest] = text.split('-');
  const cpu = /^i[3-6]86$/.test(first) ? 'x86' : first;
  const os = rest[0] ?? '';
  return { cpu, os, version: rest.length > 1 ? rest.slice(1).join('-') : null };
}

/**
 * Whether RubyGems installs a gem of that platform on a Linux of that machine and C library (Gem::Platform#===, native-dependencies.md 7): a gem without a libc word
 * fits glibc and musl alike, `-gnu` glibc alone, `-musl` musl alone.
 */
export function gemFits(gem: GemPlatform, machine: string, libc: 'musl' | 'glibc'): boolean {
  if (gem.os !== 'linux') return false;
  if (gem.cpu !== 'universal' && gem.cpu !== gemCpu(machine) && !(gem.cpu === 'arm' && machine.startsWith('arm'))) return false;
  if (gem.version === null) return true;
  return libc === 'musl' ? gem.version.startsWith('musl') : gem.version.startsWith('gnu');
}

function gemCpu(machine: string): string {
  return machine === 'i686' ? 'x86' : machine;
}
