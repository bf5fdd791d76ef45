import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { openDiskCache } from '../../net/cache/disk-cache.ts';
import type { DiskCache } from '../../net/cache/disk-cache.ts';
import { layerKinds } from '../../subjects/layer-cache/layer-cache.ts';
import type { CommandIo } from '../io.ts';
import { programVersion } from './program-version.ts';

export interface CacheOptions {
  readonly cacheDir?: string;
  /** `--no-cache`: nothing is kept from one run to the next. */
  readonly cache: boolean;
}

const GIGABYTE = 1024 * 1024 * 1024;

/** What is kept from one run to the next; null where that is not wanted, or where others could put something into it. */
export function openCache(options: CacheOptions, io: Pick<CommandIo, 'env' | 'problem'>): DiskCache | null {
  if (!options.cache) return null;
  const folder = options.cacheDir ?? cacheFolder(io.env);
  if (isOpenToOthers(folder)) {
    io.problem(`basewise: the cache ${folder} is open to other users and is not used\n`);
    return null;
  }
  return openDiskCache({ folder, kinds: [...layerKinds, 'reports'], version: programVersion(), mostBytes: GIGABYTE });
}

/** The folder for what `--online` fetched; null where others could put something into it. */
export function nativesFolder(env: CommandIo['env']): string | null {
  const chosen = env['BASEWISE_CACHE_DIR'];
  const folder = chosen === undefined || chosen === '' ? cacheFolder(env) : chosen;
  return isOpenToOthers(folder) ? null : folder;
}

/** `$XDG_CACHE_HOME/basewise`, or `.cache/basewise` below the home folder. */
export function cacheFolder({ XDG_CACHE_HOME: chosen }: CommandIo['env']): string {
  return join(chosen?.startsWith('/') === true ? chosen : join(homedir(), '.cache'), 'basewise');
}

/** Entries prove that they are whole, not who wrote them: the folder is this user's own and nobody else's to write into. */
function isOpenToOthers(folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined || process.getuid === undefined) return false;
  const user = process.getuid();
  const others = 0o002;
  return (stat.mode & others) !== 0 || (user !== 0 && stat.uid !== 0 && stat.uid !== user);
}
