import { abiTable } from '../../src/bases/profiles/derived/abi-table.ts';
import type { LibraryAbi } from '../../src/bases/profiles/derived/abi-table.ts';
import { cutGcc, cutGlibc } from '../../src/bases/profiles/derived/cut-abi.ts';
import { isGlibcFamily } from '../../src/bases/profiles/derived/derive-profile.ts';
import { findShippedProfile, readShippedProfile } from '../../src/bases/profiles/shipped-profiles.ts';
import { measuredLibrary } from './measured-library.ts';

export interface DerivationDifference {
  /** `debian:12-slim libc.so.6` */
  readonly title: string;
  /** `NAME@NODE` that the real library has and the derived one has not, and the reverse. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** The measured Debian profiles and the GCC that each has. */
const measured = [
  ['debian:11-slim', '10.2'],
  ['debian:12-slim', '12'],
  ['debian:13-slim', '14'],
  ['debian:sid-slim', '16'],
] as const;

/** GCC 11 gave x86_64's libgcc_s two more names under an old node; a cut by nodes cannot tell. */
const explained = new Set(['debian:11-slim libgcc_s.so.1 __extendsfdf2@GCC_3.0', 'debian:11-slim libgcc_s.so.1 __truncdfsf2@GCC_3.0']);

/** Derives each Debian's glibc and GCC libraries by version and compares names with nodes; GLIBC_PRIVATE is in no ABI list. */
export function compareDerivation(): readonly DerivationDifference[] {
  const table = abiTable('x86_64');
  return measured.flatMap(([profile, gcc]) => {
    const shipped = findShippedProfile(profile, 'linux/amd64');
    if (shipped === null) return [];
    const { base, files } = readShippedProfile(shipped);
    const derived = new Map<string, LibraryAbi>([...cutGlibc(table, base.libc?.version ?? '')].filter(([soname]) => isGlibcFamily(soname)));
    for (const [soname, library] of Object.entries(table.gcc)) derived.set(soname, cutGcc(library, gcc));
    const there = new Set(files.flatMap(({ elf }) => elf?.dynamic?.soname ?? []));
    return [...derived]
      .filter(([soname]) => there.has(soname))
      .map(([soname, library]) => {
        const real = namesOf(measuredLibrary(profile, soname));
        const ours = namesOf(library);
        const title = `${profile} ${soname}`;
        return {
          title,
          missing: [...real].filter((each) => !ours.has(each)),
          extra: [...ours].filter((each) => !real.has(each) && !explained.has(`${title} ${each}`)),
        };
      });
  });
}

function namesOf(library: LibraryAbi): ReadonlySet<string> {
  return new Set(
    Object.entries(library.nodes)
      .filter(([node]) => node !== 'GLIBC_PRIVATE')
      .flatMap(([node, names]) =>
        names
          .split(' ')
          .filter((name) => name !== '')
          .map((name) => `${name}@${node}`),
      ),
  );
}
