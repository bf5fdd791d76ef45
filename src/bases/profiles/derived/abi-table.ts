import { brotliDecompressSync } from 'node:zlib';
import { profileBytes } from '../profile-bytes.ts';

/** What libraries export by version node: made by `tools/generate-derived-profiles.ts` from Debian's packages. */
export interface AbiTable {
  readonly schema: 'basewise-abi/1';
  /** In words: packages with their versions. */
  readonly source: string;
  /** ISO date. */
  readonly date: string;
  /** glibc's ABI lists of two releases: the last one with libraries apart (before 2.34) and the newest. Versions are cumulative. */
  readonly glibc: readonly AbiRelease[];
  /** libstdc++.so.6 and libgcc_s.so.1 of the newest GCC. */
  readonly gcc: Readonly<Record<string, LibraryAbi>>;
}

export interface AbiRelease {
  /** 31 for glibc 2.31. */
  readonly minor: number;
  /** By soname. */
  readonly libraries: Readonly<Record<string, LibraryAbi>>;
}

export interface LibraryAbi {
  /** Version node → names, joined by blanks; '' is the node of names without a version. */
  readonly nodes: Readonly<Record<string, string>>;
  /** Node → the package version that brought it, from symbols files: `GLIBCXX_3.4.30` → `12`. */
  readonly since?: Readonly<Record<string, string>>;
  /** Names that are data. */
  readonly data?: string;
  /** Names that only old programs can bind (`@`, not `@@`), by the first glibc minor release seen so. */
  readonly hiddenSince?: Readonly<Record<string, number>>;
}

/** Libraries that distributions share beyond glibc and GCC, by soname. */
export interface LentLibraries {
  readonly schema: 'basewise-lent/1';
  readonly source: string;
  readonly date: string;
  readonly libraries: Readonly<Record<string, LibraryAbi>>;
}

export type Architecture = 'x86_64' | 'aarch64';

const tables = new Map<string, unknown>();

export function abiTable(architecture: Architecture): AbiTable {
  return read<AbiTable>(`abi-${architecture}.json.br`);
}

export function lentLibraries(): LentLibraries {
  return read<LentLibraries>('abi-libraries.json.br');
}

/** Shipped data of this package, made by its own generator: its shape is checked by the generator's test, not on every start. */
function read<Table>(file: string): Table {
  const known = tables.get(file) as Table | undefined;
  if (known !== undefined) return known;
  const table: Table = JSON.parse(brotliDecompressSync(profileBytes(file)).toString('utf8'));
  tables.set(file, table);
  return table;
}
