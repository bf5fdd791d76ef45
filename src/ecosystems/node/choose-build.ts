import { platformTokens } from '../selection/platform-tokens.ts';
import { knownBuild } from './known-builds.ts';
import { listAllows } from './package-platform.ts';
import type { Build, Family } from './platform-family.ts';

export type BuildChoice =
  | { readonly kind: 'fits'; readonly build: Build }
  /** Fits by every word that is there, and none of them is of the C library. */
  | { readonly kind: 'either'; readonly build: Build }
  /** The same, and a table knows that it runs on both, or is glibc's. */
  | { readonly kind: 'known' | 'foreign'; readonly build: Build }
  | { readonly kind: 'missing'; readonly build: Build }
  | { readonly kind: 'none'; readonly offered: string };

/**
 * The build that the package's loader asks for by name on the target. Loaders in the manner of napi-rs and detect-libc know the C library and take its build alone; a
 * name without a libc word is glibc's when musl has its own, and the only one otherwise.
 */
export function chooseBuild({ builds, stem }: Family, libc: 'musl' | 'glibc', arch: string): BuildChoice {
  const here = builds.filter(
    ({ name, platform: { os, cpu } }) => listAllows(os, 'linux') && cpu !== null && listAllows(cpu, arch) && isNamedFor(name, arch),
  );
  const exact = here.filter((build) => libcOf(build) === libc);
  const plain = here.find((build) => libcOf(build) === null);
  const preferred = exact.find(({ entry }) => entry !== undefined) ?? exact[0];
  if (preferred !== undefined) return present(preferred, 'fits');
  if (plain === undefined) return { kind: 'none', offered: here.map(({ name }) => name).join(', ') || stem };
  if (libc === 'glibc') return present(plain, 'fits');
  // A musl build of the same family for another machine shows that the bare one is glibc's.
  if (builds.some((build) => libcOf(build) === 'musl')) return { kind: 'none', offered: plain.name };
  const known = knownBuild(plain.name);
  return present(plain, known === null ? 'either' : known === 'any' ? 'known' : 'foreign');
}

/** A package that may be installed on other machines too is still a build for the one in its name (`@node-llama-cpp/linux-arm64` has cpu arm64 and x64). */
function isNamedFor(name: string, arch: string): boolean {
  const named = platformTokens(name).arch;
  return named === undefined || named === arch;
}

function present(build: Build, kind: 'fits' | 'either' | 'known' | 'foreign'): BuildChoice {
  return build.entry === undefined ? { kind: 'missing', build } : { kind, build };
}

function libcOf({ platform: { libc, named } }: Build): 'musl' | 'glibc' | null {
  if (libc !== null) return libc.includes('musl') ? (libc.includes('glibc') ? null : 'musl') : libc.includes('glibc') ? 'glibc' : null;
  return named;
}
