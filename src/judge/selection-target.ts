import { machineOf } from '../loader/machine.ts';
import type { Base } from '../distro/base.ts';
import type { SelectionTarget } from '../ecosystems/selection/selection-target.ts';
import type { ImageConfig } from '../image/source.ts';
import type { Rootfs } from '../tree/rootfs.ts';

/** What packages' own loaders would see on this base. Null where there is no libc to run anything under. */
export function selectionTarget(rootfs: Rootfs, base: Base | null, config: ImageConfig | null): SelectionTarget | null {
  const libc = base?.libc ?? null;
  if (libc === null) return null;
  const nodeAbi = abiOfNode(config?.env ?? []);
  return {
    arch: nodeArch(libc.machine, libc.class),
    machine: libc.machine,
    libc: libc.family,
    alpineRelease: rootfs.tree.lookup('/etc/alpine-release').ok,
    ...(nodeAbi === undefined ? {} : { nodeAbi }),
  };
}

function nodeArch(machine: number, bits: 32 | 64): string {
  const name = machineOf({ machine, class: bits, endian: 'little' })?.name ?? '';
  return (
    ({ x86_64: 'x64', aarch64: 'arm64', armhf: 'arm', arm: 'arm', i386: 'ia32', ppc64le: 'ppc64' } as Readonly<Record<string, string>>)[
      name
    ] ?? name
  );
}

/** NODE_MODULE_VERSION by major version (native-dependencies.md 3.3); official images say NODE_VERSION. */
const abis: Readonly<Record<string, number>> = {
  '16': 93,
  '18': 108,
  '20': 115,
  '22': 127,
  '23': 131,
  '24': 137,
  '25': 141,
  '26': 147,
  '27': 153,
};

function abiOfNode(env: readonly string[]): number | undefined {
  const major = env.map((line) => /^NODE_VERSION=v?(\d+)/.exec(line)?.[1]).find((found) => found !== undefined);
  return major === undefined ? undefined : abis[major];
}
