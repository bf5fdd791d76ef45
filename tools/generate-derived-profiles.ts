// node tools/generate-derived-profiles.ts: the tables that profiles without a root are derived from, out of the Debian archive that apt is configured for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { AbiTable, Architecture, LentLibraries, LibraryAbi } from '../src/bases/profiles/derived/abi-table.ts';
import { readAbiLists } from './profiles/abilists.ts';
import { packageSymbols, unpackGlibcSource } from './profiles/debian-files.ts';
import { hiddenNames } from './profiles/hidden-names.ts';
import { measuredLibrary } from './profiles/measured-library.ts';
import { parseSymbolsFile } from './profiles/symbols-file.ts';

const date = new Date().toISOString().slice(0, 10);
const work = mkdtempSync(join(tmpdir(), 'basewise-abi-'));
/** The last release with libpthread and others apart, and the newest: everything between is a cut of the newest. */
const glibcSuites = ['bullseye', 'sid'];
const debianArchitecture = { x86_64: 'amd64', aarch64: 'arm64' } as const;
/** Whose symbols files stand for the same soname elsewhere: suite, package. */
const lenders = [
  ['bookworm', 'zlib1g'],
  ['bookworm', 'liblzma5'],
  ['bookworm', 'liblz4-1'],
  ['bookworm', 'libcrypt1'],
  ['bookworm', 'libtinfo6'],
  ['bookworm', 'libuuid1'],
  ['bookworm', 'libselinux1'],
  ['bookworm', 'libpcre2-8-0'],
  ['bookworm', 'libcom-err2'],
  ['bookworm', 'libssl3'],
  ['bullseye', 'libssl1.1'],
] as const;

try {
  const sources = glibcSuites.map((suite) => unpackGlibcSource(suite, work));
  const hidden = hiddenNames();
  for (const architecture of ['x86_64', 'aarch64'] as const) writeTable(architecture, sources, hidden);
  writeLent();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function writeTable(
  architecture: Architecture,
  sources: readonly { readonly folder: string; readonly version: string }[],
  hidden: ReturnType<typeof hiddenNames>,
): void {
  const gcc: Record<string, LibraryAbi> = {};
  const versions: string[] = [];
  for (const name of ['libstdc++6', 'libgcc-s1']) {
    const { text, version } = packageSymbols('sid', debianArchitecture[architecture], name, work);
    Object.assign(gcc, parseSymbolsFile(text));
    versions.push(`${name} ${version}`);
  }
  const table: AbiTable = {
    schema: 'basewise-abi/1',
    source: `ABI lists of Debian's glibc ${sources.map(({ version }) => version).join(' and ')}; symbols files of ${versions.join(', ')}`,
    date,
    glibc: sources.map(({ folder, version }) => ({
      minor: Number(/^2\.(\d+)/.exec(version)?.[1]),
      libraries: withHidden(readAbiLists(folder, architecture), hidden),
    })),
    gcc,
  };
  write(`abi-${architecture}.json.br`, table);
}

function withHidden(
  libraries: Readonly<Record<string, LibraryAbi>>,
  hidden: ReturnType<typeof hiddenNames>,
): Readonly<Record<string, LibraryAbi>> {
  return Object.fromEntries(
    Object.entries(libraries).map(([soname, library]) => {
      const hiddenSince = hidden.get(soname);
      return [soname, hiddenSince === undefined ? library : { ...library, hiddenSince: Object.fromEntries(hiddenSince) }];
    }),
  );
}

function writeLent(): void {
  const libraries: Record<string, LibraryAbi> = {};
  const versions: string[] = [];
  for (const [suite, name] of lenders) {
    const { text, version } = packageSymbols(suite, 'amd64', name, work);
    if (text === '') throw new Error(`${name} of ${suite} has no symbols file`);
    for (const [soname, library] of Object.entries(parseSymbolsFile(text))) if (/^lib.*\.so\./.test(soname)) libraries[soname] = library;
    versions.push(`${name} ${version}`);
  }
  for (const soname of ['libbz2.so.1.0', 'libzstd.so.1']) libraries[soname] = measuredLibrary('debian:12-slim', soname);
  const table: LentLibraries = {
    schema: 'basewise-lent/1',
    source: `symbols files of Debian's ${versions.join(', ')}; libbz2.so.1.0 and libzstd.so.1 of the profile debian:12-slim`,
    date,
    libraries,
  };
  write('abi-libraries.json.br', table);
}

function write(file: string, table: object): void {
  const bytes = brotliCompressSync(JSON.stringify(table), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
  writeFileSync(join('data/profiles', file), bytes);
  console.log(`${file}: ${bytes.length} bytes`);
}
