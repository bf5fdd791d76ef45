import { brotliDecompressSync } from 'node:zlib';
import type { Base } from '../../distro/base.ts';
import type { InstalledPackage } from '../../distro/packages/database.ts';
import { profileBytes } from './profile-bytes.ts';

/** Made by `tools/generate-package-providers.ts`. */
export interface ProviderTable {
  readonly schema: 'basewise-providers/1';
  readonly source: string;
  readonly date: string;
  /** Distribution → release → package → its sonames, joined by blanks. */
  readonly releases: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
}

export interface LibraryProvider {
  readonly package: string;
  /** Where that stands: an index with its date, or the package database of the subject. */
  readonly source: string;
}

let table: ProviderTable | undefined;
const libraries = new Map<string, ReadonlyMap<string, string>>();

/**
 * The package that brings a library on a base, from the indexes of that very release; null where none is known. `installed` are packages that the subject got
 * from the same distribution: on Alpine they say which sonames they have.
 */
export function libraryProvider(
  base: Pick<Base, 'distribution' | 'release'> | null,
  soname: string,
  installed: readonly InstalledPackage[] = [],
): LibraryProvider | null {
  if (base === null || base.distribution === null) return null;
  if (base.distribution === 'alpine') {
    const owner = installed.find(({ database, provides }) => database === 'apk' && provides.some((each) => isSoname(each, soname)));
    if (owner !== undefined) return { package: owner.name, source: "the subject's own package database" };
  }
  const release = releaseKey(base);
  const providers = providerTable();
  const found = namesOf(providers, base.distribution, release).get(soname);
  if (found === undefined) return null;
  const index = base.distribution === 'debian' ? `Debian's index of ${release}` : `Alpine's package database of ${release}`;
  return { package: found, source: `${index}, ${providers.date}` };
}

function providerTable(): ProviderTable {
  table ??= JSON.parse(brotliDecompressSync(profileBytes('package-providers.json.br')).toString('utf8')) as ProviderTable;
  return table;
}

/** Whether every library of the release is in the index: what it does not name, no package of the release brings. Alpine's rows are those of its roots alone. */
export function isIndexed(base: Pick<Base, 'distribution' | 'release'> | null): boolean {
  if (base?.distribution !== 'debian') return false;
  return namesOf(providerTable(), 'debian', releaseKey(base)).size > 0;
}

/** `so:libz.so.1=1.3.1` */
function isSoname(provided: string, soname: string): boolean {
  return provided.startsWith('so:') && provided.slice(3).split('=')[0] === soname;
}

/** `3.20` of 3.20.3; what has no number is unstable. */
function releaseKey({ distribution, release }: Pick<Base, 'distribution' | 'release'>): string {
  if (release === null) return 'sid';
  return distribution === 'alpine' ? release.split('.').slice(0, 2).join('.') : release.replace(/\..*$/, '');
}

function namesOf({ releases }: ProviderTable, distribution: string, release: string): ReadonlyMap<string, string> {
  const key = `${distribution} ${release}`;
  const known = libraries.get(key);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const [name, sonames] of Object.entries(releases[distribution]?.[release] ?? {}))
    for (const each of sonames.split(' ')) names.set(each, name);
  libraries.set(key, names);
  return names;
}
