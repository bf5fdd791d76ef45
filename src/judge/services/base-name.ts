import { findRelease } from '../../bases/releases.ts';
import type { Release } from '../../bases/releases.ts';
import type { BaseSummary } from '../../report/report.ts';

/** What services on one base have in common: `alpine 3.20` whatever its third number, `debian 12`; `scratch` where there is none, and where it is not known what it is that. */
export function baseName(base: BaseSummary | null, known = true): string {
  if (base === null) return known ? 'scratch' : 'an unknown base';
  const release = releaseOf(base)?.release ?? base.release;
  return release === null ? base.distribution : `${base.distribution} ${release}`;
}

/** When its support ends, judged on a day (`YYYY-MM-DD`); undefined where the catalogue does not know. */
export function supportOf(base: BaseSummary | null, today: string): { readonly ends: string; readonly ended: boolean } | undefined {
  const ends = base === null ? null : (releaseOf(base)?.supportEnds ?? null);
  return ends === null ? undefined : { ends, ended: ends < today };
}

/** Images say more of their release than the catalogue's names: 3.20.3 is of 3.20, 9.4 of 9. */
function releaseOf({ distribution, release }: BaseSummary): Release | undefined {
  const parts = release?.split('.') ?? [];
  for (let length = parts.length; length > 0; length--) {
    const found = findRelease(distribution, parts.slice(0, length).join('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}
