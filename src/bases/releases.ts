import { familyTable, olderReleases } from './tables.ts';
import type { BaseLibc } from './classification.ts';

/** One release of a distribution, whatever table it comes from. */
export interface Release {
  readonly release: string;
  readonly codename: string | null;
  readonly libcVersion: string | null;
  readonly libcPackage: string | null;
  readonly released: string | null;
  readonly supportEnds: string | null;
  readonly notes: string | null;
}

/** All known releases of a family, newest first. */
export function releasesOf(family: string): readonly Release[] {
  const place = places[family];
  if (place === undefined) return [];
  const [table, prefix] = place;
  const recent = familyTable.find(({ id }) => id === table)?.releases ?? [];
  const old = olderReleases.filter((entry) => entry.family === table).map((entry) => ({ ...entry, libcPackage: null }));
  return [...recent, ...old]
    .filter(({ release }) => prefix === '' || release.startsWith(prefix))
    .map((entry) => ({ ...entry, release: entry.release.slice(prefix.length) }))
    .sort((a, b) => compareVersions(b.release, a.release));
}

export function findRelease(family: string, release: string): Release | undefined {
  return releasesOf(family).find((entry) => entry.release === release);
}

export function releaseByCodename(family: string, codename: string): Release | undefined {
  return releasesOf(family).find((entry) => entry.codename === codename);
}

/** The newest release that was out on `date` (`YYYY-MM-DD`, default: the newest of all). */
export function newestRelease(
  family: string,
  date: string | undefined,
  accepts: (release: Release) => boolean = () => true,
): Release | undefined {
  return releasesOf(family).find((entry) => entry.released !== null && (date === undefined || entry.released <= date) && accepts(entry));
}

/** The libc of a release; version null where the release is not in the tables. */
export function libcOf(family: string, release: string | null): BaseLibc | null {
  const libc = families[family];
  if (libc === undefined) return null;
  return { family: libc, version: (release === null ? undefined : findRelease(family, release)?.libcVersion) ?? null };
}

/** Numbers by value, part by part; a shorter version comes first. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(/[.u]/);
  const right = b.split(/[.u]/);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = Number(left[index] ?? -1) - Number(right[index] ?? -1);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

/** Where each family's releases stand: the id in data/bases.json and what its releases are prefixed with there. */
const places: Readonly<Record<string, readonly [string, string]>> = {
  alpine: ['alpine', ''],
  debian: ['debian', ''],
  ubuntu: ['ubuntu', ''],
  wolfi: ['wolfi', ''],
  rhel: ['ubi', ''],
  amzn: ['amazonlinux', ''],
  azurelinux: ['azurelinux', ''],
  mariner: ['azurelinux', ''],
  photon: ['photon', ''],
  fedora: ['rhel-like', 'fedora-'],
  'opensuse-leap': ['rhel-like', 'leap-'],
  centos: ['rhel-like', 'el'],
  rocky: ['rhel-like', 'el'],
  almalinux: ['rhel-like', 'el'],
  ol: ['rhel-like', 'el'],
};

const families: Readonly<Record<string, BaseLibc['family']>> = {
  alpine: 'musl',
  debian: 'glibc',
  ubuntu: 'glibc',
  wolfi: 'glibc',
  chainguard: 'glibc',
  rhel: 'glibc',
  amzn: 'glibc',
  azurelinux: 'glibc',
  mariner: 'glibc',
  photon: 'glibc',
  fedora: 'glibc',
  'opensuse-leap': 'glibc',
  'opensuse-tumbleweed': 'glibc',
  sles: 'glibc',
  centos: 'glibc',
  rocky: 'glibc',
  almalinux: 'glibc',
  ol: 'glibc',
  arch: 'glibc',
  kali: 'glibc',
  raspbian: 'glibc',
  nixos: 'glibc',
  scratch: 'none',
};
