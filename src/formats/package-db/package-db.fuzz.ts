import { zstdCompressSync } from 'node:zlib';
import type { FuzzTarget } from '../../../tools/fuzz-target.ts';
import { parseApkInstalled } from './apk-installed.ts';
import { parseChiselManifest } from './chisel-manifest.ts';
import { parseDpkgDiversions, parseDpkgList, parseDpkgMd5sums } from './dpkg-files.ts';
import { parseDpkgStatus } from './dpkg-status.ts';
import { APK, DPKG_STATUS, rpmFile } from './package-db.suite.ts';
import { parseRpmBerkeley, parseRpmNdb, parseRpmSqlite } from './rpm-database.ts';
import { parseRpmManifest } from './rpm-manifest.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const MANIFEST =
  '{"jsonwall":"1.0","schema":"1.0","count":3}\n{"kind":"package","name":"a","version":"1"}\n{"kind":"path","path":"/a","slices":["a_b"]}\n';

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: 'apk-installed', seeds: () => [text(APK)], run: (input) => void parseApkInstalled(input) },
  { name: 'dpkg-status', seeds: () => [text(DPKG_STATUS)], run: (input) => void parseDpkgStatus(input) },
  {
    name: 'dpkg-files',
    seeds: () => [text('/.\n/lib\n/lib/x\n'), text('d41d8cd98f00b204e9800998ecf8427e  usr/bin/a\n'), text('/a\n/b\n:\n')],
    run: (input) => void [parseDpkgList(input), parseDpkgMd5sums(input), parseDpkgDiversions(input)],
  },
  { name: 'chisel-manifest', seeds: () => [zstdCompressSync(MANIFEST)], run: (input) => void parseChiselManifest(input) },
  // Mutations of the compressed form rarely get past zstd, so the text is mutated too.
  { name: 'chisel-jsonwall', seeds: () => [text(MANIFEST)], run: (input) => void parseChiselManifest(zstdCompressSync(input)) },
  { name: 'rpm-sqlite', seeds: () => [rpmFile('sqlite')], run: (input) => void parseRpmSqlite(input) },
  { name: 'rpm-sqlite-wal', seeds: () => [rpmFile('wal')], run: (input) => void parseRpmSqlite(rpmFile('walBase'), input) },
  { name: 'rpm-ndb', seeds: () => [rpmFile('ndb')], run: (input) => void parseRpmNdb(input) },
  { name: 'rpm-berkeley', seeds: () => [rpmFile('berkeleyLittle'), rpmFile('berkeleyBig')], run: (input) => void parseRpmBerkeley(input) },
  {
    name: 'rpm-manifest',
    seeds: () => [text('a\t1-1\t0\t0\tv\t(none)\t1\tx86_64\t0\ta-1-1.src.rpm\n')],
    run: (input) => void parseRpmManifest(input),
  },
];
