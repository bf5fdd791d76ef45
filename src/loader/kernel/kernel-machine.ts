import type { World } from '../world.ts';

/** Programs and loaders that a root has for its own machine. */
const WITNESSES = [
  '/bin/sh',
  '/bin/busybox',
  '/usr/bin/env',
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld-linux-armhf.so.3',
  '/lib/ld-linux.so.2',
  '/lib64/ld64.so.2',
  '/lib/ld64.so.1',
  '/lib/ld-linux-riscv64-lp64d.so.1',
  ...['x86_64', 'aarch64', 'armhf', 'i386', 'powerpc64le', 's390x', 'riscv64'].map((arch) => `/lib/ld-musl-${arch}.so.1`),
];

/** e_machine of the kernel that would run this root, as far as the root tells; null when nothing in it does. */
export function kernelMachine(world: World): number | null {
  const known = world.memo.get('kernel machine') as number | null | undefined;
  if (known !== undefined) return known;
  const machine = WITNESSES.map((path) => machineAt(world, path)).find((each) => each !== null) ?? null;
  world.memo.set('kernel machine', machine);
  return machine;
}

function machineAt(world: World, path: string): number | null {
  const found = world.lookup(path, '/');
  const elf = found.ok ? world.elf(found.entry.identity) : null;
  return elf === null || 'unknown' in elf ? null : elf.machine;
}
