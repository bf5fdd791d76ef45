import { findRelease } from '../../bases/releases.ts';
import { muslSwitches } from '../../resolver/musl/versions.ts';
import { glibcSwitches, newestMinor, oldestMinor } from '../../resolver/glibc/switches.ts';
import type { LibcResolver } from './libc-resolver.ts';
import type { Place } from '../repository/place.ts';

const x86 = 62;

/** The resolver of an image that is only known by its reference; null where its C library's version is not known or not modelled. */
export function placeResolver({ libc, version, classification }: Place): LibcResolver | null {
  if (version === null || classification === null) return null;
  if (libc === 'glibc') {
    const minor = Number(/^2\.(\d{1,3})/.exec(version)?.[1] ?? '0');
    if (minor < oldestMinor) return null;
    const modelled = Math.min(minor, newestMinor);
    return {
      family: 'glibc',
      name: `glibc ${version}`,
      client: `glibc-2.${modelled}`,
      minor: modelled,
      switches: glibcSwitches(modelled, false),
    };
  }
  if (libc !== 'musl') return null;
  const { family, release } = classification;
  const revision = release === null ? undefined : /-r(\d{1,4})$/.exec(findRelease(family, release)?.libcPackage ?? '')?.[1];
  const switches =
    muslSwitches(version, family === 'alpine' && revision !== undefined ? Number(revision) : undefined) ?? muslSwitches(version);
  if (switches === undefined) return null;
  return { family: 'musl', name: `musl ${version}`, client: `musl-${version}`, machine: x86, switches };
}
