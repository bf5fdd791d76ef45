import { pulledBytes } from '../report/pulled-bytes.ts';
import type { Candidate, Change, Criterion, Standing } from '../report/recommendation.ts';
import type { Verdict } from '../report/report.ts';

export type Unranked = Omit<Candidate, 'rank' | 'behindBy'>;

/**
 * Best first by the criteria in their order; a candidate that no criterion tells from the one before shares its rank. Every criterion is a small whole number (bands
 * for sizes and counts), so that a difference that nobody would feel decides nothing.
 */
export function rank(candidates: readonly Unranked[], criteria: readonly Criterion[]): readonly Candidate[] {
  const keyed = candidates.map((candidate) => ({ candidate, keys: criteria.map((criterion) => keys[criterion](candidate)) }));
  // Among equals the one that is known best is shown first, then the one with the longest support, then the smaller one.
  const sorted = keyed.toSorted(
    (a, b) =>
      compare(a.keys, b.keys) ||
      doubts(a.candidate) - doubts(b.candidate) ||
      endOf(b.candidate) - endOf(a.candidate) ||
      sizeOf(a.candidate) - sizeOf(b.candidate),
  );
  const ranked: Candidate[] = [];
  for (const [at, { candidate, keys: own }] of sorted.entries()) {
    const before = sorted[at - 1];
    const apart = before === undefined ? -1 : own.findIndex((value, criterion) => value !== before.keys[criterion]);
    const last = ranked.at(-1);
    if (last !== undefined && apart === -1) ranked.push({ ...candidate, rank: last.rank, behindBy: last.behindBy });
    else ranked.push({ ...candidate, rank: at + 1, behindBy: criteria[apart] ?? null });
  }
  return ranked;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0);
  return 0;
}

function doubts({ changes, profile }: Unranked): number {
  return changes.filter(({ certainty }) => certainty === 'possible').length * 2 + (profile?.kind === 'derived' ? 1 : 0);
}

function endOf({ standing: { support } }: Unranked): number {
  return support?.ends == null ? 0 : Date.parse(support.ends);
}

function sizeOf({ standing }: Unranked): number {
  return pulledBytes(standing)?.bytes ?? Number.MAX_SAFE_INTEGER;
}

/** Lower is better. */
const keys: Readonly<Record<Criterion, (candidate: Unranked) => number>> = {
  // What runs only once it was changed stands behind what runs as it is rebuilt, then what runs with a runtime that nothing known brings; all of them before what does not run.
  verdict: ({ changed, rebuild, changes }) => verdictOrder[changed] * 4 + (changes.some(isOpen) ? 2 : 0) + (changed === rebuild ? 0 : 1),
  support: ({ standing }) => supportKey(standing),
  size: ({ standing }) => sizeBand(standing),
  surface: ({ standing }) => surfaceKey(standing),
  closeness: ({ standing, changes }) => closenessOrder[standing.closeness] * 100 + Math.min(99, changes.length),
};

/** Of a runtime whose version the software does not show nobody can name the image, on any base. */
function isOpen({ kind, what, how }: Change): boolean {
  return kind === 'take-runtime' && how === null && /\d/.test(what);
}

const verdictOrder: Readonly<Record<Verdict, number>> = { runs: 0, differs: 1, unknown: 2, breaks: 3 };
const closenessOrder: Readonly<Record<Standing['closeness'], number>> = {
  'same-release': 0,
  'same-distribution': 1,
  'same-libc': 2,
  other: 3,
};

/** More than a year of fixes, or a rolling base that its publisher stands for; less than a year or unknown; ending or a development release; none. */
function supportKey({ support, development }: Standing): number {
  if (support === null) return 1;
  if (support.state === 'out-of-support') return 3;
  if (support.state === 'ending' || development) return 2;
  if (support.state === 'unknown') return 1;
  if (support.ends === null) return 0;
  return (Date.parse(support.ends) - Date.parse(support.judgedOn)) / 86_400_000 >= 365 ? 0 : 1;
}

/** Upper ends of the bands in MB of a pull; what is not known stands in the middle, where it neither wins nor loses by it. */
const bands = [5, 15, 40, 80, 160, 320, 640];
const unknownBand = 3;

function sizeBand(standing: Standing): number {
  const bytes = pulledBytes(standing)?.bytes;
  if (bytes === undefined) return unknownBand;
  const found = bands.findIndex((band) => bytes < band * 1e6);
  return found === -1 ? bands.length : found;
}

/** Neither shell nor package manager, one of them, both; then whether anything runs with rights of its own. */
function surfaceKey({ surface: { shell, packageManager, privileged } }: Standing): number {
  const parts = [shell, packageManager].filter((each) => each !== false).length;
  return parts * 2 + (privileged === 0 ? 0 : 1);
}
