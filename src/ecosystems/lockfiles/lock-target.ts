import { BasewiseError } from '../../errors.ts';

/** What a lockfile is judged on: a C library, a machine, the runtime, and the package manager that installs. */
export interface LockTarget {
  /** As it was given. */
  readonly name: string;
  readonly libc: { readonly family: 'musl' | 'glibc'; readonly major: number; readonly minor: number; readonly patch?: number };
  /** The kernel's word: x86_64, aarch64, armv7l, i686, ppc64le, s390x, riscv64, loongarch64. */
  readonly machine: string;
  readonly runtime: { readonly name: string; readonly version: string; readonly freeThreaded: boolean };
  readonly manager: { readonly name: string; readonly version: string } | null;
}

/**
 * Reads `LIBC@VERSION/ARCH+RUNTIME@VERSION[+MANAGER@VERSION]`: `musl@1.2/x86_64+cpython@3.12`, `glibc@2.41/aarch64+cpython@3.14t`,
 * `musl@1.2/aarch64+node@22+npm@11.21.2`. Throws BasewiseError `lock-target-bad`.
 */
export function parseLockTarget(text: string): LockTarget {
  const match =
    /^(musl|glibc)[@-](\d{1,2})\.(\d{1,3})(?:\.(\d{1,3}))?\/(\w{1,16})\+([a-z][a-z-]{0,15})@(\d[\w.]{0,19}?)(t?)(?:\+([a-z]{1,10})@([\w.-]{1,30}))?$/.exec(
      text,
    );
  const machine = machines.get(match?.[5] ?? '');
  if (match === null || machine === undefined) {
    throw new BasewiseError('lock-target-bad', `--on ${text} is no target of a lockfile`, {
      hint: 'LIBC@VERSION/ARCH+RUNTIME@VERSION[+MANAGER@VERSION], for example musl@1.2/x86_64+cpython@3.12 or glibc@2.36/aarch64+node@22+npm@11.21.2',
    });
  }
  const [, family, major, minor, patch, , runtime, version, threads, manager, managerVersion] = match;
  return {
    name: text,
    libc: {
      family: family === 'musl' ? 'musl' : 'glibc',
      major: Number(major),
      minor: Number(minor),
      ...(patch === undefined ? {} : { patch: Number(patch) }),
    },
    machine,
    runtime: { name: runtime === 'python' ? 'cpython' : (runtime ?? ''), version: version ?? '', freeThreaded: threads === 't' },
    manager: manager === undefined || managerVersion === undefined ? null : { name: manager, version: managerVersion },
  };
}

/** Words of Docker and Go beside the kernel's own. */
const machines: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'x86_64'],
  ['amd64', 'x86_64'],
  ['aarch64', 'aarch64'],
  ['arm64', 'aarch64'],
  ['armv7l', 'armv7l'],
  ['arm', 'armv7l'],
  ['i686', 'i686'],
  ['i386', 'i686'],
  ['386', 'i686'],
  ['ppc64le', 'ppc64le'],
  ['s390x', 's390x'],
  ['riscv64', 'riscv64'],
  ['loongarch64', 'loongarch64'],
]);
