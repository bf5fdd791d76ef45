import type { Base } from '../../distro/base.ts';
import type { ElfFacts } from '../../tree/elf-facts.ts';
import { derivedBases } from './derived/derived-bases.ts';
import { knownLibrary } from './known-library.ts';
import type { LibraryProvider } from './package-providers.ts';

/** A library of GCC's as a base's own package has it. */
export interface GccLibrary extends LibraryProvider {
  readonly elf: ElfFacts;
}

/**
 * libstdc++ or libgcc_s of a base: the package's usual name, and the exports of the GCC release that the base has. Null for any other library, and where the
 * release of GCC is not known: a newer one exports more, and would make a program run that does not.
 */
export function gccLibrary(base: Base | null, soname: string): GccLibrary | null {
  if (base === null || base.distribution === null || base.libc === null) return null;
  const { family, machine } = base.libc;
  const names = usual[base.distribution] ?? usual[likeOf(base)];
  const name = names?.[soname];
  const gcc = gccRelease(base);
  const elf = name === undefined || gcc === null ? null : knownLibrary(soname, { family, machine, gcc });
  return name === undefined || elf === null
    ? null
    : { package: name, source: `the usual name of ${soname} in ${base.distribution}, with GCC ${gcc ?? ''}`, elf };
}

const usual: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = {
  debian: { 'libstdc++.so.6': 'libstdc++6', 'libgcc_s.so.1': 'libgcc-s1' },
  rhel: { 'libstdc++.so.6': 'libstdc++', 'libgcc_s.so.1': 'libgcc' },
  wolfi: { 'libstdc++.so.6': 'libstdc++', 'libgcc_s.so.1': 'libgcc' },
  alpine: { 'libstdc++.so.6': 'libstdc++', 'libgcc_s.so.1': 'libgcc' },
};

function likeOf({ distribution, like }: Base): string {
  return like.find((name) => Object.hasOwn(usual, name)) ?? (distribution === 'fedora' ? 'rhel' : '');
}

/** `13`, `8.5`; null where nothing tells it. */
function gccRelease({ distribution, release }: Base): string | null {
  const [major, minor] = (release ?? '').split('.');
  if (distribution === 'alpine') return gccOfAlpine(`${major ?? ''}.${minor ?? ''}`);
  const found = derivedBases.find(
    (each) =>
      each.family.id === distribution &&
      (each.release === release || each.release === major || (release === null && each.release === 'rolling')),
  );
  return found?.gcc ?? null;
}

/** Alpine's release of GCC by its own: `13` of `3.20`; null where it is not known. */
export function gccOfAlpine(release: string): string | null {
  return alpineGcc[release] ?? null;
}

/** aports, main/gcc of each stable branch. */
const alpineGcc: Readonly<Record<string, string | undefined>> = {
  '3.15': '10',
  '3.16': '11',
  '3.17': '12',
  '3.18': '12',
  '3.19': '13',
  '3.20': '13',
  '3.21': '14',
  '3.22': '14',
  '3.23': '15',
  '3.24': '15',
};
