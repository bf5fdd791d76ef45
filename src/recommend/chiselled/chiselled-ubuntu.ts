import { chiselSlices } from '../../bases/chisel-slices.ts';
import { deriveProfile } from '../../bases/profiles/derived/derive-profile.ts';
import type { Architecture } from '../../bases/profiles/derived/abi-table.ts';
import type { DerivedBase } from '../../bases/profiles/derived/derived-bases.ts';
import { derivedBases } from '../../bases/profiles/derived/derived-bases.ts';
import type { Profile } from '../../bases/profiles/profile.ts';
import { profileSoftware } from '../../judge/profile-software.ts';
import type { Software } from '../../judge/software.ts';

/**
 * An Ubuntu release cut down to its C library, as `chisel cut` puts one together: everything else has to come with a slice. Null for any other base, and where the
 * slices of the release are not known.
 */
export function chiselledUbuntu({ base }: Software): Software | null {
  if (base?.distribution !== 'ubuntu' || base.release === null || base.flavour !== null || base.libc === null) return null;
  const slices = chiselSlices(base.release);
  const derived = derivedBases.find(({ name }) => name === `ubuntu:${base.release ?? ''}`);
  const architecture = ({ 62: 'x86_64', 183: 'aarch64' } as const)[base.libc.machine];
  if (slices === null || derived === undefined || architecture === undefined) return null;
  const key = `${base.release} ${architecture}`;
  const known = made.get(key) ?? cut(derived, architecture, slices.source);
  made.set(key, known);
  return known;
}

/** A hundred subjects are judged on the same few. */
const made = new Map<string, Software>();

function cut(derived: DerivedBase, architecture: Architecture, source: string): Software {
  const name = `${derived.name} chiselled`;
  const family = { ...derived.family, sh: null, programs: [], libraries: [] };
  const profile = deriveProfile({ ...derived, name, family, libraries: [] }, architecture);
  const chiselled: Profile = { ...profile, base: { ...profile.base, flavour: 'chiselled' }, source: `${profile.source}; ${source}` };
  return profileSoftware(name, chiselled, { kind: 'derived' });
}
