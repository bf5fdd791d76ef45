import { abiTable } from '../../bases/profiles/derived/abi-table.ts';
import type { Architecture } from '../../bases/profiles/derived/abi-table.ts';
import { compare, cutGcc, minorOf } from '../../bases/profiles/derived/cut-abi.ts';
import { derivedBases } from '../../bases/profiles/derived/derived-bases.ts';
import type { DerivedBase } from '../../bases/profiles/derived/derived-bases.ts';
import { deriveProfile } from '../../bases/profiles/derived/derive-profile.ts';
import { gccOfAlpine } from '../../bases/profiles/gcc-library.ts';
import { libraryRecord } from '../../bases/profiles/derived/library-record.ts';
import { fromElfRecord } from '../../bases/profiles/elf-record.ts';
import { openProfile } from '../../bases/profiles/open-profile.ts';
import type { Profile } from '../../bases/profiles/profile.ts';
import { isMeasured, readShippedProfile, shippedProfiles } from '../../bases/profiles/shipped-profiles.ts';
import type { Base } from '../../distro/base.ts';
import type { LockTarget } from '../../ecosystems/lockfiles/lock-target.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { onAlpine } from './alpine-libstdcxx.ts';
import type { LiteralFile } from '../literal-files.ts';

/** A base that stands for a lockfile's target, which names a C library and a runtime and no image. */
export interface StandInBase {
  /** `alpine:3.23`, `debian:12-slim`, `glibc 2.37`. */
  readonly name: string;
  readonly rootfs: Rootfs;
  readonly base: Base;
  /** Only its versions are known, not its files. */
  readonly derived: boolean;
  /** What the official image of the runtime installs beside the base. */
  readonly installed: readonly LiteralFile[];
}

const bases = new Map<string, StandInBase | null>();

/**
 * The base with that C library on that machine: Alpine's newest release with that musl (or of the named patch release), Debian's or another family's with that glibc.
 * Null where no profile ships for it; nothing is then proven.
 */
export function standInBase({ libc, machine, runtime }: LockTarget): StandInBase | null {
  if (machine !== 'x86_64' && machine !== 'aarch64') return null;
  const key = [libc.family, libc.major, libc.minor, libc.patch ?? '', machine, runtime.name].join(' ');
  const known = bases.get(key);
  if (known !== undefined) return known;
  const profile = libc.family === 'musl' ? alpineWith(libc, machine) : glibcBase(libc, machine);
  const made = profile === null ? null : open(profile, machine, runtime.name, libc.patch);
  bases.set(key, made);
  return made;
}

function open(profile: Profile, machine: Architecture, runtime: string, patch: number | undefined): StandInBase {
  const { rootfs } = openProfile(profile);
  const installed =
    profile.base.libc?.family === 'musl' && (runtime === 'node' || runtime === 'java') ? gccOnAlpine(machine, profile, patch) : [];
  return { name: profile.name, rootfs, base: profile.base, derived: profile.kind === 'derived', installed };
}

function platformOf(machine: Architecture): string {
  return machine === 'x86_64' ? 'linux/amd64' : 'linux/arm64';
}

function alpineWith({ major, minor, patch }: LockTarget['libc'], machine: Architecture): Profile | null {
  const prefix = `${major}.${minor}.${patch ?? ''}`;
  const shipped = shippedProfiles
    .filter((each) => isMeasured(each) && each.name.startsWith('alpine:') && each.platform === platformOf(machine))
    .toSorted((a, b) => compare(numbersOf(b.name), numbersOf(a.name)));
  for (const each of shipped) {
    const profile = readShippedProfile(each);
    const version = profile.base.libc?.version ?? '';
    if (patch === undefined ? version.startsWith(prefix) : version === prefix) return profile;
  }
  return null;
}

function numbersOf(name: string): readonly number[] {
  return (/[\d.]+$/.exec(name)?.[0] ?? '').split('.').map(Number);
}

function glibcBase({ major, minor }: LockTarget['libc'], machine: Architecture): Profile | null {
  if (major !== 2 || minor < oldestGlibc || minor > newestGlibc) return null;
  const version = `${major}.${minor}`;
  const known = derivedBases.find(({ name, glibc }) => glibc === version && /^(?:debian|ubuntu):/.test(name));
  const shipped = shippedProfiles.find(({ name, platform }) => name === known?.name && platform === platformOf(machine));
  if (shipped !== undefined) return readShippedProfile(shipped);
  return deriveProfile(baseOf(version), machine);
}

/** What the ABI lists cover. */
const oldestGlibc = 17;
const newestGlibc = 43;

/** A release that no base here has: the libraries of Ubuntu's family, and the GCC of the nearest older one. */
function baseOf(glibc: string): DerivedBase {
  const older = derivedBases
    .filter((each) => minorOf(each.glibc) <= minorOf(glibc))
    .toSorted((a, b) => minorOf(b.glibc) - minorOf(a.glibc))[0];
  const like = derivedBases.find(({ name }) => name === 'ubuntu:22.04');
  if (like === undefined) throw new TypeError('the table of derived bases has no Ubuntu');
  const name = `glibc ${glibc}`;
  return { ...like, name, aliases: [], prettyName: name, release: glibc, glibc, gcc: older?.gcc ?? '4.8', pull: '' };
}

/**
 * Node's and most JDKs' images on Alpine have libstdc++ and libgcc. Their names are those of GCC's symbols files as Alpine has them. Whatever they decide is
 * `likely`, since they were not read.
 */
function gccOnAlpine(machine: Architecture, profile: Profile, patch: number | undefined): readonly LiteralFile[] {
  const { gcc } = abiTable(machine);
  const number = machine === 'x86_64' ? 62 : 183;
  return ['libgcc_s.so.1', 'libstdc++.so.6'].flatMap((soname) => {
    const abi = gcc[soname];
    if (abi === undefined) return [];
    const { nodes, ...rest } = cutGcc(
      abi,
      patch === undefined ? newestGcc : (gccOfAlpine(profile.name.replace('alpine:', '')) ?? newestGcc),
    );
    const needed = [`libc.musl-${machine}.so.1`, ...(soname === 'libstdc++.so.6' ? ['libgcc_s.so.1'] : [])];
    const named = Object.fromEntries(Object.entries(nodes).map(([node, names]) => [node, onAlpine(names)]));
    const record = libraryRecord({ soname, machine: number, abi: { ...rest, nodes: named }, needed });
    return [{ path: `/usr/lib/${soname}`, elf: fromElfRecord(record) }];
  });
}

/** Alpine 3.23's; images for a C library that is named by its minor version alone are taken to be of today. */
const newestGcc = '15';
