import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { markerEnvironment } from '../python/marker-environment.ts';
import { allowsPython } from '../python/python-range.ts';
import { parseLockTarget } from './lock-target.ts';
import type { LockTarget } from './lock-target.ts';

/**
 * Where a lockfile is looked at when nobody said where: the C libraries of current Alpine and Debian, on the runtime that something installs it for (`cpython@3.11`),
 * else on one that the lock allows.
 */
export function usualTargets(lock: Lockfile, installedFor?: string): readonly LockTarget[] {
  const runtime = installedFor ?? usualRuntime(lock);
  return [`musl@1.2/x86_64+${runtime}`, `glibc@2.36/x86_64+${runtime}`, `musl@1.2/aarch64+${runtime}`].map(parseLockTarget);
}

function usualRuntime(lock: Lockfile): string {
  return lock.ecosystem === 'python' ? `cpython@${usualPython(lock)}` : usualRuntimes[lock.ecosystem];
}

const usualRuntimes = {
  node: 'node@24',
  go: 'go@1.26',
  rust: 'rust@1.90',
  ruby: 'ruby@3.4',
  php: 'php@8.4',
  dotnet: 'dotnet@10.0',
  java: 'java@21',
  beam: 'erlang@28.0',
} as const;

function usualPython({ requiresPython }: Lockfile): string {
  const versions = ['3.13', '3.12', '3.11', '3.14', '3.10', '3.9', '3.8'];
  const allowed = (version: string): boolean =>
    requiresPython === undefined ||
    allowsPython(requiresPython, markerEnvironment(parseLockTarget(`musl@1.2/x86_64+cpython@${version}`), null)) !== false;
  return versions.find(allowed) ?? '3.13';
}
