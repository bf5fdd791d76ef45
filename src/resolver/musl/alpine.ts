import type { MuslSwitches } from './switches.ts';

/** One Alpine release: the musl package of its newest root file system that was read. */
export interface AlpineRelease {
  /** As in `alpine-3.17`. */
  readonly release: string;
  readonly version: string;
  readonly revision: number;
  /** Whether its own loader was run. */
  readonly observed: boolean;
}

/** `reference/dns-resolvers.md` section 4. */
export const alpineReleases: readonly AlpineRelease[] = [
  { release: '3.3', version: '1.1.12', revision: 8, observed: true },
  { release: '3.4', version: '1.1.14', revision: 16, observed: true },
  { release: '3.5', version: '1.1.15', revision: 8, observed: true },
  { release: '3.6', version: '1.1.16', revision: 15, observed: true },
  { release: '3.7', version: '1.1.18', revision: 3, observed: true },
  { release: '3.8', version: '1.1.19', revision: 11, observed: true },
  { release: '3.9', version: '1.1.20', revision: 5, observed: true },
  { release: '3.10', version: '1.1.22', revision: 4, observed: true },
  { release: '3.11', version: '1.1.24', revision: 3, observed: true },
  { release: '3.12', version: '1.1.24', revision: 10, observed: true },
  { release: '3.13', version: '1.2.2', revision: 1, observed: true },
  { release: '3.14', version: '1.2.2', revision: 4, observed: true },
  { release: '3.15', version: '1.2.2', revision: 9, observed: true },
  { release: '3.16', version: '1.2.3', revision: 3, observed: true },
  { release: '3.17', version: '1.2.3', revision: 5, observed: true },
  { release: '3.18', version: '1.2.4', revision: 2, observed: true },
  { release: '3.19', version: '1.2.4_git20230717', revision: 4, observed: true },
  { release: '3.20', version: '1.2.5', revision: 0, observed: true },
  { release: '3.21', version: '1.2.5', revision: 9, observed: false },
  { release: '3.22', version: '1.2.5', revision: 10, observed: false },
  { release: '3.23', version: '1.2.5', revision: 21, observed: false },
  { release: '3.24', version: '1.2.6', revision: 2, observed: false },
  { release: 'edge', version: '1.2.5', revision: 3, observed: true },
];

/** Fixes that Alpine carried before upstream released them, from the package revision on that has them (aports, `main/musl/APKBUILD`). */
const backports: readonly { readonly version: string; readonly revision: number; readonly changes: Partial<MuslSwitches> }[] = [
  { version: '1.1.12', revision: 8, changes: { hostsOtherFamily: 'refused' } },
  { version: '1.1.14', revision: 1, changes: { hostsOtherFamily: 'refused' } },
  { version: '1.1.14', revision: 10, changes: { unbuildable: 'fails' } },
  { version: '1.1.14', revision: 16, changes: { addressCap: 'stops' } },
  { version: '1.1.15', revision: 8, changes: { addressCap: 'stops' } },
  { version: '1.1.16', revision: 15, changes: { attemptsUnread: false, addressCap: 'stops' } },
  { version: '1.1.20', revision: 2, changes: { addrconfig: 'loopback' } },
  // a6e14d18 carries a4ecaf89 and 83b858f8, d82f2054 carries 8c086e76.
  { version: '1.2.4', revision: 1, changes: { replyBuffer: 4800, refusesFarPointers: false } },
  { version: '1.2.4', revision: 2, changes: { mostRecords: Infinity } },
  // A snapshot of 2023-07-17 with 8c086e76 on top (ca7f2ab5).
  { version: '1.2.4_git20230717', revision: 0, changes: { replyBuffer: 4800, refusesFarPointers: false } },
  { version: '1.2.4_git20230717', revision: 4, changes: { mostRecords: Infinity } },
];

/** What an Alpine package of a musl version changes over the upstream release. */
export function backportsOf(version: string, revision: number): Partial<MuslSwitches> {
  const changes = backports.filter((entry) => entry.version === version && entry.revision <= revision).map((entry) => entry.changes);
  return Object.assign({}, ...changes);
}
