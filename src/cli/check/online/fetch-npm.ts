import { FormatError } from '../../../formats/format-error.ts';
import type { LockedPackage, Lockfile } from '../../../formats/text/lockfiles/lockfile.ts';
import type { LockTarget } from '../../../ecosystems/lockfiles/lock-target.ts';
import { selectPackages } from '../../../ecosystems/lockfiles/select-packages.ts';
import { packagePlatform } from '../../../ecosystems/node/package-platform.ts';
import { readTarball } from '../../../ecosystems/node/read-tarball.ts';
import { specOf } from '../../../ecosystems/node/select-node.ts';
import type { TarballContents } from '../../../ecosystems/node/tarball-contents.ts';
import { isRegistrySpec, withNpmTarballs } from '../../../net/packages/npm-tarballs.ts';
import type { OnlineIo } from '../deepen-lockfile.ts';

/** The tarballs of all packages that stay open on one of the targets, and of the builds that are opened there, with the builds that those ask for. */
export async function fetchNpm(
  lock: Lockfile,
  targets: readonly LockTarget[],
  { env, progress }: OnlineIo,
): Promise<ReadonlyMap<string, TarballContents>> {
  const wanted = wantedPackages(lock, targets);
  const integrity = new Map(wanted.map((entry) => [specOf(entry), entry.integrity]));
  const specs = [...integrity.keys()].filter(isRegistrySpec);
  const contents = new Map<string, TarballContents>();
  let done = 0;
  await withNpmTarballs(specs, env, async ({ spec, integrity: found, stream }) => {
    progress.update(`reading packages: ${++done} of ${specs.length}`);
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

function wantedPackages(lock: Lockfile, targets: readonly LockTarget[]): readonly LockedPackage[] {
  const selected = targets.flatMap((target) => selectPackages(lock, target).packages);
  const open = new Set(selected.filter(({ verdict, certainty }) => verdict === 'unknown' || certainty === 'possible').map(specOf));
  const builds = new Set(selected.flatMap(({ file }) => (file === undefined ? [] : [file])));
  const byId = new Map(lock.packages.map((entry) => [entry.id, entry]));
  const wanted = lock.packages.filter((entry) => open.has(specOf(entry)) || builds.has(entry.name));
  const beside = wanted
    .filter((entry) => builds.has(entry.name))
    .flatMap(({ edges }) => edges.flatMap(({ id }) => byId.get(id ?? '') ?? []))
    .filter((entry) => packagePlatform(entry.name, entry) !== null);
  return [...wanted, ...beside].filter(({ source }) => source === 'registry');
}
