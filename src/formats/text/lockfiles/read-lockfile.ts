import { FormatError } from '../../format-error.ts';
import type { Lockfile } from './lockfile.ts';
import { lockfileKind } from './lockfile-kind.ts';
import { readBunLock } from './node/bun-lock.ts';
import { readPackageLock } from './node/package-lock.ts';
import { readPnpmLock } from './node/pnpm-lock.ts';
import { readYarnBerry } from './node/yarn-berry.ts';
import { readYarnClassic } from './node/yarn-classic.ts';
import { readCargoLock } from './other/cargo-lock.ts';
import { readComposerLock } from './other/composer-lock.ts';
import { readDepsJson } from './other/deps-json.ts';
import { readGemfileLock } from './other/gemfile-lock.ts';
import { readGoMod, readGoSum, readVendorModules } from './other/go-modules.ts';
import { readGradleLockfile } from './other/gradle-lockfile.ts';
import { readMavenPom } from './other/maven-pom.ts';
import { readMixLock, readRebarLock } from './other/mix-lock.ts';
import { readNugetLock } from './other/nuget-lock.ts';
import { readPdmLock } from './python/pdm-lock.ts';
import { readPipfileLock } from './python/pipfile-lock.ts';
import { readPoetryLock } from './python/poetry-lock.ts';
import { readPylock } from './python/pylock.ts';
import { readRequirements } from './python/requirements.ts';
import { readUvLock } from './python/uv-lock.ts';

/**
 * Reads a lockfile by its name. Throws FormatError: `lockfile-unknown-name`, `lockfile-unknown-version` (said, never guessed), and the readers' own codes.
 */
export function readLockfile(path: string, text: string): Lockfile {
  const kind = lockfileKind(path);
  if (kind === null) throw new FormatError('lockfile-unknown-name', 0, 'no package manager is known that names its lockfile so');
  if (kind === 'yarn-classic') return isBerry(text) ? readYarnBerry(text) : readYarnClassic(text);
  return readers[kind](text);
}

/** Both yarns write `yarn.lock`; the later one says so in `__metadata`. */
function isBerry(text: string): boolean {
  return /^\uFEFF?__metadata:/m.test(text.slice(0, 4000));
}

const readers: Readonly<Record<Exclude<NonNullable<ReturnType<typeof lockfileKind>>, 'yarn-classic'>, (text: string) => Lockfile>> = {
  'package-lock': readPackageLock,
  'pnpm-lock': readPnpmLock,
  'yarn-berry': readYarnBerry,
  'bun-lock': readBunLock,
  'uv-lock': readUvLock,
  'poetry-lock': readPoetryLock,
  'pdm-lock': readPdmLock,
  pylock: readPylock,
  'pipfile-lock': readPipfileLock,
  requirements: readRequirements,
  'go-mod': readGoMod,
  'go-sum': readGoSum,
  'vendor-modules': readVendorModules,
  'cargo-lock': readCargoLock,
  'gemfile-lock': readGemfileLock,
  'composer-lock': readComposerLock,
  'nuget-lock': readNugetLock,
  'deps-json': readDepsJson,
  'gradle-lockfile': readGradleLockfile,
  'maven-pom': readMavenPom,
  'mix-lock': readMixLock,
  'rebar-lock': readRebarLock,
};
