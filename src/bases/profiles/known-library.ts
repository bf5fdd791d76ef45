import type { ElfFacts } from '../../tree/elf-facts.ts';
import { abiTable, lentLibraries } from './derived/abi-table.ts';
import type { LibraryAbi } from './derived/abi-table.ts';
import { cutGcc } from './derived/cut-abi.ts';
import { libraryRecord } from './derived/library-record.ts';
import { fromElfRecord } from './elf-record.ts';

/** Whose build of a library is wanted: musl's loader ignores versions and gets names without them. */
export interface LibraryBuild {
  readonly family: 'musl' | 'glibc';
  /** e_machine */
  readonly machine: number;
  /** Release of GCC whose own libraries are meant; the newest known where it is absent. */
  readonly gcc?: string;
}

const built = new Map<string, ElfFacts | null>();

/**
 * A library that many distributions have, as its package of today exports it: GCC's own and those of `data/profiles/abi-libraries.json.br`. Null where nothing is
 * known of it, on that machine or at all.
 */
export function knownLibrary(soname: string, { family, machine, gcc }: LibraryBuild): ElfFacts | null {
  const key = `${soname} ${family} ${machine} ${gcc ?? ''}`;
  const known = built.get(key);
  if (known !== undefined) return known;
  const abi = abiOf(soname, machine, gcc);
  const facts =
    abi === null ? null : fromElfRecord(libraryRecord({ soname, machine, abi: family === 'musl' ? unversioned(abi) : abi, needed: [] }));
  built.set(key, facts);
  return facts;
}

function abiOf(soname: string, machine: number, release: string | undefined): LibraryAbi | null {
  const architecture = ({ 62: 'x86_64', 183: 'aarch64' } as const)[machine];
  if (architecture === undefined) return null;
  const { gcc } = abiTable(architecture);
  const { libraries } = lentLibraries();
  const own = Object.hasOwn(gcc, soname) ? gcc[soname] : undefined;
  if (own !== undefined) return release === undefined ? own : cutGcc(own, release);
  return (Object.hasOwn(libraries, soname) ? libraries[soname] : null) ?? null;
}

function unversioned(abi: LibraryAbi): LibraryAbi {
  const names = new Set(Object.values(abi.nodes).flatMap((each) => each.split(' ')));
  return { nodes: { '': [...names].filter((name) => name !== '').join(' ') }, ...(abi.data === undefined ? {} : { data: abi.data }) };
}
