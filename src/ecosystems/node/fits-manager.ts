import { intersects } from 'semver';
import type { LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';
import type { ManagerRules } from './manager-rules.ts';
import { nodeArch } from './node-arch.ts';
import { listAllows, packagePlatform, platformStem } from './package-platform.ts';

/**
 * A runtime that is named by its major version alone stands for any release of it where a verdict is made (`lenient`), and for one in the middle of a line's life where
 * a list of what is installed is made (`strict`).
 */
export type Strictness = 'strict' | 'lenient';

/** Whether the manager puts a package on the disk there, by its os, cpu and libc lists (npm-install-checks, and the same in pnpm, yarn and bun). */
export function fitsManager(
  lock: Lockfile,
  target: LockTarget,
  rules: ManagerRules,
  strictness: Strictness,
): (entry: LockedPackage) => boolean {
  const arch = nodeArch(target.machine);
  const { version } = target.runtime;
  const node = strictness === 'lenient' || version.includes('.') ? version : `${version}.${middleOfLife}.0`;
  const muslStems = new Set(
    lock.packages.filter(({ name }) => packagePlatform(name, undefined)?.named === 'musl').map(({ name }) => platformStem(name)),
  );
  return (entry) => {
    const platform = packagePlatform(entry.name, entry);
    if (platform === null) return true;
    if (!listAllows(platform.os, 'linux') || !listAllows(platform.cpu, arch)) return false;
    if (rules.checksEngines && entry.optional === true && entry.engine !== undefined && !allows(entry.engine, node)) return false;
    if (!rules.filtersLibc) return true;
    if (platform.libc !== null) return listAllows(platform.libc, target.libc.family);
    if (!rules.asksRegistry) return true;
    // What the registry says of it, by its name: a bare one beside a musl one is glibc's.
    const named = platform.named ?? (muslStems.has(platformStem(entry.name)) ? 'glibc' : null);
    return named === null || named === target.libc.family;
  };
}

/** Lines of Node have some twenty minor releases. */
const middleOfLife = 15;

function allows(engine: string, node: string): boolean {
  try {
    return intersects(engine.slice(0, 200), node);
  } catch {
    // npm passes over a range that it cannot read.
    return true;
  }
}
