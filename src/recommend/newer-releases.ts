import { listBases } from '../bases/list-bases.ts';
import { compareVersions } from '../bases/releases.ts';
import type { Base } from '../distro/base.ts';
import type { Unknown } from '../report/report.ts';

/** Releases in support of the software's own distribution that are newer than any that was judged: nothing at hand can judge an image on them. */
export function newerReleases(base: Base | null, judged: readonly string[], today: string): readonly Unknown[] {
  if (base === null || base.distribution === null) return [];
  const family = `${base.distribution}:`;
  const releaseOf = (name: string): string => name.slice(family.length).replace(/-slim$/, '');
  const numbered = (name: string): boolean => name.startsWith(family) && /^\d/.test(releaseOf(name));
  const known = judged.filter(numbered).map(releaseOf);
  return listBases(today, false)
    .map(({ name }) => name)
    .filter((name) => numbered(name) && known.every((release) => compareVersions(releaseOf(name), release) > 0))
    .map((name) => ({ what: name, why: `no profile of it is at hand; \`basewise bases profile registry:${name}\` makes one` }));
}
