import { copyFileSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDockerfileName, isLockfileName } from '../src/subjects/text-files.ts';

/**
 * The corpus repeated under other names below `folder`: so many Dockerfiles, with the lockfiles of their own projects beside them as long as those are not all used up, and so many lockfiles.
 * Returns a list of all of them as subjects, one a line.
 */
export function copyCorpus(corpus: string, folder: string, dockerfiles: number, lockfiles: number): string {
  const files = globSync('{projects,dockerfiles,lockfiles}/**/*', { cwd: corpus, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const docker = files.filter((path) => isDockerfileName(basename(path)));
  const locks = files.filter((path) => isLockfileName(path));
  const subjects: string[] = [];
  const copied: string[] = [];
  const isEnough = (): boolean => copied.length >= lockfiles;
  const copyLock = (path: string, place: string): void => {
    mkdirSync(place, { recursive: true });
    copyFileSync(path, join(place, basename(path)));
    copied.push(`lockfile:${join(place, basename(path))}`);
  };
  for (let number = 0; number < dockerfiles; number++) {
    const path = docker[number % docker.length] ?? '';
    const place = join(folder, `service-${number}`);
    mkdirSync(place, { recursive: true });
    const name = path.includes('/dockerfiles/') ? 'Dockerfile' : basename(path);
    copyFileSync(path, join(place, name));
    subjects.push(`dockerfile:${join(place, name)}`);
    for (const lock of locks) if (!isEnough() && dirname(lock) === dirname(path)) copyLock(lock, place);
  }
  for (let number = 0; !isEnough(); number++) copyLock(locks[number % locks.length] ?? '', join(folder, `locks-${number}`));
  const list = `${folder}.list`;
  writeFileSync(list, `${[...subjects, ...copied].join('\n')}\n`);
  return list;
}
