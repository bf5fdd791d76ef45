import { FormatError } from '../format-error.ts';
import { readBerkeleyHash } from './berkeley-hash.ts';
import { readNdbBlobs } from './ndb-packages.ts';
import { parseRpmPackage } from './rpm-package.ts';
import type { RpmPackage } from './rpm-package.ts';
import { readSqliteTable } from './sqlite-table.ts';

export interface RpmDatabase {
  readonly packages: readonly RpmPackage[];
  /** The first headers that could not be read; the others are not lost with them. */
  readonly broken: readonly FormatError[];
}

/**
 * `rpmdb.sqlite` (RHEL 9 and later, Fedora, Amazon Linux 2023); `wal` is `rpmdb.sqlite-wal` where it exists.
 * @throws FormatError of `readSqliteTable`.
 */
export function parseRpmSqlite(bytes: Uint8Array, wal?: Uint8Array): RpmDatabase {
  const blobs = readSqliteTable(bytes, 'Packages', wal).flatMap(({ columns }) => (columns[1] instanceof Uint8Array ? [columns[1]] : []));
  return parseBlobs(blobs);
}

/**
 * `Packages.db` (openSUSE).
 * @throws FormatError of `readNdbBlobs`.
 */
export function parseRpmNdb(bytes: Uint8Array): RpmDatabase {
  return parseBlobs(readNdbBlobs(bytes));
}

/**
 * `Packages` (RHEL up to 8, Amazon Linux 2, Photon up to 4). Keys are package numbers; number 0 holds the highest one and no header.
 * @throws FormatError of `readBerkeleyHash`.
 */
export function parseRpmBerkeley(bytes: Uint8Array): RpmDatabase {
  const pairs = readBerkeleyHash(bytes).filter(({ key, value }) => key.length === 4 && value.length > 8 && key.some((byte) => byte !== 0));
  return parseBlobs(pairs.map((pair) => pair.value));
}

/** A full RHEL has 3,000 packages with 300,000 files: 1.5 million values. */
const MAX_VALUES = 4_000_000;
const MAX_BROKEN = 20;

function parseBlobs(blobs: readonly Uint8Array[]): RpmDatabase {
  const packages: RpmPackage[] = [];
  const broken: FormatError[] = [];
  const budget = { left: MAX_VALUES };
  for (const blob of blobs) {
    try {
      packages.push(parseRpmPackage(blob, budget));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      if (broken.length < MAX_BROKEN) broken.push(error);
    }
  }
  return { packages, broken };
}
