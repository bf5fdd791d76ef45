import type { LibcMarks } from '../../tree/libc-marks.ts';
import { compareMuslRelease, parseMuslVersion } from './musl-version.ts';
import type { MuslVersion } from './musl-version.ts';

/** What identifies a musl. Everything but the version narrows the answer; the file's own marks and symbols beat every table. */
export interface MuslIdentity {
  /** As the loader file says it: `1.2.4_git20230717`. */
  readonly version: string;
  /** Version and revision of the package that owns the loader: `1.2.5-r0`. */
  readonly packageVersion?: string | undefined;
  /** os-release ID of the tree the loader lies in. */
  readonly distribution?: string | null | undefined;
  readonly marks?: LibcMarks['musl'] | undefined;
  /** Names that the loader's dynamic symbol table defines. */
  readonly symbols?: { has(name: string): boolean } | undefined;
}

/**
 * What this musl does, as far as it depends on version and distribution (loader.md, sections 3 and 4; base-images.md, section 2).
 * `null` is undecided: a snapshot or a package revision between the last one known without and the first one known with it.
 */
export interface MuslCapabilities {
  /** DT_RELR is applied; without it a file with DT_RELR loads and crashes later, without a message. */
  readonly relr: boolean | null;
  /** `dlopen(RTLD_LAZY)` postpones missing functions instead of failing. */
  readonly lazyDlopen: boolean | null;
  /** A mapped object that defines `__libc_start_main` and `stdin` is dropped in favour of the loader itself. */
  readonly twoLibcGuard: boolean | null;
  /** Initial-exec TLS in a dlopened object is an error; before that it silently reads the wrong memory. */
  readonly initialExecCheck: boolean | null;
  /** A PT_LOAD of memory size zero is accepted; before that `Invalid argument`. */
  readonly emptySegments: boolean | null;
  /** `open64` and its kind are real symbols. */
  readonly lfs64Symbols: boolean | null;
  /** A failed lookup of a listed name + `64` during relocation is retried without the suffix. */
  readonly lfs64Remap: boolean | null;
  /** Longest name (with its `64`) that the remap can match; null is no limit. 16 loses `posix_fallocate64`. */
  readonly lfs64RemapLimit: number | null;
  readonly qsortR: boolean | null;
  readonly statx: boolean | null;
  /** `search` and `domain` of resolv.conf are used. */
  readonly dnsSearch: boolean | null;
  /** A truncated answer is asked for again over TCP. */
  readonly dnsTcp: boolean | null;
  /** Bytes of stack that a thread gets unless the program says otherwise: 80 KiB, since 1.1.21 128 KiB. */
  readonly defaultThreadStack: number | null;
  /** `time_t` has 64 bits on 32-bit machines too. */
  readonly time64: boolean | null;
  /** The allocator is mallocng. */
  readonly mallocng: boolean | null;
}

/** A pure table: answers for any version text; a text that is no musl version leaves everything undecided that the file itself does not show. */
export function muslCapabilities(identity: MuslIdentity): MuslCapabilities {
  const version = parseMuslVersion(identity.version);
  const revision = alpineRevision(identity);
  const has = (rule: Rule): boolean | null => (version === null ? null : decide(version, revision, rule));
  const remap = identity.marks?.lfs64Remap ?? invert(keepsLfs64Symbols(has, revision, version));
  const bigStack = has(RULES.bigStack);
  return {
    relr: has(RULES.relr),
    lazyDlopen: has(RULES.lazyDlopen),
    twoLibcGuard: has(RULES.twoLibcGuard),
    initialExecCheck: has(RULES.initialExecCheck),
    emptySegments: has(RULES.emptySegments),
    lfs64Symbols: identity.symbols?.has('open64') ?? keepsLfs64Symbols(has, revision, version),
    lfs64Remap: remap,
    lfs64RemapLimit: has(RULES.longLfs64Names) === true ? null : 16,
    qsortR: identity.symbols?.has('qsort_r') ?? has(RULES.qsortR),
    statx: identity.symbols?.has('statx') ?? has(RULES.statx),
    dnsSearch: has(RULES.dnsSearch),
    dnsTcp: has(RULES.dnsTcp),
    defaultThreadStack: bigStack === null ? null : bigStack ? 131_072 : 81_920,
    time64: has(RULES.time64),
    mallocng: has(RULES.mallocng),
  };
}

