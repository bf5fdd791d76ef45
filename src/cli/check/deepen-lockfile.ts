import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { Fetched } from '../../ecosystems/lockfiles/fetched.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { CommandIo } from '../io.ts';
import { fetchCrates } from './online/fetch-crates.ts';
import { fetchJars } from './online/fetch-jars.ts';
import { fetchNpm } from './online/fetch-npm.ts';
import { fetchPython } from './online/fetch-python.ts';

/** A lock with what its registries say of the packages that it does not decide by itself. */
export interface Deepened {
  readonly lock: Lockfile;
  readonly fetched?: Fetched;
}

export type OnlineIo = Pick<CommandIo, 'env' | 'progress'>;

/**
 * For `--online`: asks the registries of the user's own package managers what the lock leaves open, and fetches the artifacts that would be selected, so that the
 * loader can be asked about them. Nothing is installed or executed; what cannot be had stays as the lock has it.
 */
export async function deepenLockfile(lock: Lockfile, targets: readonly LockTarget[], io: OnlineIo): Promise<Deepened> {
  switch (lock.ecosystem) {
    case 'python':
      return fetchPython(lock, targets, io);
    case 'node':
      return { lock, fetched: { tarballs: await fetchNpm(lock, targets, io) } };
    case 'rust':
      return { lock, fetched: { crates: await fetchCrates(lock, io) } };
    case 'java':
      return { lock, fetched: { jars: await fetchJars(lock, io) } };
    default:
      return { lock };
  }
}
