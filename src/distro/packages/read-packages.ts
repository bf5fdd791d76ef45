import type { Rootfs } from '../../tree/rootfs.ts';
import { readApkDatabases } from './apk-database.ts';
import { readChiselDatabases } from './chisel-database.ts';
import type { InstalledPackage, PackageDatabase } from './database.ts';
import { readDpkgDatabases } from './dpkg-database.ts';
import { readRpmDatabases } from './rpm-database.ts';

/** Everything that package managers installed in a tree. */
export interface Packages {
  readonly databases: readonly PackageDatabase[];
  /** All packages of all databases. */
  readonly packages: readonly InstalledPackage[];
  /**
   * The package that brought the file or link at `path`; null when none did. Directory links in the path make no difference: a package that lists
   * `/lib/x` owns `/usr/lib/x` where `/lib` is a link. A link in a system folder that no package lists belongs to the package of the file that it leads
   * to, when both come from the same layer: busybox's applets, alternatives, the links of Distroless. The first call reads the file lists.
   */
  readonly ownerOf: (path: string) => InstalledPackage | null;
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

export function readPackages(rootfs: Rootfs): Packages {
  const databases = [
    ...readApkDatabases(rootfs),
    ...readDpkgDatabases(rootfs),
    ...readChiselDatabases(rootfs),
    ...readRpmDatabases(rootfs),
  ];
  const realPath = parentResolver(rootfs);
  let owners: Map<string, InstalledPackage> | null = null;
  const ownerOf = (path: string): InstalledPackage | null => {
    owners ??= indexOwners(databases, realPath);
    return owners.get(realPath(path)) ?? ownerOfMadeLink(rootfs, path, owners);
  };
  return {
    databases,
    packages: databases.flatMap((database) => database.packages),
    ownerOf,
    unknown: databases.flatMap((database) => database.unknown),
  };
}

/** Links that triggers and maintainer scripts make are in no list, and md5sums have no links at all. One from a later layer is somebody's own. */
function ownerOfMadeLink(rootfs: Rootfs, path: string, owners: ReadonlyMap<string, InstalledPackage>): InstalledPackage | null {
  if (owners.size === 0 || !/^\/(?:(?:usr\/)?(?:s?bin|lib\w*|libexec)|etc|usr\/share)\//.test(path)) return null;
  const link = rootfs.tree.lookup(path, { follow: false });
  if (!link.ok || link.entry.type !== 'symlink') return null;
  const target = rootfs.tree.lookup(path);
  if (!target.ok || target.entry.layer !== link.entry.layer) return null;
  return owners.get(target.entry.path) ?? null;
}

function indexOwners(databases: readonly PackageDatabase[], realPath: (path: string) => string): Map<string, InstalledPackage> {
  const owners = new Map<string, InstalledPackage>();
  for (const database of databases) {
    for (const { path, owner } of database.files()) {
      const real = realPath(path);
      if (!owners.has(real)) owners.set(real, owner);
    }
  }
  return owners;
}

/** Resolves the links of all components but the last; a path whose directory is gone stays as it is. */
function parentResolver(rootfs: Rootfs): (path: string) => string {
  const parents = new Map<string, string>();
  return (path) => {
    const slash = path.lastIndexOf('/');
    const parent = slash <= 0 ? '/' : path.slice(0, slash);
    let real = parents.get(parent);
    if (real === undefined) {
      const found = rootfs.tree.lookup(parent);
      real = found.ok ? found.entry.path : parent;
      parents.set(parent, real);
    }
    return real === '/' ? path.slice(Math.max(0, slash)) : real + path.slice(slash);
  };
}
