import table from '../../../data/package-map.json' with { type: 'json' };

/** The one place that reads `data/package-map.json`. */
export const packageRows: readonly PackageRow[] = table.rows;
export const reversePackages: readonly ReversePackage[] = table.reverse;
export const packageTableDate: string = table.indexes.map(({ release, date }) => `Debian ${release} of ${date}`).join(', ');

/** Names that every image of a Debian release has (priority required). */
export function requiredPackages(release: string): ReadonlySet<string> {
  const byRelease: Readonly<Record<string, readonly string[] | undefined>> = table.required;
  return new Set(byRelease[release] ?? byRelease['13'] ?? []);
}

/** Which other names of the table a Debian package needs, itself or through others: removing one of those would take it along. */
export function neededBy(name: string, release: string): readonly string[] {
  const byRelease: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = table.needs;
  const needs = byRelease[release] ?? byRelease['13'] ?? {};
  return Object.hasOwn(needs, name) ? (needs[name]?.split(' ') ?? []) : [];
}

export interface PackageRow {
  readonly apk: string;
  /** `install`, `preinstalled`, `replace` (another tool), `not-needed`, `no-equivalent`. */
  readonly action: string;
  /** By release; empty where the release has none. */
  readonly debian: Readonly<Record<string, readonly string[] | undefined>>;
  readonly wolfi?: string;
  /** By rule, not verified. */
  readonly dnf?: readonly string[];
  /** Files of public repositories that name it. */
  readonly uses: number;
  readonly method: string;
  readonly note?: string;
}

/** A Debian name without a row of its own; null: nothing to install on Alpine. */
export interface ReversePackage {
  readonly debian: string;
  readonly apk: string | null;
  readonly note?: string;
}
