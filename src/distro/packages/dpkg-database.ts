import { parseDpkgDiversions, parseDpkgList, parseDpkgMd5sums } from '../../formats/package-db/dpkg-files.ts';
import { parseDpkgStatus } from '../../formats/package-db/dpkg-status.ts';
import type { DpkgPackage } from '../../formats/package-db/dpkg-status.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { LIMITS } from '../limits.ts';
import type { InstalledPackage, OwnedPath, PackageDatabase } from './database.ts';
import { parseKept } from './parse-kept.ts';

const ROOT = '/var/lib/dpkg';

/** `status` with `info/*.list`, and the `status.d` of Distroless, whose only file lists are md5sums (regular files without conffiles). */
export function readDpkgDatabases(rootfs: Rootfs): PackageDatabase[] {
  return [...readStatus(rootfs), ...readStatusDirectory(rootfs)];
}

function readStatus(rootfs: Rootfs): PackageDatabase[] {
  const path = `${ROOT}/status`;
  const kept = parseKept(rootfs, path, LIMITS.dpkgStatus, parseDpkgStatus);
  if (kept === null) return [];
  const pairs = (kept.value ?? []).map((record) => ({ record, installed: installed(record) }));
  const files = (): Iterable<OwnedPath> => listedFiles(rootfs, pairs);
  return [{ kind: 'dpkg', path, packages: pairs.map((pair) => pair.installed), files, unknown: kept.unknown }];
}

interface Pair {
  readonly record: DpkgPackage;
  readonly installed: InstalledPackage;
}

function* listedFiles(rootfs: Rootfs, pairs: readonly Pair[]): Iterable<OwnedPath> {
  const diversions = parseKept(rootfs, `${ROOT}/diversions`, LIMITS.dpkgList, parseDpkgDiversions)?.value ?? [];
  const diverted = new Map(diversions.map((each) => [each.from, each]));
  const names = new Set(rootfs.tree.list(`${ROOT}/info`));
  for (const { record, installed } of pairs) {
    // Multi-Arch: same packages carry the architecture in the name (dpkg's infodb format 1).
    const name = [`${record.name}:${record.architecture ?? ''}.list`, `${record.name}.list`].find((each) => names.has(each));
    const paths = name === undefined ? [] : (parseKept(rootfs, `${ROOT}/info/${name}`, LIMITS.dpkgList, parseDpkgList)?.value ?? []);
    for (const path of withoutParents(paths)) {
      const diversion = diverted.get(path);
      const moved = diversion !== undefined && diversion.by !== record.name;
      yield { path: moved ? diversion.to : path, owner: installed };
    }
  }
}

/** A list names every directory before what is in it; directories belong to many packages and own nothing. */
function withoutParents(paths: readonly string[]): string[] {
  return paths.filter((path, index) => !(paths[index + 1] ?? '').startsWith(`${path}/`));
}

function readStatusDirectory(rootfs: Rootfs): PackageDatabase[] {
  const path = `${ROOT}/status.d`;
  const names = rootfs.tree.list(path);
  const unknown: { what: string; why: string }[] = [];
  const packages: { readonly file: string; readonly installed: InstalledPackage }[] = [];
  for (const name of names) {
    if (name.endsWith('.md5sums')) continue;
    const kept = parseKept(rootfs, `${path}/${name}`, LIMITS.dpkgStatus, parseDpkgStatus);
    unknown.push(...(kept?.unknown ?? []));
    for (const record of kept?.value ?? []) packages.push({ file: `${path}/${name}.md5sums`, installed: installed(record) });
  }
  if (packages.length === 0 && unknown.length === 0) return [];
  function* files(): Iterable<OwnedPath> {
    for (const { file, installed } of packages) {
      for (const owned of parseKept(rootfs, file, LIMITS.dpkgList, parseDpkgMd5sums)?.value ?? []) yield { path: owned, owner: installed };
    }
  }
  return [{ kind: 'dpkg', path, packages: packages.map((each) => each.installed), files, unknown }];
}

function installed(record: DpkgPackage): InstalledPackage {
  return {
    name: record.name,
    version: record.version,
    ...(record.architecture === undefined ? {} : { architecture: record.architecture }),
    ...(record.source === undefined ? {} : { source: record.source }),
    ...(record.sourceVersion === undefined ? {} : { sourceVersion: record.sourceVersion }),
    provides: record.provides,
    depends: record.depends,
    database: 'dpkg',
  };
}
