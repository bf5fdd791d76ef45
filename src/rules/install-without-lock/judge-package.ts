import { compareVersions } from '../../bases/releases.ts';
import { muslWheels, nativePackage, wheelRow } from '../../bases/native-packages.ts';
import type { NativePackage } from '../../bases/native-packages.ts';
import type { PackageArgument } from '../../dockerfile/shell/package-action.ts';
import type { Place } from '../../judge/repository/place.ts';

export type Named = Pick<PackageArgument, 'name' | 'constraint' | 'kind'>;

/** What is known of one package that a command names, on one base. */
export interface JudgedPackage {
  readonly name: string;
  /** As the command names it; null: the newest. */
  readonly version: string | null;
  /** The release that is taken, where known. */
  readonly release: string | null;
  readonly verdict: 'prebuilt' | 'compiles' | 'fails';
  /** `musllinux_1_2` */
  readonly tag: string | null;
  /** Lowest glibc of its build, where that is newer than the base's. */
  readonly floor: string | null;
  readonly needs: readonly string[];
  readonly note: string | null;
  readonly evidence: string | null;
}

export interface Installer {
  readonly manager: 'pip' | 'npm';
  readonly place: Place;
  readonly machine: string;
  /** `3.12`; null where the stage does not tell. */
  readonly python: string | null;
}

/** Null where the shipped facts do not know the package, or not in that release. */
export function judgePackage({ name, constraint, kind }: Named, installer: Installer): JudgedPackage | null {
  const row = kind === 'name' ? nativePackage(installer.manager, name) : undefined;
  if (row === undefined) return null;
  const version = /^(?:==|@)=?(\d[\w.]*)$/.exec(constraint ?? '')?.[1] ?? null;
  const found = installer.place.libc === 'musl' ? onMusl(row, version, installer) : onGlibc(row, version, installer);
  const { needs = [], note = null, evidence = null } = row;
  return found === null ? null : { name: row.name, version, needs, note, evidence, ...found };
}

type Found = Pick<JudgedPackage, 'release' | 'verdict' | 'tag' | 'floor'>;

function onMusl(row: NativePackage, version: string | null, { manager, machine, python, place }: Installer): Found | null {
  const wheels = manager === 'pip' ? muslWheels(row.name, machine, pythonOf(python)) : undefined;
  const release = version ?? wheels?.newest ?? null;
  const known = { release, tag: null, floor: null };
  if (row.musl === 'fails') return { ...known, verdict: 'fails' };
  if (wheels === undefined || release === null) {
    // Of a release that is named, the table knows only what has always been so.
    if (version !== null && row.musl === 'prebuilt') return null;
    return manager === 'pip' && row.musl === 'prebuilt' ? null : { ...known, verdict: row.musl };
  }
  const tag = wheelRow(wheels, release)?.tag ?? null;
  const fits = tag !== null && !(isOldMusl(place.version) && tag === 'musllinux_1_2');
  return { release, floor: null, tag: fits ? tag : null, verdict: fits ? 'prebuilt' : 'compiles' };
}

/** `python:3-alpine`, and an interpreter whose version neither the stage nor its distribution tells, count as the newest but one. */
export function pythonOf(version: string | null): string {
  return version === null || !version.includes('.') ? '3.13' : version;
}

/** The `python3` of a release. */
export function distributionPython({ classification }: Place): string | null {
  const { family = '', release = null } = classification ?? {};
  return pythons[`${family} ${release ?? ''}`] ?? null;
}

const pythons: Readonly<Record<string, string | undefined>> = {
  'alpine 3.12': '3.8',
  'alpine 3.13': '3.8',
  'alpine 3.14': '3.9',
  'alpine 3.15': '3.9',
  'alpine 3.16': '3.10',
  'alpine 3.17': '3.10',
  'alpine 3.18': '3.11',
  'alpine 3.19': '3.11',
  'alpine 3.20': '3.12',
  'alpine 3.21': '3.12',
  'alpine 3.22': '3.12',
  'alpine 3.23': '3.12',
  'debian 11': '3.9',
  'debian 12': '3.11',
  'debian 13': '3.13',
  'ubuntu 20.04': '3.8',
  'ubuntu 22.04': '3.10',
  'ubuntu 24.04': '3.12',
};

/** musl 1.1 of Alpine 3.12 and older. */
function isOldMusl(version: string | null): boolean {
  return version?.startsWith('1.1.') === true;
}

function onGlibc(row: NativePackage, version: string | null, { manager, machine, python, place }: Installer): Found | null {
  if (row.glibc === 'compiles') return { release: version, verdict: 'compiles', tag: null, floor: null };
  if (row.glibcFloor === undefined || place.version === null || compareVersions(row.glibcFloor, place.version) <= 0) return null;
  // The floor is that of the newest release: an older Python gets an older one.
  const wheels = manager === 'pip' ? muslWheels(row.name, machine, pythonOf(python)) : undefined;
  const newest = row.evidence?.split(' ')[0] ?? null;
  if (version !== null ? version !== newest : wheels !== undefined && wheels.newest !== newest) return null;
  return { release: newest, verdict: 'compiles', tag: null, floor: row.glibcFloor };
}
