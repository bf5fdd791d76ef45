import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';

/** The loader that the root's own programs use; else the one that is there. */
export function mainLoader(world: World, machine: Machine): string | null {
  const own = ['/bin/sh', '/bin/busybox', '/usr/bin/env', '/bin/true']
    .map((path) => interpreterOf(world, path))
    .find((each) => each !== null);
  const candidates = [
    ...(own === undefined || own === null ? [] : [own]),
    machine.glibcInterpreter,
    `/lib/ld-musl-${machine.muslArch}.so.1`,
  ];
  return candidates.find((path) => world.lookup(path, '/').ok) ?? null;
}

function interpreterOf(world: World, path: string): string | null {
  const found = world.lookup(path, '/');
  const elf = found.ok ? world.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : (elf.interpreter ?? null);
}
