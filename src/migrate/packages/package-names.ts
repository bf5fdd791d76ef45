import { packageRows } from '../../bases/package-names/package-table.ts';
import type { PackageRow } from '../../bases/package-names/package-table.ts';
import type { Target } from '../target.ts';
import { toApk } from './to-alpine.ts';
import { alpineToDebian, debianToDebian } from './to-debian.ts';
import { alpineToDnf, debianToDnf } from './to-dnf.ts';

/** What one package of the old base is on the new one. */
export type PackageAnswer =
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly certainty: 'certain' | 'likely'; readonly why: string }
  /** There already, or with no role on the target. */
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Families that share a package naming. */
export type Naming = 'apk' | 'debian' | 'wolfi' | 'dnf';

export function namingOf(family: string): Naming | null {
  if (family === 'alpine') return 'apk';
  if (family === 'wolfi') return 'wolfi';
  if (family === 'debian' || family === 'ubuntu' || family === 'kali' || family === 'raspbian') return 'debian';
  return ['rhel', 'fedora', 'centos', 'rocky', 'almalinux', 'ol', 'amzn'].includes(family) ? 'dnf' : null;
}

/** The table goes through Alpine's names; a name that it does not hold is unknown, never the same by assumption. */
export function translatePackage(name: string, from: Naming, target: Target): PackageAnswer {
  const to = namingOf(target.family);
  if (to === null) return { kind: 'unknown', why: `no names are known for ${target.words}` };
  if (from === to)
    return to === 'debian' ? debianToDebian(name, target) : { kind: 'names', names: [name], certainty: 'likely', why: 'the same name' };
  if (from === 'apk' || from === 'wolfi') return fromApk(wolfiToApk(name, from), to, target);
  const direct = from === 'debian' && to === 'dnf' ? debianToDnf(name, target) : undefined;
  if (direct !== undefined) return direct;
  const apk = toApk(name, from);
  if (apk === undefined) return { kind: 'unknown', why: `no package like ${name} is known for ${target.words}` };
  if (apk === null) return { kind: 'none', why: `${name} has no role on ${target.words}` };
  if (to === 'apk') {
    if (alpineBase.has(apk)) return { kind: 'none', why: `${apk} is in every Alpine image` };
    return { kind: 'names', names: [apk], certainty: 'likely', why: `${name} is ${apk} on Alpine` };
  }
  return fromApk(apk, to, target);
}

function fromApk(apk: string, to: Naming, target: Target): PackageAnswer {
  const row = findRow(apk);
  if (row === undefined) {
    if (to === 'debian')
      return isExtra(apk) ? { kind: 'none', why: `${apk} has no role on ${target.words}` } : alpineToDebian(apk, row, target);
    if (to === 'dnf') return alpineToDnf(apk, row, target);
    return { kind: 'unknown', why: `no package like ${apk} is known for ${target.words}` };
  }
  const note = row.note === undefined ? '' : ` (${row.note})`;
  if (row.action === 'not-needed' && to !== 'apk') return { kind: 'none', why: `${apk} has no role on ${target.words}${note}` };
  if (to === 'wolfi') {
    return row.wolfi === undefined
      ? { kind: 'unknown', why: `${apk} is not among Wolfi's packages` }
      : { kind: 'names', names: [row.wolfi], certainty: 'likely', why: `${apk} is ${row.wolfi} on Wolfi` };
  }
  if (to === 'dnf') return alpineToDnf(apk, row, target);
  return alpineToDebian(apk, row, target);
}

const alpineBase = new Set([
  'alpine-baselayout',
  'apk-tools',
  'busybox',
  'musl',
  'zlib',
  'libcrypto3',
  'libssl3',
  'musl-utils',
  'libc-utils',
  'scanelf',
]);

function findRow(apk: string): PackageRow | undefined {
  return rowByApk.get(apk) ?? versioned(apk);
}

/** Alpine splits these off; Debian's packages have them inside or have no use for them. */
function isExtra(apk: string): boolean {
  return /-(?:openrc|bash-completion|zsh-completion|fish-completion|lang)$/.test(apk);
}

const rowByApk: ReadonlyMap<string, PackageRow> = new Map(packageRows.map((row) => [row.apk, row]));

/** `php82-curl` has the row of `php84-curl`: Debian's names carry no version. `postgresql16-client` becomes the plain client, and says so. */
function versioned(apk: string): PackageRow | undefined {
  const php = /^php\d+(-.*)?$/.exec(apk);
  if (php !== null) return rowByApk.get(`php84${php[1] ?? ''}`);
  return undefined;
}

function wolfiToApk(name: string, from: Naming): string {
  if (from === 'apk') return name;
  return packageRows.find(({ wolfi }) => wolfi === name)?.apk ?? name;
}
