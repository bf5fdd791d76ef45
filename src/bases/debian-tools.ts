import table from '../../data/debian-tools.json' with { type: 'json' };

export interface BroughtTools {
  /** By what the package depends on. */
  readonly always: readonly string[];
  /** Only by what it recommends: not with `--no-install-recommends`. */
  readonly recommended: readonly string[];
}

/** Build tools (gcc, g++, make, libc6-dev, pkgconf, python3) that a package of Debian brings along; none for what the index does not have. */
export function toolsWithDebianPackage(name: string): BroughtTools {
  known ??= new Map(table.groups.flatMap(({ brings, names }) => names.split(' ').map((each) => [each, brings] as const)));
  const words = known.get(name)?.split(' ') ?? [];
  return {
    always: words.filter((word) => !word.endsWith('?')),
    recommended: words.filter((word) => word.endsWith('?')).map((word) => word.slice(0, -1)),
  };
}

let known: ReadonlyMap<string, string> | undefined;
