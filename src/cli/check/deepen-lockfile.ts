import { FormatError } from '../../formats/format-error.ts';
import { normalizeName } from '../../formats/text/lockfiles/python/requirement.ts';
import type { IndexFile } from '../../formats/text/lockfiles/python/simple-index.ts';
import type { Lockfile } from '../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import { selectPackages } from '../../ecosystems/lockfiles/select-packages.ts';
import { readTarball } from '../../ecosystems/node/read-tarball.ts';
import { specOf } from '../../ecosystems/node/select-node.ts';
import type { TarballContents } from '../../ecosystems/node/tarball-contents.ts';
import { needsIndex, withIndexFiles } from '../../ecosystems/python/with-index-files.ts';
import { createHttpClient } from '../../net/http/http-client.ts';
import { isRegistrySpec, withNpmTarballs } from '../../net/packages/npm-tarballs.ts';
import { pipIndexes } from '../../net/packages/pip-settings.ts';
import { listIndexFiles } from '../../net/packages/simple-index-client.ts';
import type { CommandIo } from '../io.ts';

/** A lock with what its registries say of the packages that it does not decide by itself. */
export interface Deepened {
  readonly lock: Lockfile;
  readonly contents?: ReadonlyMap<string, TarballContents>;
}

/** For `--online`: asks the index of the user's pip, or fetches tarballs through the user's npm. Nothing is installed or executed. */
export async function deepenLockfile(
  lock: Lockfile,
  targets: readonly LockTarget[],
  io: Pick<CommandIo, 'env' | 'progress'>,
): Promise<Deepened> {
  if (lock.ecosystem === 'python') return { lock: await deepenPython(lock, io) };
  if (lock.ecosystem === 'node') return { lock, contents: await openPackages(lock, targets, io) };
  return { lock };
}

/** The tarballs of all packages that stay open on one of the targets; a build stands for the package that opens it. */
async function openPackages(
  lock: Lockfile,
  targets: readonly LockTarget[],
  io: Pick<CommandIo, 'env' | 'progress'>,
): Promise<ReadonlyMap<string, TarballContents>> {
  const open = new Set(
    targets.flatMap((target) =>
      selectPackages(lock, target)
        .packages.filter(({ verdict, certainty }) => verdict === 'unknown' || certainty === 'possible')
        .map(specOf),
    ),
  );
  const wanted = lock.packages.filter((entry) => entry.source === 'registry' && open.has(specOf(entry)));
  const integrity = new Map(wanted.map((entry) => [specOf(entry), entry.integrity]));
  const specs = [...integrity.keys()].filter(isRegistrySpec);
  const contents = new Map<string, TarballContents>();
  let done = 0;
  await withNpmTarballs(specs, io.env, async ({ spec, integrity: found, stream }) => {
    io.progress.update(`reading packages: ${++done} of ${specs.length}`);
    const locked = integrity.get(spec);
    // Another file than the locked one proves nothing.
    if (locked?.startsWith('sha512-') === true && found !== null && found !== locked) return;
    try {
      contents.set(spec, await readTarball(stream()));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  });
  return contents;
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
