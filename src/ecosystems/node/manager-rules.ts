import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../lockfiles/lock-target.ts';

/** What the installing manager makes of `libc` fields and of a lock that lacks them (native-dependencies.md 3.1). */
export interface ManagerRules {
  /** Packages of the other C library are left out where the lock has the field. */
  readonly filtersLibc: boolean;
  /** What the lock does not record is asked from the registry. */
  readonly asksRegistry: boolean;
  /** Optional packages whose `engines.node` excludes the runtime are left out, as those of other platforms are. */
  readonly checksEngines: boolean;
  /** The manager refuses a lock that lacks entries for other platforms. */
  readonly refusesMissing: boolean;
}

export function managerRules(lock: Lockfile, target: LockTarget): ManagerRules {
  const manager = target.manager ?? { name: writerOf(lock), version: '999' };
  const [major, minor, patch] = numbers(manager.version);
  const old = lock.format === 'package-lock' && (lock.version === null || lock.version === '1');
  switch (manager.name) {
    case 'npm': {
      // npm-install-checks 6.1, seen between npm 9.5.0 and 9.6.6.
      const filtersLibc = major > 9 || (major === 9 && (minor > 6 || (minor === 6 && patch >= 3)));
      const refusesMissing = target.manager !== null && !old && (major > 11 || (major === 11 && minor >= 3));
      return { filtersLibc, asksRegistry: old && major >= 7, checksEngines: true, refusesMissing };
    }
    case 'yarn':
      return { filtersLibc: major >= 2, asksRegistry: false, checksEngines: major < 2, refusesMissing: false };
    case 'bun':
      return { filtersLibc: major > 1 || (major === 1 && minor >= 4), asksRegistry: false, checksEngines: false, refusesMissing: false };
    default:
      return { filtersLibc: true, asksRegistry: false, checksEngines: true, refusesMissing: false };
  }
}

function writerOf({ format }: Lockfile): string {
  return format === 'pnpm-lock' ? 'pnpm' : format === 'bun-lock' ? 'bun' : format.startsWith('yarn') ? 'yarn' : 'npm';
}

function numbers(version: string): readonly [number, number, number] {
  const [major, minor, patch] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return [major ?? 0, minor ?? 0, patch ?? 0];
}
