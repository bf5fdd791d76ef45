import index from '../../../data/profiles/index.json' with { type: 'json' };
import type { Architecture } from './derived/abi-table.ts';
import { alpineNeighbours, deriveNeighbour } from './derived/alpine-neighbour.ts';
import type { AlpineNeighbour } from './derived/alpine-neighbour.ts';
import { deriveProfile } from './derived/derive-profile.ts';
import { derivedBases, derivedDate } from './derived/derived-bases.ts';
import type { DerivedBase } from './derived/derived-bases.ts';
import { compareVersions } from '../releases.ts';
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

/** A measured release under the name and musl of another. */
export interface NeighbourProfile extends Shipped {
  readonly kind: 'neighbour';
  readonly neighbour: AlpineNeighbour;
  readonly of: MeasuredProfile;
}

export type ShippedProfile = MeasuredProfile | DerivedProfile | NeighbourProfile;

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

const neighbours = architectures.flatMap(([platform]) =>
  alpineNeighbours.flatMap((neighbour): readonly NeighbourProfile[] => {
    const name = `alpine:${neighbour.release}`;
    const there = (wanted: string): MeasuredProfile | undefined =>
      measured.find((each) => each.name === wanted && each.platform === platform);
    const of = neighbour.like.map((release) => there(`alpine:${release}`)).find((found) => found !== undefined);
    if (of === undefined || there(name) !== undefined) return [];
    return [{ name, aliases: neighbour.aliases, platform, kind: 'neighbour', date: of.date, neighbour, of }];
  }),
);

/** In the order in which lists show them: Alpine's releases together, oldest first, then the others as they stand in their tables. */
export const shippedProfiles: readonly ShippedProfile[] = [
  ...[...measured, ...neighbours].filter(isAlpine).toSorted((a, b) => compareVersions(a.name.slice(7), b.name.slice(7))),
  ...measured.filter((each) => !isAlpine(each)),
  ...derived,
];

function isAlpine({ name }: Shipped): boolean {
  return name.startsWith('alpine:');
}

/** Whether its facts are those of a real root; everything else is put together and `likely`. */
export function isMeasured({ kind }: ShippedProfile): boolean {
  return kind === 'measured';
}

/** Bases that lists show: all but releases that only a name in a Dockerfile still asks for. */
export function isListed(shipped: ShippedProfile): boolean {
  return shipped.kind !== 'neighbour' || shipped.neighbour.supported;
}

/** Reference that a registry knows it by. */
export function pullReference(shipped: ShippedProfile): string {
  return shipped.kind === 'derived' ? shipped.derived.pull : shipped.name;
}

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
  if (shipped.kind === 'neighbour') return deriveNeighbour(shipped.neighbour, readShippedProfile(shipped.of));
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
