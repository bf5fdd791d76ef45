import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BasewiseError } from '../../errors.ts';
import { findFiles } from '../check/find-files.ts';

/** The Dockerfile that was named, or that of a folder: its own, else the only one below it. Null for a folder of several. Throws BasewiseError `no-such-file`. */
export function dockerfileOf(named: string): string | null {
  const given = named.replace(/^(?:dockerfile|repo):/, '');
  if (!existsSync(given)) throw new BasewiseError('no-such-file', 'there is no such Dockerfile', { path: given });
  if (!statSync(given).isDirectory()) return given;
  const own = ['Dockerfile', 'Containerfile', 'dockerfile'].map((name) => join(given, name)).find((path) => existsSync(path));
  if (own !== undefined) return own;
  const [first, ...more] = findFiles(given).dockerfiles;
  if (first === undefined)
    throw new BasewiseError('no-such-file', 'the folder has no Dockerfile', { path: given, hint: 'name the file itself' });
  return more.length === 0 ? join(given, first) : null;
}
