/** A musl version taken apart: `1.2.4_git20230717` is release 1.2.4 and a snapshot of 2023-07-17, `1.2.5-git-12-gabcdef` a snapshot without a date. */
export interface MuslVersion {
  readonly release: readonly [number, number, number];
  /** Taken from upstream's repository after `release`: date as a number `20230717`, null where only the commit is named. */
  readonly snapshot?: { readonly date: number | null };
}

/** Null when the text is no musl version (loader.md, section 3: `1.2.3`, with `_git…` or `-git-…` behind it). */
export function parseMuslVersion(text: string): MuslVersion | null {
  const match = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:[_-]git[-]?(\d{8})?[\w-]*)?$/.exec(text);
  if (match === null) return null;
  const release: readonly [number, number, number] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (!text.includes('git')) return { release };
  return { release, snapshot: { date: match[4] === undefined ? null : Number(match[4]) } };
}

/** Below 0 when `a` is the older release; snapshots compare equal to the release they follow. */
export function compareMuslRelease(a: readonly number[], b: readonly number[]): number {
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
