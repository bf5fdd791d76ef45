import index from '../../../data/profiles/index.json' with { type: 'json' };
import { unpackProfile } from './pack-profile.ts';
import type { Profile } from './profile.ts';
import { profileBytes } from './profile-bytes.ts';

export interface ShippedProfile {
  readonly name: string;
  /** Other spellings of the same base: `debian:bookworm-slim`. */
  readonly aliases: readonly string[];
  readonly platform: string;
  readonly kind: 'measured' | 'derived';
  readonly date: string;
  readonly source: string;
  readonly file: string;
}

type Listed = Omit<ShippedProfile, 'kind'> & { readonly kind: string };
const listed: readonly Listed[] = index.profiles;

export const shippedProfiles: readonly ShippedProfile[] = listed.map((each) => ({
  ...each,
  kind: each.kind === 'derived' ? 'derived' : 'measured',
}));

/** The shipped profile that a name means on a platform (`linux/amd64`); null when there is none. */
export function findShippedProfile(name: string, platform: string): ShippedProfile | null {
  const wanted = name.toLowerCase();
  return shippedProfiles.find((each) => each.platform === platform && (each.name === wanted || each.aliases.includes(wanted))) ?? null;
}

/** Names for messages: every base once. */
export function shippedNames(): readonly string[] {
  return [...new Set(shippedProfiles.map(({ name }) => name))];
}

export function readShippedProfile(shipped: ShippedProfile): Profile {
  return unpackProfile(profileBytes(shipped.file), shipped.name);
}
