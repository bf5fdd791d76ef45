import { nodeArch } from '../node/node-arch.ts';
import type { SelectionTarget } from '../selection/selection-target.ts';
import type { LockTarget } from './lock-target.ts';

/** A lockfile's target as packages' own loaders see it: the official image of the runtime, which on musl is Alpine's. */
export function selectionTargetOf({ machine, libc, runtime }: LockTarget): SelectionTarget {
  const major = runtime.name === 'node' ? Number(runtime.version.split('.')[0]) : undefined;
  const abi = major === undefined ? undefined : nodeAbis.get(major);
  return {
    arch: nodeArch(machine),
    machine: machineNumber(machine),
    libc: libc.family,
    alpineRelease: libc.family === 'musl',
    ...(abi === undefined ? {} : { nodeAbi: abi }),
    ...(major === undefined ? {} : { nodeMajor: major }),
    ...(libc.family === 'glibc' ? { glibc: [libc.major, libc.minor] } : {}),
  };
}

/** `process.versions.modules` by major version (node-abi). */
const nodeAbis: ReadonlyMap<number, number> = new Map([[14, 83], [16, 93], [18, 108], [20, 115], [22, 127], [24, 137], [25, 141], [26, 147], [27, 153]]); // prettier-ignore

/** e_machine; 0 for a machine that is not known. */
export function machineNumber(machine: string): number {
  return machines.get(machine) ?? 0;
}

const machines: ReadonlyMap<string, number> = new Map([['x86_64', 62], ['aarch64', 183], ['armv7l', 40], ['i686', 3], ['ppc64le', 21], ['s390x', 22], ['riscv64', 243], ['loongarch64', 258]]); // prettier-ignore
