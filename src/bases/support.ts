import type { Classification } from './classification.ts';
import type { Release } from './releases.ts';
import type { FamilyFacts } from './tables.ts';

/** How long a base gets fixes, judged on a day. */
export interface Support {
  readonly state: 'supported' | 'ending' | 'out-of-support' | 'rolling' | 'unknown';
  /** `YYYY-MM-DD`, null when it is rolling or not announced. */
  readonly ends: string | null;
  readonly judgedOn: string;
  /** LTS, ESM and the like, as the tables say it. */
  readonly extended: readonly string[];
  readonly note?: string;
}

/** Days before the end at which it is said. */
const ENDING_DAYS = 90;

export function judgeSupport(base: Classification, table: FamilyFacts | undefined, entry: Release | undefined, today: string): Support {
  const named = table?.releases.find(({ release }) => release === releaseName(base));
  const extended = named?.extendedSupport ?? [];
  const frozen = frozenImage(base);
  const ends = frozen ?? (isGoogleDistroless(base) ? (named?.supportEnds ?? null) : (entry?.supportEnds ?? null));
  const shared = { ends, judgedOn: today, extended, ...(frozen === undefined ? {} : { note: 'this image is no longer rebuilt' }) };
  if (ends !== null && ends < today) return { state: 'out-of-support', ...shared };
  if (ends !== null) return { state: daysBetween(today, ends) <= ENDING_DAYS ? 'ending' : 'supported', ...shared };
  if (base.release === 'rolling' || base.release === 'edge' || base.release === 'sid') return { state: 'rolling', ...shared };
  return {
    state: base.family === 'scratch' ? 'rolling' : named !== undefined && entry?.released !== null ? 'supported' : 'unknown',
    ...shared,
  };
}

function releaseName(base: Classification): string | null {
  return isGoogleDistroless(base) && base.release !== null ? `debian${base.release}` : base.release;
}

function isGoogleDistroless({ family, variants }: Classification): boolean {
  return family === 'debian' && variants.includes('distroless') && !variants.includes('hardened');
}

/** Distroless language images end before their Debian does (base-images.md: nodejs and java on debian12 in January 2026, python3 in April). */
function frozenImage({ reference }: Classification): string | undefined {
  const language = /distroless\/(nodejs|java|python)[\w.-]*-debian(\d+)/.exec(reference);
  const old = Number(language?.[2] ?? Infinity);
  if (old < 12) return '2024-06-30';
  return old > 12 ? undefined : language?.[1] === 'python' ? '2026-04-30' : '2026-01-31';
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
