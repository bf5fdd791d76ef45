import type { Lookup, Tree } from '../tree/tree.ts';

/** PATH that Docker and containerd give a container whose image sets none. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Finds `word` as execvp does: with a slash relative to the working directory, else the first executable file on PATH. The path as it is passed to execve. */
export function findOnPath(tree: Tree, word: string, path: string = defaultPath, cwd: string = '/'): string | null {
  if (word === '') return null;
  if (word.includes('/')) return isFile(tree.lookup(word, { cwd })) ? word : null;
  for (const directory of path.split(':')) {
    const candidate = `${directory === '' ? '.' : directory.replace(/\/+$/, '')}/${word}`;
    const found = tree.lookup(candidate, { cwd });
    if (isFile(found) && (found.entry.mode & 0o111) !== 0) return candidate;
  }
  return null;
}

function isFile(found: Lookup): found is Extract<Lookup, { ok: true }> {
  return found.ok && found.entry.type === 'file';
}
