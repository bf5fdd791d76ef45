import { packageRows, requiredPackages, reversePackages } from '../../bases/package-names/package-table.ts';
import type { PackageRow } from '../../bases/package-names/package-table.ts';
import type { Target } from '../target.ts';

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
  if (from === to) return sameFamily(name, to, target);
  if (from === 'apk' || from === 'wolfi') return fromApk(wolfiToApk(name, from), to, target);
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
  if (row === undefined) return { kind: 'unknown', why: `no package like ${apk} is known for ${target.words}` };
  const note = row.note === undefined ? '' : ` (${row.note})`;
  if (row.action === 'not-needed' && to !== 'apk') return { kind: 'none', why: `${apk} has no role on ${target.words}${note}` };
  if (to === 'wolfi') {
    return row.wolfi === undefined
      ? { kind: 'unknown', why: `${apk} is not among Wolfi's packages` }
      : { kind: 'names', names: [row.wolfi], certainty: 'likely', why: `${apk} is ${row.wolfi} on Wolfi` };
  }
  if (to === 'dnf') return toDnf(row, target);
  return toDebian(row, target, note);
}

function toDebian(row: PackageRow, target: Target, note: string): PackageAnswer {
  const { apk, action } = row;
  // Ubuntu's names are Debian's: 22.04 is near 12, later ones near 13 with its t64 names (package-mapping.md).
  const release = target.family === 'debian' ? (target.release ?? '13') : target.release === '22.04' ? '12' : '13';
  const names = row.debian[release] ?? [];
  if (names.length === 0) return { kind: 'unknown', why: `${target.words} has no package like ${apk}${note}` };
  const left = names.filter((each) => !requiredPackages(release).has(each) && !brought.has(each));
  if (left.length === 0) return { kind: 'none', why: `${names.join(' ')} is in every ${target.words} image` };
  const certainty = action === 'install' && target.family === 'debian' ? 'certain' : 'likely';
  const checked = target.family === 'debian' ? `found in the index of Debian ${release}` : 'by the names of Debian';
  return {
    kind: 'names',
    names: left,
    certainty,
    why: `${left.join(' ') === apk ? apk : `${apk} is ${left.join(' ')}`}, ${checked}${note}`,
  };
}

/** Dependencies of apt and dpkg, and so in every image that has them. */
const brought = new Set(['libgcc-s1', 'libstdc++6', 'zlib1g', 'ncurses-bin', 'dpkg', 'libbz2-1.0', 'liblzma5', 'libuuid1']);

function toDnf({ apk, dnf }: PackageRow, target: Target): PackageAnswer {
  if (dnf === undefined) return { kind: 'unknown', why: `no package like ${apk} is known for ${target.words}` };
  const known = dnf.filter((name) => ubiNames.has(name));
  if (known.length < dnf.length) return { kind: 'unknown', why: `${dnf.join(' ')} would be ${apk}'s name by rule, and nobody verified it` };
  const left = known.filter((name) => !ubiBase.has(name));
  if (left.length === 0) return { kind: 'none', why: `${known.join(' ')} is in every ${target.words} image` };
  return { kind: 'names', names: left, certainty: 'likely', why: `${apk} is ${left.join(' ')} on ${target.words}` };
}

/** Packages of RHEL 9's BaseOS and AppStream that the UBI repositories carry (general knowledge, Red Hat's content list). */
const ubiNames = new Set(
  (
    'ca-certificates git bash tzdata make gcc gcc-c++ glibc-devel kernel-headers openssl openssl-devel gnupg2 python3 python3-pip python3-devel tar jq zlib-devel ' +
    'libffi-devel xz libxml2-devel libxslt-devel bind-utils openssh-clients libstdc++ wget cmake patch autoconf automake libtool shadow-utils findutils rsync unzip ' +
    'zip procps-ng perl file bzip2 bzip2-devel sqlite libpq libpq-devel libcurl-devel less iproute iputils util-linux gzip coreutils-single curl-minimal libgcc ' +
    'binutils nginx nodejs npm krb5-devel readline-devel ncurses-devel pcre2-devel sed grep'
  ).split(' '),
);
const ubiBase = new Set([
  'bash',
  'ca-certificates',
  'coreutils-single',
  'curl-minimal',
  'sed',
  'grep',
  'libgcc',
  'libstdc++',
  'gnupg2',
  'tzdata',
]);

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

/** Another release of the same naming: a versioned name that the release lacks takes its successor's. */
function sameFamily(name: string, naming: Naming, target: Target): PackageAnswer {
  const same: PackageAnswer = { kind: 'names', names: [name], certainty: 'likely', why: 'the same name' };
  if (naming !== 'debian' || target.family !== 'debian') return same;
  const release = target.release ?? '13';
  const rows = packageRows.filter(({ debian }) => Object.values(debian).some((names) => names?.length === 1 && names[0] === name));
  if (rows.length === 0 || rows.some(({ debian }) => debian[release]?.includes(name) === true)) return same;
  const next = rows.map(({ debian }) => debian[release]).find((names) => names !== undefined && names.length > 0);
  if (next === undefined) return { kind: 'unknown', why: `${name} is not in ${target.words} any more` };
  return { kind: 'names', names: next, certainty: 'certain', why: `${name} is ${next.join(' ')} in ${target.words}` };
}

function findRow(apk: string): PackageRow | undefined {
  return rowByApk.get(apk) ?? versioned(apk);
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

/** The Alpine name of a Debian or dnf one; null: nothing to install; undefined: not known. A row of the same name comes first, then the commonest. */
function toApk(name: string, from: Naming): string | null | undefined {
  if (from === 'dnf')
    return best(
      packageRows.filter(({ dnf }) => dnf?.length === 1 && dnf[0] === name),
      name,
    );
  const written = reversePackages.find(({ debian }) => debian === name);
  if (written !== undefined) return written.apk;
  return best(
    packageRows.filter(
      ({ action, debian, apk }) =>
        action !== 'not-needed' && !/^php\d/.test(apk) && Object.values(debian).some((names) => names?.includes(name) === true),
    ),
    name,
  );
}

function best(rows: readonly PackageRow[], name: string): string | undefined {
  return (rows.find(({ apk }) => apk === name) ?? [...rows].sort((a, b) => b.uses - a.uses)[0])?.apk;
}
