import { packageRows } from './package-names/package-table.ts';
import { compareVersions } from './releases.ts';
import table from '../../data/toolchain-sizes.json' with { type: 'json' };

export interface InstalledSize {
  /** 10^6 bytes that the packages and all that they pull in add to the bare base. */
  readonly megabytes: number;
  /** Packages that the index does not have: their size comes on top. */
  readonly unknown: readonly string[];
  /** `Alpine 3.17`: the release that was measured, which may not be the one that was asked about. */
  readonly measuredOn: string;
}

/** What installing packages adds, by the package index of the nearest measured release; null where no index of the distribution is known, or none of the packages. */
export function installedSize(family: string, release: string | null, names: readonly string[]): InstalledSize | null {
  const bases = table.bases.filter((each) => each.family === (family === 'ubuntu' ? 'debian' : family));
  const nearest =
    family === 'ubuntu' || release === null ? undefined : bases.findLast((each) => compareVersions(each.release, release) <= 0);
  const base = nearest ?? (release === null || family === 'ubuntu' ? bases.at(-1) : bases[0]);
  if (base === undefined) return null;
  const closures: Readonly<Record<string, readonly number[] | undefined>> = base.closures;
  const known = names.filter((name) => closures[name] !== undefined);
  if (known.length === 0) return null;
  const members = new Set(known.flatMap((name) => closures[name] ?? []));
  const kib = [...members].reduce((sum, member) => sum + (base.kib[member] ?? 0), 0);
  return {
    megabytes: Math.round((kib * 1024) / 1e6),
    unknown: names.filter((name) => closures[name] === undefined),
    measuredOn: `${base.family === 'alpine' ? 'Alpine' : 'Debian'} ${base.release}`,
  };
}

/** Everything that comes along with packages of `families`, as far as an index is known: `openldap-dev` brings `cyrus-sasl-dev` on Alpine. */
export function broughtAlong(names: ReadonlySet<string>, families: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(names);
  for (const base of table.bases.filter(({ family }) => families.has(family))) {
    const closures: Readonly<Record<string, readonly number[] | undefined>> = base.closures;
    for (const name of names) for (const member of closures[name] ?? []) found.add(base.packages[member] ?? name);
  }
  return found;
}

/** Whether an index tells what comes along with a package. */
export function hasKnownClosure(name: string): boolean {
  return table.bases.some(({ closures }) => Object.hasOwn(closures, name));
}

/** What a package that is named as on Alpine is called anywhere: a stage that is judged on another base still names the packages of its own. */
export function namesAnywhere(alpine: string): readonly string[] {
  const row = packageRows.find(({ apk }) => apk === alpine);
  if (row === undefined) return [alpine];
  return [
    ...new Set([
      alpine,
      ...Object.values(row.debian).flatMap((names) => names ?? []),
      ...(row.dnf ?? []),
      ...(row.wolfi === undefined ? [] : [row.wolfi]),
    ]),
  ];
}

/** Names on a distribution of packages that are named as on Alpine; what has no row keeps its name. */
export function namesOnBase(family: string, release: string | null, alpine: readonly string[]): readonly string[] {
  return [...new Set(alpine.flatMap((name) => nameOn(family, release, name)))];
}

function nameOn(family: string, release: string | null, name: string): readonly string[] {
  const row = packageRows.find(({ apk }) => apk === name);
  if (family === 'alpine' || row === undefined) return [name];
  if (family === 'wolfi') return [row.wolfi ?? name];
  if (family === 'debian' || family === 'ubuntu') {
    if (row.action === 'preinstalled') return [];
    const byRelease =
      (family === 'debian' && release !== null ? row.debian[release] : undefined) ?? row.debian['13'] ?? row.debian['12'] ?? [];
    return byRelease.length === 0 ? [name] : byRelease;
  }
  return row.dnf ?? [name];
}
