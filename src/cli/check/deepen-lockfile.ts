import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import type { IndexFile } from '../../formats/text/lockfiles/python/simple-index.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import { needsIndex, withIndexFiles } from '../../ecosystems/python/with-index-files.ts';
import { createHttpClient } from '../../net/http/http-client.ts';
import { pipIndexes } from '../../net/packages/pip-settings.ts';
import { listIndexFiles } from '../../net/packages/simple-index-client.ts';
import type { CommandIo } from '../io.ts';

/** The lock with what its registries say of the packages that it does not decide by itself: for `--online`. Nothing is installed or executed. */
export async function deepenLockfile(lock: Lockfile, io: Pick<CommandIo, 'env' | 'progress'>): Promise<Lockfile> {
  return lock.ecosystem === 'python' ? deepenPython(lock, io) : lock;
}

const atOnce = 8;

async function deepenPython(lock: Lockfile, io: Pick<CommandIo, 'env' | 'progress'>): Promise<Lockfile> {
  const names = [...new Set(lock.packages.filter(needsIndex).map(({ name }) => normalizeName(name)))];
  if (names.length === 0) return lock;
  const indexes = await pipIndexes(io.env);
  const send = createHttpClient({ environment: io.env });
  const lists = new Map<string, readonly IndexFile[]>();
  let done = 0;
  const queue = names[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const name of queue) {
      const files = await listIndexFiles(send, indexes, name);
      if (files !== null) lists.set(name, files);
      io.progress.update(`asking the index: ${++done} of ${names.length} packages`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, names.length) }, worker));
  return withIndexFiles(lock, lists);
}
