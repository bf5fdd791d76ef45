import table from '../../data/chisel-slices.json' with { type: 'json' };

/** What Chiselled Ubuntu is put together from, by the names of its slices: `libssl3t64_libs`. */
export interface ChiselSlices {
  /** `24.04`, as `chisel cut --release ubuntu-24.04` takes it. */
  readonly release: string;
  /** Where the names come from, and the command that shows whether a slice is there. */
  readonly source: string;
  /** The slice that brings a library; null where none is known. */
  readonly withLibrary: (soname: string) => string | null;
  /** Whether a slice of this name is known; of libraries `withLibrary` knows. */
  readonly has: (slice: string) => boolean;
}

interface WrittenRelease {
  readonly slices: string;
  /** Slice → the sonames that it brings, joined by blanks. */
  readonly libraries: Readonly<Record<string, string | undefined>>;
}

const releases: Readonly<Record<string, WrittenRelease>> = table.releases;

/** Null for a release whose slices are not known here. */
export function chiselSlices(release: string): ChiselSlices | null {
  const written = Object.hasOwn(releases, release) ? releases[release] : undefined;
  if (written === undefined) return null;
  const libraries = new Map(
    Object.entries(written.libraries).flatMap(([slice, sonames = '']) => sonames.split(' ').map((soname) => [soname, slice] as const)),
  );
  const slices = new Set(written.slices.split(' '));
  return {
    release,
    source: `Chisel's naming over Ubuntu's packages; chisel info --release ubuntu-${release} SLICE shows whether it is there`,
    withLibrary: (soname) => libraries.get(soname) ?? null,
    has: (slice) => slices.has(slice),
  };
}
