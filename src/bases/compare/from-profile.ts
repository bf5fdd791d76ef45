import type { BaseFacts } from '../describe-base.ts';
import type { ComparedBase } from './compared-base.ts';
import { fromCatalogue } from './from-catalogue.ts';
import { fromRoot } from './from-root.ts';
import type { RootToCompare } from './from-root.ts';

/**
 * How much of a base a profile shows. `root`: made from the published root or one that equals it. `packages`: put together from its packages. `subset`: from a root of which
 * some files are missing. `libraries`: derived, C library and usual sonames alone.
 */
export type ProfileExtent = 'root' | 'packages' | 'subset' | 'libraries';

/** By what the profile says of its source (data/profiles/index.json). */
export function extentOf(profile: { readonly kind: string; readonly source: string }): ProfileExtent {
  if (profile.kind !== 'measured' && profile.kind !== 'own') return 'libraries';
  if (/^Debian \w+: /.test(profile.source)) return 'packages';
  return /\bsubset\b/.test(profile.source) ? 'subset' : 'root';
}

export interface ProfileToCompare extends Omit<RootToCompare, 'profile' | 'catalogue'> {
  readonly profile: { readonly kind: string; readonly source: string; readonly date: string };
  readonly catalogue: BaseFacts | undefined;
}

/**
 * A base by its profile, and what the profile does not show by the catalogue: that it does not show something is never "none". A profile that stands for another
 * release or another C library than the name means gives nothing.
 */
export function fromProfile(parts: ProfileToCompare): ComparedBase {
  const { profile, catalogue } = parts;
  const extent = extentOf(profile);
  const seen = fromRoot({ ...parts, profile: `${profile.kind} profile of ${profile.source}, ${profile.date}` });
  if (catalogue === undefined) return seen;
  const known = fromCatalogue(catalogue);
  if (!agrees(seen, known)) return known;
  const { architectures } = known;
  if (extent === 'root') return { ...seen, architectures };
  return {
    ...known,
    kind: 'profile',
    source: seen.source,
    release: extent === 'libraries' ? known.release : (seen.release ?? known.release),
    libc: seen.libc,
    packages: extent === 'libraries' ? null : seen.packages,
    users: extent === 'libraries' ? null : seen.users,
    privileged: extent === 'libraries' ? null : seen.privileged,
    sonames: seen.sonames,
    sonamesPartial: extent === 'libraries',
    programs: extent === 'packages' ? seen.programs : null,
    paths: extent === 'packages' ? seen.paths : null,
  };
}

function agrees(seen: ComparedBase, known: ComparedBase): boolean {
  if (seen.libc?.family !== known.libc?.family) return false;
  if (known.release === null || seen.release === null) return true;
  return seen.release === known.release || seen.release.startsWith(`${known.release}.`);
}
