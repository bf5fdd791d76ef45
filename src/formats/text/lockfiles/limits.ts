import { FormatError } from '../../format-error.ts';

/** Bounds of what is read from a lockfile. The largest real ones have 30 MB and some 20,000 packages. */
export const mostCharacters = 64_000_000;
export const mostPackages = 200_000;
export const mostEdges = 4_000_000;

export function refuseLong(text: string): void {
  if (text.length > mostCharacters) throw new FormatError('lockfile-too-large', mostCharacters, 'the lockfile is larger than 64 MB');
}

/** Counts what a reader collects. */
export function budget(): { package(): void; edge(): void } {
  let packages = 0;
  let edges = 0;
  return {
    package() {
      if (++packages > mostPackages) throw new FormatError('lockfile-too-many', 0, `the lockfile has more than ${mostPackages} packages`);
    },
    edge() {
      if (++edges > mostEdges) throw new FormatError('lockfile-too-many', 0, `the lockfile has more than ${mostEdges} dependencies`);
    },
  };
}
