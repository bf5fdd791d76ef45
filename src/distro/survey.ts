import type { Entry, Tree } from '../tree/tree.ts';
import { looksLikeLibc } from './libc/interpreter-names.ts';

/** What one walk over all names of a tree finds for several questions. */
export interface Survey {
  /** Files and links whose base name is that of a loader or C library. */
  readonly libcNames: readonly Entry[];
  /** Files that run with other rights than their caller's: setuid, setgid or file capabilities. */
  readonly privileged: readonly Entry[];
  /** Regular files below /usr/share/zoneinfo. */
  readonly zones: number;
}

export function survey(tree: Tree): Survey {
  const libcNames: Entry[] = [];
  const privileged: Entry[] = [];
  let zones = 0;
  for (const entry of tree.entries()) {
    if (entry.type !== 'file' && entry.type !== 'symlink') continue;
    if (looksLikeLibc(entry.path.slice(entry.path.lastIndexOf('/') + 1))) libcNames.push(entry);
    if (entry.type !== 'file') continue;
    if ((entry.mode & 0o6000) !== 0 || entry.capabilities === true) privileged.push(entry);
    if (entry.path.startsWith('/usr/share/zoneinfo/')) zones += 1;
  }
  return { libcNames, privileged, zones };
}
