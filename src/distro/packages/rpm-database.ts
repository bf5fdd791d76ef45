import { parseRpmBerkeley, parseRpmNdb, parseRpmSqlite } from '../../formats/package-db/rpm-database.ts';
import type { RpmDatabase } from '../../formats/package-db/rpm-database.ts';
import { parseRpmManifest } from '../../formats/package-db/rpm-manifest.ts';
import type { RpmPackage } from '../../formats/package-db/rpm-package.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { LIMITS } from '../limits.ts';
import { readFile } from '../read-file.ts';
import type { InstalledPackage, OwnedPath, PackageDatabase } from './database.ts';
import { parseKept } from './parse-kept.ts';

/** The default, the place of Fedora 36, SUSE and Photon 5, and that of ostree systems. One can be a link to another. */
const DIRECTORIES = ['/var/lib/rpm', '/usr/lib/sysimage/rpm', '/usr/share/rpm'];
const MANIFEST = '/var/lib/rpmmanifest/container-manifest-2';

export function readRpmDatabases(rootfs: Rootfs): PackageDatabase[] {
  const seen = new Set<string>();
  const backends: readonly (readonly [string, (bytes: Uint8Array, directory: string) => RpmDatabase])[] = [
    ['rpmdb.sqlite', (bytes, directory) => parseRpmSqlite(bytes, writeAheadLog(rootfs, directory))],
    ['Packages.db', parseRpmNdb],
    ['Packages', parseRpmBerkeley],
  ];
  const databases = DIRECTORIES.flatMap((directory) =>
    backends.flatMap(([name, parse]) => {
      const path = `${directory}/${name}`;
      const kept = parseKept(rootfs, path, LIMITS.rpmDatabase, (bytes) => parse(bytes, directory));
      if (kept === null || kept.entry.size === 0 || seen.has(kept.entry.identity)) return [];
      seen.add(kept.entry.identity);
      return [openDatabase(path, kept.value, kept.unknown)];
    }),
  );
  return [...databases, ...readManifest(rootfs)];
}

/** rpm leaves the log behind when the last connection did not close, as happens when a build step is killed. */
function writeAheadLog(rootfs: Rootfs, directory: string): Uint8Array | undefined {
  const file = readFile(rootfs, `${directory}/rpmdb.sqlite-wal`, LIMITS.rpmDatabase);
  return file.kind === 'bytes' && file.bytes.length > 0 ? file.bytes : undefined;
}

function openDatabase(path: string, database: RpmDatabase | null, unknown: PackageDatabase['unknown']): PackageDatabase {
  const pairs = (database?.packages ?? [])
    // Keys are stored as packages of this name and have no files.
    .filter((record) => record.name !== 'gpg-pubkey')
    .map((record) => ({ record, installed: installed(record) }));
  const broken = (database?.broken ?? []).map((error) => ({
    what: path,
    why: `a header could not be read: ${error.code}: ${error.message}`,
  }));
  function* files(): Iterable<OwnedPath> {
    for (const { record, installed } of pairs) {
      for (const file of record.files) yield { path: file, owner: installed };
    }
  }
  return { kind: 'rpm', path, packages: pairs.map((pair) => pair.installed), files, unknown: [...unknown, ...broken] };
}

function installed(record: RpmPackage): InstalledPackage {
  const version = `${record.version}-${record.release}`;
  return {
    name: record.name,
    version: record.epoch === null ? version : `${record.epoch}:${version}`,
    ...(record.architecture === null ? {} : { architecture: record.architecture }),
    ...source(record.sourceRpm ?? undefined),
    provides: record.provides,
    depends: record.requires,
    database: 'rpm',
  };
}

/** `glibc-2.34-100.el9.src.rpm`: name, version and release, the last two without a dash. */
function source(file: string | undefined): { source?: string; sourceVersion?: string } {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(file ?? '');
  return match?.[1] === undefined || match[2] === undefined ? {} : { source: match[1], sourceVersion: match[2] };
}

function readManifest(rootfs: Rootfs): PackageDatabase[] {
  const kept = parseKept(rootfs, MANIFEST, LIMITS.rpmManifest, parseRpmManifest);
  if (kept === null) return [];
  const packages = (kept.value ?? []).map(({ name, version, architecture, sourceRpm }): InstalledPackage => {
    const place = architecture === undefined ? {} : { architecture };
    return { name, version, ...place, ...source(sourceRpm), provides: [], depends: [], database: 'rpm' };
  });
  return [{ kind: 'rpm', path: MANIFEST, packages, files: () => [], unknown: kept.unknown }];
}
