import index from '../../../data/profiles/index.json' with { type: 'json' };
import type { Architecture } from './derived/abi-table.ts';
import { deriveProfile } from './derived/derive-profile.ts';
import { derivedBases, derivedDate } from './derived/derived-bases.ts';
import type { DerivedBase } from './derived/derived-bases.ts';
import { unpackProfile } from './pack-profile.ts';
import type { Profile } from './profile.ts';
import { profileBytes } from './profile-bytes.ts';

interface Shipped {
  readonly name: string;
  /** Other spellings of the same base: `debian:bookworm-slim`. */
  readonly aliases: readonly string[];
  readonly platform: string;
  readonly date: string;
}

/** Made from a real root, in a file of its own. */
export interface MeasuredProfile extends Shipped {
  readonly kind: 'measured';
  readonly source: string;
  readonly file: string;
}

/** Put together from shared tables when it is asked for. */
export interface DerivedProfile extends Shipped {
  readonly kind: 'derived';
  readonly derived: DerivedBase;
  readonly architecture: Architecture;
}

export type ShippedProfile = MeasuredProfile | DerivedProfile;

const measured = index.profiles.map((each): MeasuredProfile => ({ ...each, kind: 'measured' }));
const architectures: readonly (readonly [string, Architecture])[] = [
  ['linux/amd64', 'x86_64'],
  ['linux/arm64', 'aarch64'],
];

/** A base with a measured profile on a platform has no derived one there. */
const derived = architectures.flatMap(([platform, architecture]) =>
  derivedBases
    .filter(({ name }) => !measured.some((each) => each.name === name && each.platform === platform))
    .map((base): DerivedProfile => {
      const { name, aliases } = base;
      return {
        name,
        aliases: [...aliases, ...references(base)],
        platform,
        kind: 'derived',
        date: derivedDate,
        derived: base,
        architecture,
      };
    }),
);

export const shippedProfiles: readonly ShippedProfile[] = [...measured, ...derived];

/** The shipped profile that a name means on a platform (`linux/amd64`); null when there is none. */
export function findShippedProfile(name: string, platform: string): ShippedProfile | null {
  const wanted = name.toLowerCase().replace(/^(docker\.io\/)?(library\/)?/, '');
  return shippedProfiles.find((each) => each.platform === platform && (each.name === wanted || each.aliases.includes(wanted))) ?? null;
}

/** Names for messages: every base of a platform once. */
export function shippedNames(platform: string): readonly string[] {
  return shippedProfiles.filter((each) => each.platform === platform).map(({ name }) => name);
}

export function readShippedProfile(shipped: ShippedProfile): Profile {
  if (shipped.kind === 'derived') return deriveProfile(shipped.derived, shipped.architecture);
  return unpackProfile(profileBytes(shipped.file), shipped.name, true);
}

/** The reference to pull, and Red Hat's other spellings of its images. */
function references({ pull }: DerivedBase): readonly string[] {
  const ubi = /^registry\.access\.redhat\.com\/(ubi\d+)(-minimal|-micro)?$/.exec(pull);
  if (ubi === null) return [pull];
  const [, name = '', variant = ''] = ubi;
  const spellings = [`${name}${variant}`, `${name}/ubi${variant}`];
  return spellings.flatMap((each) =>
    ['', 'registry.access.redhat.com/', 'redhat/', 'docker.io/redhat/'].flatMap((host) => [`${host}${each}`, `${host}${each}:latest`]),
  );
}
