import { chiselSlices } from '../../bases/chisel-slices.ts';
import { gccLibrary } from '../../bases/profiles/gcc-library.ts';
import { knownLibrary } from '../../bases/profiles/known-library.ts';
import { libraryProvider } from '../../bases/profiles/package-providers.ts';
import type { Base } from '../../distro/base.ts';
import { packagedCopy } from '../../judge/packaged-libraries.ts';
import type { Software } from '../../judge/software.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';

/** A library that could be brought to a base, and what stands for it there. */
export interface LibrarySource {
  /** Of a chiselled base the slice. */
  readonly package: string;
  readonly source: string;
  readonly elf: ElfFacts;
}

/** Where a library that the loader misses would come from on this base; null where its package or its exports are not known. */
export function librarySource(software: Software, target: Software, soname: string): LibrarySource | null {
  const { base } = target;
  const found = gccLibrary(base, soname) ?? sharedLibrary(base, soname);
  if ((base?.packageManagers.length ?? 0) > 0) return found;
  const own = packagedCopy(software, target, soname);
  if (base?.flavour === 'chiselled') return inSlice(base, soname, own?.elf ?? found?.elf ?? knownFor(base, soname));
  // Nothing brings what a copied file needs itself: it is looked for like the file.
  return own ?? (found === null ? null : { ...found, elf: needing(found.elf, linkedTo[soname] ?? []) });
}

/** A slice brings what it needs along. */
function inSlice({ release }: Base, soname: string, elf: ElfFacts | null): LibrarySource | null {
  const slices = chiselSlices(release ?? '');
  const slice = slices?.withLibrary(soname) ?? null;
  return slices === null || slice === null || elf === null ? null : { package: slice, source: slices.source, elf: needing(elf, []) };
}

/** A library that many distributions have (zlib, OpenSSL …), where the release's own index names its package. */
function sharedLibrary(base: Base | null, soname: string): LibrarySource | null {
  const provider = libraryProvider(base, soname);
  const elf = base === null ? null : knownFor(base, soname);
  return provider === null || elf === null ? null : { ...provider, elf };
}

function knownFor({ libc }: Base, soname: string): ElfFacts | null {
  return libc === null ? null : knownLibrary(soname, libc);
}

function needing(elf: ElfFacts, needed: readonly string[]): ElfFacts {
  return elf.dynamic === undefined ? elf : { ...elf, dynamic: { ...elf.dynamic, needed } };
}

/** What the libraries whose exports are recorded are linked with beside the C library (DT_NEEDED in Debian's packages). */
const linkedTo: Readonly<Record<string, readonly string[] | undefined>> = {
  'libstdc++.so.6': ['libgcc_s.so.1'],
  'libssl.so.3': ['libcrypto.so.3'],
  'libssl.so.1.1': ['libcrypto.so.1.1'],
  'libselinux.so.1': ['libpcre2-8.so.0'],
  'libtic.so.6': ['libtinfo.so.6'],
};
