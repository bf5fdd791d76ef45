import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import type { Environment } from '../http/proxy.ts';

/** A release of a package as the registry describes it. */
export interface NpmRelease {
  readonly version: string;
  /** Names: a package that chooses its build among packages has them here. */
  readonly optionalDependencies: readonly string[];
}

/**
 * Asks the user's own npm (its registries and credentials), outside any project, for the releases of a package from a version on; null when it does not say. Throws
 * BasewiseError `no-npm`.
 */
export function npmReleases(name: string, from: string, environment: Environment): Promise<readonly NpmRelease[] | null> {
  if (!/^(?:@[\w.~-]+\/)?[\w.~][\w.~-]*$/.test(name) || !/^\d[\w.+-]*$/.test(from)) return Promise.resolve(null);
  const words = ['view', '--json', '--loglevel=error', '--', `${name}@>=${from}`, 'version', 'optionalDependencies'];
  const folder = mkdtempSync(join(tmpdir(), 'basewise-npm-'));
  return new Promise<readonly NpmRelease[] | null>((resolve, reject) => {
    execFile('npm', words, { cwd: folder, env: { ...environment }, maxBuffer: 1 << 28, timeout: 120_000 }, (error, stdout) => {
      if (error !== null && 'code' in error && error.code === 'ENOENT')
        reject(new BasewiseError('no-npm', 'npm is not here to ask its registry', { hint: 'install npm, or leave out --online' }));
      else resolve(error === null ? readNpmReleases(stdout) : null);
    });
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
}

/** One release is answered as an object, several as a list, none as nothing. */
export function readNpmReleases(text: string): readonly NpmRelease[] | null {
  try {
    const answer: unknown = JSON.parse(text);
    return [answer].flat().flatMap((each: unknown): readonly NpmRelease[] => {
      if (typeof each !== 'object' || each === null || !('version' in each) || typeof each.version !== 'string') return [];
      const optional = 'optionalDependencies' in each ? each.optionalDependencies : null;
      const names = typeof optional === 'object' && optional !== null ? Object.keys(optional) : [];
      return [{ version: each.version, optionalDependencies: names }];
    });
  } catch {
    return null;
  }
}
