import type { SelectionTarget } from './selection-target.ts';

const machines: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'i686', arm: 'armv7l', ppc64: 'ppc64le' };

/**
 * Whether a platform tag of an installed wheel (`cp311-cp311-manylinux_2_17_x86_64`) is one that pip accepts on a base with this libc (PEP 600, PEP 656;
 * native-dependencies.md 2.1). The Python and ABI parts are left to the caller.
 */
export function wheelFits(tag: string, target: SelectionTarget & { readonly libcVersion: string }): boolean {
  const platform = tag.split('-').at(-1) ?? '';
  if (platform === 'any') return true;
  const machine = machines[target.arch] ?? target.arch;
  const legacy = { manylinux1: '2_5', manylinux2010: '2_12', manylinux2014: '2_17' }[
    /^(manylinux(?:1|2010|2014))_/.exec(platform)?.[1] ?? ''
  ];
  const match = /^(manylinux|musllinux)_(\d+)_(\d+)_(.+)$/.exec(
    legacy === undefined ? platform : platform.replace(/^manylinux\d+/, `manylinux_${legacy}`),
  );
  if (match === null || match[4] !== machine) return false;
  const [major = 0, minor = 0] = target.libcVersion.split(/[._]/).map(Number);
  const family = match[1] === 'musllinux' ? 'musl' : 'glibc';
  return family === target.libc && Number(match[2]) === major && Number(match[3]) <= minor;
}
