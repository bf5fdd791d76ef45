import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { namesBuilds } from '../../judge/repository/repository-builds.ts';
import type { Unknown } from '../../report/report.ts';
import { isDockerfileName, isLockfileName } from '../../subjects/text-files.ts';

/** Names relative to the folder, in order. */
export interface RepositoryFiles {
  readonly dockerfiles: string[];
  /** Compose, Bake and Skaffold files. */
  readonly builds: string[];
  readonly manifests: string[];
  readonly lockfiles: string[];
  readonly unknown: Unknown[];
}

const mostEntries = 200_000;
const mostDepth = 12;
const passedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  '.git',
  '.hg',
  '.jj',
  'dist',
  'target',
  '.venv',
  'venv',
  '__pycache__',
]);

/** What a repository holds that can be judged. Links are not followed, and folders of installed and built things are passed over. */
export function findFiles(folder: string): RepositoryFiles {
  const found: RepositoryFiles = { dockerfiles: [], builds: [], manifests: [], lockfiles: [], unknown: [] };
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  let seen = 0;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, depth } = next;
    for (const entry of entriesOf(folder, path, found.unknown)) {
      seen += 1;
      if (seen > mostEntries) {
        found.unknown.push({ what: path === '' ? folder : path, why: `more than ${mostEntries} entries; the rest was not looked at` });
        return found;
      }
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < mostDepth && !passedFolders.has(entry.name)) queue.push({ path: name, depth: depth + 1 });
      } else if (!entry.isFile()) continue;
      else if (namesBuilds(entry.name)) found.builds.push(name);
      else if (isDockerfileName(entry.name)) found.dockerfiles.push(name);
      else if (/\.ya?ml$/.test(entry.name) && !isLockfileName(name)) found.manifests.push(name);
      else if (isLockfileName(name)) found.lockfiles.push(name);
    }
  }
  return found;
}

/** In order of their names; a folder that may not be read is said to be unknown. */
function entriesOf(folder: string, path: string, unknown: Unknown[]): readonly Dirent[] {
  try {
    return readdirSync(join(folder, path), { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    unknown.push({ what: path === '' ? folder : path, why: `the folder cannot be read (${code})` });
    return [];
  }
}
