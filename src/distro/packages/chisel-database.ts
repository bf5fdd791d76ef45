import { parseChiselManifest } from '../../formats/package-db/chisel-manifest.ts';
import type { ChiselManifest } from '../../formats/package-db/chisel-manifest.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { LIMITS } from '../limits.ts';
import type { InstalledPackage, OwnedPath, PackageDatabase } from './database.ts';
import { parseKept } from './parse-kept.ts';

const PATH = '/var/lib/chisel/manifest.wall';

/** A chiselled Ubuntu has no dpkg database but the manifest of its slices. */
export function readChiselDatabases(rootfs: Rootfs): PackageDatabase[] {
  const kept = parseKept(rootfs, PATH, LIMITS.chiselManifest, parseChiselManifest);
  if (kept === null) return [];
  const byName = new Map<string, InstalledPackage>();
  for (const { name, version, architecture } of kept.value?.packages ?? []) {
    byName.set(name, {
      name,
      version,
      ...(architecture === undefined ? {} : { architecture }),
      provides: [],
      depends: [],
      database: 'chisel',
    });
  }
  const files = (): Iterable<OwnedPath> => slicedFiles(kept.value, byName);
  return [{ kind: 'chisel', path: PATH, packages: [...byName.values()], files, unknown: kept.unknown }];
}

/** A slice is named PACKAGE_SLICE, and Debian package names have no underscore. */
function* slicedFiles(manifest: ChiselManifest | null, byName: ReadonlyMap<string, InstalledPackage>): Iterable<OwnedPath> {
  for (const { path, slices } of manifest?.paths ?? []) {
    if (path.endsWith('/')) continue;
    for (const slice of slices) {
      const owner = byName.get(slice.split('_')[0] ?? '');
      if (owner !== undefined) yield { path, owner };
    }
  }
}