interface Rule {
  /** First upstream release that has it. */
  readonly release: readonly [number, number, number];
  /** Snapshots after the release before this one: has it from this date on. */
  readonly snapshotFrom?: number;
  /** Alpine's package took it earlier: known absent up to `last`, known present from `first`. */
  readonly alpine?: { readonly last: readonly [string, number]; readonly first: readonly [string, number] };
}

/**
 * Upstream: WHATSNEW of musl. Alpine: the loaders of 24 releases, measured (loader.md, section 3), and the patch lists of aports main/musl at
 * 1.1.16-r3 (neither guard nor lazy binding) and 1.2.2-r7 (`qsort_r.patch`, no RELR). posix_fallocate64 measured lost in 1.2.5-r0 and 1.2.5-r23, found in 1.2.6.
 */
const RULES = {
  relr: { release: [1, 2, 4], alpine: { last: ['1.2.2', 7], first: ['1.2.2', 9] } },
  lazyDlopen: { release: [1, 1, 17], alpine: { last: ['1.1.16', 3], first: ['1.1.16', 15] } },
  twoLibcGuard: { release: [1, 1, 17], alpine: { last: ['1.1.16', 3], first: ['1.1.16', 15] } },
  initialExecCheck: { release: [1, 1, 20] },
  emptySegments: { release: [1, 2, 3] },
  lfs64Remap: { release: [1, 2, 4] },
  longLfs64Names: { release: [1, 2, 6], snapshotFrom: 20_240_701 },
  qsortR: { release: [1, 2, 3], alpine: { last: ['1.2.2', 4], first: ['1.2.2', 7] } },
  statx: { release: [1, 2, 5] },
  dnsSearch: { release: [1, 1, 13] },
  dnsTcp: { release: [1, 2, 4] },
  bigStack: { release: [1, 1, 21] },
  time64: { release: [1, 2, 0] },
  mallocng: { release: [1, 2, 1] },
} as const satisfies Record<string, Rule>;

function decide(version: MuslVersion, revision: Revision, rule: Rule): boolean | null {
  if (compareMuslRelease(version.release, rule.release) >= 0) return true;
  const backport = rule.alpine === undefined ? false : decideBackport(version, revision, rule.alpine);
  if (backport !== false) return backport;
  return version.snapshot === undefined ? false : decideSnapshot(version.snapshot.date, rule);
}

function decideBackport(version: MuslVersion, revision: Revision, alpine: NonNullable<Rule['alpine']>): boolean | null {
  if (revision === 'elsewhere') return false;
  const step = compareMuslRelease(version.release, alpine.first[0].split('.').map(Number));
  if (step !== 0) return step > 0 ? (revision === 'unnamed' ? null : true) : false;
  if (revision === 'unnamed') return null;
  if (revision >= alpine.first[1]) return true;
  return revision <= alpine.last[1] ? false : null;
}

/** A snapshot lies somewhere between two releases: only a date can place it. */
function decideSnapshot(date: number | null, rule: Rule): boolean | null {
  if (rule.snapshotFrom !== undefined && date !== null && date >= rule.snapshotFrom) return true;
  return null;
}

/** `elsewhere`: not Alpine's build. `unnamed`: an Alpine tree whose database does not say, so a backport can be neither assumed nor excluded. */
type Revision = number | 'elsewhere' | 'unnamed';

function alpineRevision(identity: MuslIdentity): Revision {
  if (identity.distribution !== 'alpine' && identity.distribution !== 'postmarketos') return 'elsewhere';
  const match = /^(.+)-r(\d{1,6})$/.exec(identity.packageVersion ?? '');
  // The file wins over the database: another version there means that the loader is not that package's.
  if (match === null || match[1] !== identity.version) return match === null ? 'unnamed' : 'elsewhere';
  return Number(match[2]);
}

/** Alpine 3.18 kept the symbols by a patch on the released 1.2.4 and dropped the remap; its snapshots and everything later did not. */
function keepsLfs64Symbols(has: (rule: Rule) => boolean | null, revision: Revision, version: MuslVersion | null): boolean | null {
  if (version !== null && version.snapshot === undefined && compareMuslRelease(version.release, [1, 2, 4]) === 0) {
    if (revision === 'unnamed') return null;
    if (revision !== 'elsewhere') return true;
  }
  return invert(has(RULES.lfs64Remap));
}

function invert(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}
