import { FormatError } from '../../../formats/format-error.ts';
import type { Lockfile } from '../../../formats/text/lockfiles/lockfile.ts';
import { normalizeName } from '../../../formats/text/lockfiles/python/requirement.ts';
import type { IndexFile } from '../../../formats/text/lockfiles/python/simple-index.ts';
import type { LockTarget } from '../../../ecosystems/lockfiles/lock-target.ts';
import type { NativeContents } from '../../../ecosystems/lockfiles/native-contents.ts';
import { readZipNatives } from '../../../ecosystems/lockfiles/read-zip-natives.ts';
import { selectPackages } from '../../../ecosystems/lockfiles/select-packages.ts';
import { needsIndex, withIndexFiles } from '../../../ecosystems/python/with-index-files.ts';
import { createHttpClient } from '../../../net/http/http-client.ts';
import type { HttpClient } from '../../../net/http/http-client.ts';
import { withDownload } from '../../../net/packages/download.ts';
import { nativeCache } from '../../../net/packages/native-cache.ts';
import { pipIndexes } from '../../../net/packages/pip-settings.ts';
import { indexAuthorizations, listIndexFiles } from '../../../net/packages/simple-index-client.ts';
import { nativesFolder } from '../../cache/open-cache.ts';
import { inParallel } from './in-parallel.ts';
import type { Deepened, OnlineIo } from '../deepen-lockfile.ts';

/**
 * Files of packages that the lock names by digests or versions alone, from the indexes of the user's pip; then the wheels with native code that are selected on the
 * targets, of which the lock or the index gives the digest. No address is taken from the lock.
 */
export async function fetchPython(lock: Lockfile, targets: readonly LockTarget[], io: OnlineIo): Promise<Deepened> {
  const open = [...new Set(lock.packages.filter(needsIndex).map(({ name }) => normalizeName(name)))];
  const index = indexAsker(io);
  const lists = await index.lists(open);
  const deeper = withIndexFiles(lock, lists);
  const wheels = await fetchWheels(deeper, targets, index, io);
  return { lock: deeper, fetched: { wheels } };
}

/** Wheels beyond this are not fetched; those with CUDA inside are. */
const largestWheel = 1024 * 1024 * 1024;
const atOnce = 4;

async function fetchWheels(
  lock: Lockfile,
  targets: readonly LockTarget[],
  index: IndexAsker,
  { env, progress }: OnlineIo,
): Promise<ReadonlyMap<string, NativeContents>> {
  const wanted = wantedWheels(lock, targets);
  const cache = nativeCache(nativesFolder(env));
  const wheels = new Map<string, NativeContents>();
  const missing: Wheel[] = [];
  for (const wheel of wanted) {
    const kept = wheel.hash === undefined ? null : cache.get(wheel.hash);
    if (kept === null) missing.push(wheel);
    else wheels.set(wheel.file, kept);
  }
  if (missing.length === 0) return wheels;
  const lists = await index.lists([...new Set(missing.map(({ project }) => project))]);
  let done = 0;
  await inParallel(missing, atOnce, async ({ project, file, hash }) => {
    const listed = lists
      .get(project)
      ?.find(({ name, hash: own }) => name === file && (hash === undefined || own === undefined || own === hash));
    const contents = listed === undefined ? null : await index.natives(listed, hash);
    progress.update(`reading wheels: ${++done} of ${missing.length}`);
    if (contents === null) return;
    wheels.set(file, contents);
    const known = hash ?? listed?.hash;
    if (known !== undefined) cache.put(known, contents);
  });
  cache.close();
  return wheels;
}

interface Wheel {
  readonly project: string;
  readonly file: string;
  readonly hash?: string;
}

/** Wheels for particular platforms that some target selects. */
function wantedWheels(lock: Lockfile, targets: readonly LockTarget[]): readonly Wheel[] {
  const hashes = new Map(lock.packages.flatMap(({ files }) => (files ?? []).map(({ name, hash }) => [name, hash])));
  const wheels = new Map<string, Wheel>();
  for (const target of targets) {
    for (const { name, file } of selectPackages(lock, target).packages) {
      if (file === undefined || file.endsWith('-any.whl')) continue;
      const hash = hashes.get(file);
      wheels.set(file, { project: normalizeName(name), file, ...(hash?.startsWith('sha256:') === true ? { hash } : {}) });
    }
  }
  return [...wheels.values()];
}

export interface IndexAsker {
  /** The files of projects, by normalized name. */
  readonly lists: (names: readonly string[]) => Promise<ReadonlyMap<string, readonly IndexFile[]>>;
  readonly natives: (file: IndexFile, hash: string | undefined) => Promise<NativeContents | null>;
}

/** Asks each index once for each project. */
export function indexAsker({ env, progress }: OnlineIo): IndexAsker {
  const known = new Map<string, readonly IndexFile[]>();
  let settings: Promise<{ readonly indexes: readonly URL[]; readonly send: HttpClient }> | null = null;
  const connect = async (): Promise<{ readonly indexes: readonly URL[]; readonly send: HttpClient }> => ({
    indexes: await pipIndexes(env),
    send: createHttpClient({ environment: env }),
  });
  return {
    async lists(names) {
      const open = names.filter((name) => !known.has(name));
      if (open.length === 0) return known;
      const { indexes, send } = await (settings ??= connect());
      let done = 0;
      await inParallel(open, 8, async (name) => {
        const files = await listIndexFiles(send, indexes, name);
        if (files !== null) known.set(name, files);
        progress.update(`asking the index: ${++done} of ${open.length} packages`);
      });
      return known;
    },
    async natives(file, hash) {
      if (file.url === undefined) return null;
      const { indexes, send } = await (settings ??= connect());
      const wanted = {
        url: new URL(file.url),
        authorizations: indexAuthorizations(indexes),
        hash: hash ?? file.hash ?? null,
        most: largestWheel,
      };
      return withDownload(send, wanted, (read, size) => {
        try {
          return readZipNatives(read, size);
        } catch (error) {
          if (error instanceof FormatError) return null;
          throw error;
        }
      });
    },
  };
}
