import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packProfile, unpackProfile } from '../../bases/profiles/pack-profile.ts';
import type { Profile } from '../../bases/profiles/profile.ts';
import { BasewiseError } from '../../errors.ts';

/** Where a user's own profiles are: BASEWISE_PROFILES, else basewise/profiles below the user's data folder. */
export function profileStore(env: Readonly<Record<string, string | undefined>>): string {
  const { BASEWISE_PROFILES: chosen, XDG_DATA_HOME: data } = env;
  if (chosen !== undefined && chosen !== '') return chosen;
  return join(data === undefined || !data.startsWith('/') ? join(homedir(), '.local/share') : data, 'basewise/profiles');
}

/** Writes a profile under its name and platform and returns the file. Throws BasewiseError `cannot-write`. */
export function storeProfile(profile: Profile, folder: string): string {
  const file = join(folder, fileName(profile.name, profile.platform));
  try {
    mkdirSync(folder, { recursive: true });
    // Written beside and renamed, so that a reader never meets half of it.
    const half = `${file}.${process.pid}`;
    writeFileSync(half, packProfile(profile, 5));
    renameSync(half, file);
  } catch (cause) {
    throw new BasewiseError('cannot-write', 'the profile could not be stored', {
      path: file,
      cause,
      hint: 'name a file with --output, or a folder with BASEWISE_PROFILES',
    });
  }
  return file;
}

/** The stored profile of a name on a platform (`linux/amd64`), null when there is none. */
export function storedProfile(name: string, platform: string, folder: string): Profile | null {
  const wanted = fileName(name, platform);
  if (!filesIn(folder).includes(wanted)) return null;
  return readProfileFile(join(folder, wanted));
}

/** Throws BasewiseError `cannot-read` or `bad-profile`. */
export function readProfileFile(path: string): Profile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new BasewiseError('cannot-read', 'the profile could not be read', { path, cause });
  }
  return unpackProfile(bytes, path);
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Names hold slashes and colons; percent signs keep different names apart. */
function fileName(name: string, platform: string): string {
  return `${encodeURIComponent(`${name.toLowerCase()} ${platform}`).replaceAll('%20', ' ')}.json.br`;
}
