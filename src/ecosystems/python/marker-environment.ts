import type { LockTarget } from '../lockfiles/lock-target.ts';
import { versionPair } from './supported-tags.ts';

/** PEP 508's variables on a target. A patch release that is not named lies between the first and any later one. */
export interface MarkerEnvironment {
  readonly values: ReadonlyMap<string, string>;
  /** `python_full_version` at its lowest and highest. */
  readonly fullVersions: readonly [string, string];
  readonly extras: ReadonlySet<string> | null;
}

/** `extras` null: every extra may be asked for. */
export function markerEnvironment(target: LockTarget, extras: ReadonlySet<string> | null): MarkerEnvironment {
  const [major, minor] = versionPair(target.runtime.version);
  const patch = target.runtime.version.split('.')[2];
  const pypy = target.runtime.name === 'pypy';
  return {
    values: new Map([
      ['python_version', `${major}.${minor}`],
      ['os_name', 'posix'],
      ['sys_platform', 'linux'],
      ['platform_system', 'Linux'],
      ['platform_machine', target.machine],
      ['platform_python_implementation', pypy ? 'PyPy' : 'CPython'],
      ['implementation_name', pypy ? 'pypy' : 'cpython'],
    ]),
    fullVersions: patch === undefined ? [`${major}.${minor}.0`, `${major}.${minor}.99`] : [target.runtime.version, target.runtime.version],
    extras,
  };
}
