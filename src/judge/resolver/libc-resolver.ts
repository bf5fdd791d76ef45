import type { Base } from '../../distro/base.ts';
import type { Libc } from '../../distro/libc/libc.ts';
import { parseMuslVersion } from '../../distro/libc/musl-version.ts';
import { glibcSwitches, newestMinor, oldestMinor } from '../../resolver/glibc/switches.ts';
import type { GlibcSwitches } from '../../resolver/glibc/switches.ts';
import type { MuslSwitches } from '../../resolver/musl/switches.ts';
import { muslSwitches } from '../../resolver/musl/versions.ts';

/** The resolver inside a C library, by its exact revision. */
export type LibcResolver = MuslResolver | GlibcResolver;

export interface MuslResolver {
  readonly family: 'musl';
  /** `musl 1.2.4-r1` */
  readonly name: string;
  /** As `findClient` knows it: `musl-1.2.4-r1`. */
  readonly client: string;
  /** e_machine of the loader. */
  readonly machine: number;
  readonly switches: MuslSwitches;
}

export interface GlibcResolver {
  readonly family: 'glibc';
  /** `glibc 2.36` */
  readonly name: string;
  readonly client: string;
  readonly minor: number;
  readonly switches: GlibcSwitches;
}

/** The resolver of a libc; null where its version is not known or not modelled. `distribution` decides whether a revision is one of Alpine's. */
export function libcResolver(libc: Libc | null, distribution: Base['distribution']): LibcResolver | null {
  if (libc?.version == null) return null;
  return libc.family === 'musl' ? muslResolver(libc, libc.version, distribution) : glibcResolver(libc.version);
}

function muslResolver(libc: Libc, text: string, distribution: string | null): MuslResolver | null {
  const parsed = parseMuslVersion(text);
  if (parsed === null) return null;
  const date = parsed.snapshot?.date ?? null;
  const version = `${parsed.release.join('.')}${date === null ? '' : `_git${date}`}`;
  const revision = alpineRevision(libc, text, distribution);
  const switches = muslSwitches(version, revision);
  if (switches === undefined) return null;
  const suffix = revision === undefined ? '' : `-r${revision}`;
  return { family: 'musl', name: `musl ${text}${suffix}`, client: `musl-${version}${suffix}`, machine: libc.machine, switches };
}

/** The file wins over the database: a package of another version does not own this loader. */
function alpineRevision(libc: Libc, version: string, distribution: string | null): number | undefined {
  if (distribution !== 'alpine' && distribution !== 'postmarketos') return undefined;
  const match = /^(.+)-r(\d{1,4})$/.exec(libc.package?.version ?? '');
  return match?.[1] === version ? Number(match[2]) : undefined;
}

function glibcResolver(text: string): GlibcResolver | null {
  const match = /^2\.(\d{1,3})(?:\.|$)/.exec(text);
  if (match === null) return null;
  const minor = Math.min(Number(match[1]), newestMinor);
  if (minor < oldestMinor) return null;
  return { family: 'glibc', name: `glibc ${text}`, client: `glibc-2.${minor}`, minor, switches: glibcSwitches(minor, false) };
}
