import { parseApkInstalled } from '../../formats/package-db/apk-installed.ts';
import type { ApkPackage } from '../../formats/package-db/apk-installed.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { LIMITS } from '../limits.ts';
import type { InstalledPackage, OwnedPath, PackageDatabase } from './database.ts';
import { parseKept } from './parse-kept.ts';

/** apk-tools 3 can keep its database below /usr (`apk --root` with a merged /usr); a tree that has both spellings as one file has one database. */
const PLACES = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'];

export function readApkDatabases(rootfs: Rootfs): PackageDatabase[] {
  const seen = new Set<string>();
  return PLACES.flatMap((path) => {
    const kept = parseKept(rootfs, path, LIMITS.apkInstalled, parseApkInstalled);
    if (kept === null || seen.has(kept.entry.identity)) return [];
    seen.add(kept.entry.identity);
    return [openDatabase(path, kept.value, kept.unknown)];
  });
}

function openDatabase(path: string, records: readonly ApkPackage[] | null, unknown: PackageDatabase['unknown']): PackageDatabase {
  const pairs = (records ?? []).map((record) => ({ record, installed: installed(record) }));
  function* files(): Iterable<OwnedPath> {
    for (const { record, installed } of pairs) {
      for (const file of record.files) yield { path: file, owner: installed };
    }
  }
  return { kind: 'apk', path, packages: pairs.map((pair) => pair.installed), files, unknown };
}

function installed(record: ApkPackage): InstalledPackage {
  return {
    name: record.name,
    version: record.version,
    ...(record.architecture === undefined ? {} : { architecture: record.architecture }),
    ...(record.origin === undefined ? {} : { source: record.origin }),
    provides: record.provides,
    depends: record.depends,
    database: 'apk',
  };
}
