import type { LockTarget } from '../lockfiles/lock-target.ts';

/**
 * Platform tags that an interpreter of the target accepts, best first, as packaging makes them (PEP 600, 656): every glibc from its own down to 2.5 on x86 and to 2.17
 * elsewhere with the older aliases behind their numbers; every musl minor version down to 0; `linux_ARCH` last.
 */
export function platformTags(target: Pick<LockTarget, 'libc' | 'machine'>): readonly string[] {
  const { libc, machine } = target;
  const tags: string[] = [];
  if (libc.family === 'musl') {
    for (let minor = libc.minor; minor >= 0; minor--) tags.push(`musllinux_${libc.major}_${minor}_${machine}`);
  } else if (libc.major === 2 && manylinuxMachines.has(machine)) {
    const oldest = machine === 'x86_64' || machine === 'i686' ? 5 : 17;
    for (let minor = libc.minor; minor >= oldest; minor--) {
      tags.push(`manylinux_2_${minor}_${machine}`);
      const alias = aliases.get(minor);
      if (alias !== undefined) tags.push(`${alias}_${machine}`);
    }
  }
  return [...tags, `linux_${machine}`];
}

/** packaging's list of machines with manylinux; armv7l and i686 by the look of the interpreter, which every distribution's has. */
const manylinuxMachines: ReadonlySet<string> = new Set([
  'x86_64',
  'i686',
  'aarch64',
  'armv7l',
  'ppc64',
  'ppc64le',
  's390x',
  'loongarch64',
  'riscv64',
]);

const aliases: ReadonlyMap<number, string> = new Map([
  [17, 'manylinux2014'],
  [12, 'manylinux2010'],
  [5, 'manylinux1'],
]);
