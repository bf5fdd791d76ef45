import { lstatSync, openSync, readFileSync, closeSync, fstatSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { BuildFolder } from '../judge/repository/build-folder.ts';

const largest = 16 * 1024 * 1024;

/** Files of a build context as text. Nothing outside the folder is followed: a link that leads out counts as absent. */
export function readBuildFolder(folder: string, prefix: string): BuildFolder {
  const known = new Map<string, string | null>();
  return {
    prefix,
    read: (path) => {
      const found = known.get(path);
      if (found !== undefined) return found;
      const text = readInside(folder, path);
      known.set(path, text);
      return text;
    },
  };
}

function readInside(folder: string, path: string): string | null {
  try {
    const file = join(folder, path);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return null;
    const inside = relative(realpathSync(folder), realpathSync(file));
    if (inside === '..' || inside.startsWith(`..${sep}`)) return null;
    const descriptor = openSync(file, 'r');
    try {
      const stat = fstatSync(descriptor);
      return stat.isFile() && stat.size <= largest ? readFileSync(descriptor, 'utf8') : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
