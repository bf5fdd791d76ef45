import table from '../../../../data/derived-bases.json' with { type: 'json' };

/** A base whose root is not at hand: what its family and its versions say. */
export interface DerivedBase {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly release: string;
  readonly prettyName: string;
  /** `2.35` */
  readonly glibc: string;
  /** GCC release whose libstdc++ and libgcc_s are there: `12`. */
  readonly gcc: string;
  /** Reference that a registry knows it by. */
  readonly pull: string;
  readonly family: DerivedFamily;
  /** Sonames beside glibc's own. */
  readonly libraries: readonly string[];
}

export interface DerivedFamily {
  /** ID of os-release. */
  readonly id: string;
  readonly like: readonly string[];
  /** Where libraries lie: multiarch folders, /usr/lib64, or /usr/lib. */
  readonly layout: 'multiarch' | 'lib64' | 'lib';
  /** What stands before the version in glibc's banner. */
  readonly banner: string;
  /** What /bin/sh leads to; null where there is no shell. */
  readonly sh: 'bash' | 'dash' | 'busybox' | null;
  readonly programs: readonly string[];
  readonly libraries: readonly string[];
}

interface WrittenFamily extends Partial<Omit<DerivedFamily, 'layout' | 'sh'>> {
  readonly layout?: string;
  readonly sh?: string;
  /** Everything but ID and ID_LIKE as in another family. */
  readonly as?: string;
}

interface WrittenBase extends Omit<DerivedBase, 'family' | 'libraries' | 'prettyName' | 'pull'> {
  readonly family: string;
  readonly pretty: string;
  readonly pull?: string;
  readonly more?: readonly string[];
}

const families: Readonly<Record<string, WrittenFamily>> = table.families;
const written: readonly WrittenBase[] = table.bases;

export const derivedDate: string = table.date;

export const derivedBases: readonly DerivedBase[] = written.map(({ family: name, pretty, pull, more, ...base }) => {
  const family = familyNamed(name);
  return { ...base, family, prettyName: pretty, pull: pull ?? base.name, libraries: [...family.libraries, ...(more ?? [])] };
});

function familyNamed(name: string): DerivedFamily {
  const own = families[name];
  const all = { ...(own?.as === undefined ? {} : families[own.as]), ...own };
  const { id, like, layout, banner, sh, programs, libraries } = all;
  return {
    id: id ?? name,
    like: like ?? [],
    layout: layout === 'multiarch' || layout === 'lib' ? layout : 'lib64',
    banner: banner ?? 'GNU libc',
    sh: sh === 'none' ? null : sh === 'dash' || sh === 'busybox' ? sh : 'bash',
    programs: programs ?? [],
    libraries: libraries ?? [],
  };
}
