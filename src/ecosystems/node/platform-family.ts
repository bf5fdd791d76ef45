import type { LockedPackage } from '../../formats/text/lockfiles/lockfile.ts';
import { listAllows, packagePlatform, platformStem } from './package-platform.ts';
import type { PackagePlatform } from './package-platform.ts';

/** A build that a package offers through its optional dependencies. */
export interface Build {
  readonly name: string;
  readonly platform: PackagePlatform;
  /** Undefined where the lock has no entry for it. */
  readonly entry: LockedPackage | undefined;
}

/** Builds of one thing: they share the name without its platform words. */
export interface Family {
  readonly stem: string;
  readonly builds: readonly Build[];
}

/** The families for Linux that a package offers; the one that its loader opens first. Builds that another build asks for (sharp's libvips) come behind. */
export function familiesOf(entry: LockedPackage, byId: ReadonlyMap<string, LockedPackage>): readonly Family[] {
  const builds = entry.edges.flatMap((edge): Build[] => {
    if (edge.optional !== true) return [];
    const target = edge.id === undefined ? undefined : byId.get(edge.id);
    const name = target?.name ?? edge.name;
    const platform = packagePlatform(name, target);
    return platform === null ? [] : [{ name, platform, entry: target }];
  });
  const served = new Set(builds.flatMap((build) => build.entry?.edges.map(({ name }) => name) ?? []));
  const families = [...Map.groupBy(builds, ({ name }) => platformStem(name))]
    .map(([stem, builds]) => ({ stem, builds }))
    .filter(({ builds }) => builds.some(({ platform: { os } }) => os !== null && listAllows(os, 'linux')));
  // One build alone is a helper of one platform (rollup 4.67 names a lone @napi-rs/lzma); a loader chooses from a table of several.
  const tables = families.filter(({ builds }) => builds.length > 1);
  const isServed = ({ builds }: Family): number => (builds.some(({ name }) => served.has(name)) ? 1 : 0);
  return (tables.length === 0 ? families : tables).toSorted((a, b) => isServed(a) - isServed(b) || a.stem.length - b.stem.length);
}
