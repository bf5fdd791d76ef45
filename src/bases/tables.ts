import bases from '../../data/bases.json' with { type: 'json' };
import images from '../../data/bases-images.json' with { type: 'json' };
import older from '../../data/bases-older-releases.json' with { type: 'json' };
import sizes from '../../data/bases-sizes.json' with { type: 'json' };
import history from '../../data/bases-tag-history.json' with { type: 'json' };

/** The one place that reads the shipped tables about bases. */
export const familyTable: readonly FamilyFacts[] = bases.families;
export const imageSizes: readonly ImageSize[] = [...bases.images, ...sizes.images];
/** Sizes by family and release, beside those that a family's own rows have. */
export const releaseSizes: readonly (SizeFact & { readonly family: string; readonly release: string })[] = sizes.releases;
export const basesDate: string = bases.date;
export const imageGroups: readonly ImageGroup[] = images.groups;
export const olderReleases: readonly OlderRelease[] = older.releases;
export const historyDate: string = history.date;

/** The tag history of one official image, undefined for others. */
export function tagHistory(name: string): TagHistory | undefined {
  const table: Readonly<Record<string, TagHistory>> = history.images;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export interface FamilyFacts {
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly references: readonly string[];
  readonly osReleaseIds: readonly string[];
  readonly libc: string;
  readonly packageManager: string | null;
  readonly shell: string | null;
  readonly defaultUser: string;
  /** `yes`, `no`, `unknown` or a sentence. */
  readonly caCertificates: string;
  readonly timeZones: string;
  readonly locales: string | null;
  /** By release, `*` for all. */
  readonly architectures: Readonly<Record<string, readonly string[] | undefined>>;
  readonly install: string | null;
  readonly addUser: string | null;
  readonly rolling: string;
  readonly cadence: string | null;
  readonly licence: string | null;
  readonly missing: readonly string[];
  readonly debugging: string | null;
  readonly notes: readonly string[];
  readonly source: string | null;
  readonly releases: readonly ReleaseFacts[];
}

export interface ReleaseFacts {
  readonly release: string;
  readonly codename: string | null;
  readonly libcVersion: string | null;
  readonly libcPackage: string | null;
  readonly released: string | null;
  /** null: rolling, or not announced. */
  readonly supportEnds: string | null;
  readonly extendedSupport: readonly string[];
  readonly notes: string | null;
  readonly evidence: string | null;
  readonly sizes: readonly SizeFact[];
}

export interface SizeFact {
  readonly variant: string;
  readonly compressedBytes: number | null;
  readonly onDiskMegabytes: number | null;
  readonly date: string;
  readonly source: string;
}

export interface ImageSize {
  readonly image: string;
  readonly compressedBytes: number | null;
  readonly onDiskMegabytes: number | null;
  readonly date: string;
  readonly source: string;
}

export interface ImageGroup {
  /** `family[:release] [variant…]`; `+glibc` for a glibc beside musl. */
  readonly base: string;
  /** Names with `*` for any text without a slash at its place. */
  readonly images: readonly string[];
  readonly source: string;
  /** Only for tags that match. */
  readonly tag?: string;
  readonly hidden?: boolean;
  /** The release holds for floating tags from this day on. */
  readonly asOf?: string;
  /** Decides before markers in the tag do. */
  readonly override?: boolean;
}

export interface OlderRelease {
  readonly family: string;
  readonly release: string;
  readonly libcVersion: string;
  readonly released: string;
  readonly supportEnds: string;
  readonly codename: string | null;
  readonly notes: string | null;
}

/** Rows as text: floating `DATE BASE;…`, ranges `FROM TO BASE;…`, by tag or by what follows the version. */
export interface TagHistory {
  readonly floating: Readonly<Record<string, string | undefined>>;
  readonly exact: Readonly<Record<string, string | undefined>>;
  readonly series: Readonly<Record<string, string | undefined>>;
}
