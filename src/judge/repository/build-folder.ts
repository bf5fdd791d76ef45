import { FormatError } from '../../formats/format-error.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { readLockfile } from '../../formats/text/lockfiles/read-lockfile.ts';

/** The build context: the only files that a Dockerfile's COPY can take. `read` gives null for what is not there, too large or no text. */
export interface BuildFolder {
  /** How findings name its files: a prefix such as `app/`. */
  readonly prefix: string;
  readonly read: (path: string) => string | null;
}

export interface FoundLock {
  readonly path: string;
  readonly text: string;
  readonly lock: Lockfile;
}

export interface LockReader {
  readonly folder: BuildFolder;
  /** The first of the names that is there and can be read. */
  readonly find: (directory: string, names: readonly string[]) => FoundLock | null;
  readonly text: (path: string) => string | null;
  /** Locks that are there and could not be read. */
  readonly problems: { readonly what: string; readonly why: string }[];
}

/** Reads each lockfile at most once. */
export function lockReader(folder: BuildFolder): LockReader {
  const known = new Map<string, FoundLock | null>();
  const problems: { what: string; why: string }[] = [];
  const open = (path: string): FoundLock | null => {
    const text = folder.read(path);
    if (text === null) return null;
    try {
      return { path, text, lock: readLockfile(path, text) };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      problems.push({ what: `${folder.prefix}${path}`, why: error.message });
      return null;
    }
  };
  return {
    folder,
    problems,
    text: (path) => folder.read(clean(path)),
    find: (directory, names) => {
      for (const name of names) {
        const path = clean(`${directory}/${name}`);
        let found = known.get(path);
        if (found === undefined) {
          found = open(path);
          known.set(path, found);
        }
        if (found !== null) return found;
      }
      return null;
    },
  };
}

export function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
