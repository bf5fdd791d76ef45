import { eq, valid } from '@renovatebot/pep440';
import type { LockedFile, LockedPackage, Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import type { IndexFile } from '../../formats/text/lockfiles/python/simple-index.ts';
import { isSourceDistribution } from './wheel-name.ts';

/** Packages whose files only an index can name: digests or a version and nothing more. */
export function needsIndex({ files, source, version, hashes }: LockedPackage): boolean {
  return source === 'registry' && version !== null && (files === undefined || (files.length === 0 && hashes === undefined));
}

/**
 * The lock with the files that an index lists for its pinned versions, by normalized name. Where the lock has digests only the files with one of them stay, as pip's
 * hash checking has it; without, yanked files stay where a release has no others.
 */
export function withIndexFiles(lock: Lockfile, lists: ReadonlyMap<string, readonly IndexFile[]>): Lockfile {
  const packages = lock.packages.map((entry) => {
    const list = needsIndex(entry) ? lists.get(normalizeName(entry.name)) : undefined;
    if (list === undefined || entry.version === null) return entry;
    const { hashes, version, name } = entry;
    const release = list.filter((file) => isOfRelease(file.name, name, version));
    const allowed = hashes === undefined ? release : release.filter(({ hash }) => hash !== undefined && hashes.includes(hash));
    const standing = allowed.filter(({ yanked }) => yanked !== true);
    return { ...entry, files: (standing.length === 0 ? allowed : standing).map(lockedFile) };
  });
  return { ...lock, packages };
}

function lockedFile({ name, hash, requiresPython }: IndexFile): LockedFile {
  return { name, ...(hash === undefined ? {} : { hash }), ...(requiresPython === undefined ? {} : { requiresPython }) };
}

/** `{name}-{version}-…whl`, `{name}-{version}.tar.gz`; a source distribution's name may hold dashes itself. */
function isOfRelease(fileName: string, name: string, version: string): boolean {
  const stated = fileName.endsWith('.whl')
    ? fileName.split('-')[1]
    : isSourceDistribution(fileName)
      ? statedBySource(fileName, name)
      : undefined;
  if (stated === undefined) return false;
  return valid(stated) !== null && valid(version) !== null ? eq(stated, version) : stated === version;
}

function statedBySource(fileName: string, name: string): string | undefined {
  const stem = fileName.replace(/\.(?:tar\.\w+|tgz|zip|tbz|txz|tlz|tar)$/i, '');
  for (let dash = stem.indexOf('-'); dash !== -1; dash = stem.indexOf('-', dash + 1)) {
    if (normalizeName(stem.slice(0, dash)) === normalizeName(name)) return stem.slice(dash + 1);
  }
  return undefined;
}
