import { describeBase } from '../../../distro/describe-base.ts';
import { profileRootfs } from '../open-profile.ts';
import type { ElfRecord } from '../elf-record.ts';
import type { Profile, ProfileFile } from '../profile.ts';
import { abiTable, lentLibraries } from './abi-table.ts';
import type { Architecture, LibraryAbi } from './abi-table.ts';
import { cutGcc, cutGlibc, minorOf } from './cut-abi.ts';
import { derivedDate } from './derived-bases.ts';
import type { DerivedBase } from './derived-bases.ts';
import { baseTexts, programNames } from './family-files.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { libraryRecord, programRecord } from './library-record.ts';
import type { DerivedLibrary } from './library-record.ts';

/**
 * The profile of a base without its root: glibc's and GCC's exports by version from ABI lists, everything else from its family. Its `kind` says so, and
 * `isGlibcFamily` which of its files are as good as measured.
 */
export function deriveProfile(base: DerivedBase, architecture: Architecture): Profile {
  const layout = layoutOf(base.family.layout, architecture);
  const files = [...libraryFiles(base, architecture, layout), ...programFiles(base, layout), ...baseTexts(base)];
  const folders = [
    '/etc',
    '/home',
    '/opt',
    '/root',
    '/tmp',
    '/usr',
    '/usr/bin',
    '/usr/lib',
    '/usr/local',
    '/usr/sbin',
    '/var',
    layout.libraries,
  ];
  const links = { ...layout.links, ...shellLinks(base) };
  const profile = {
    schema: 'basewise-profile/1' as const,
    name: base.name,
    platform: `linux/${architecture === 'x86_64' ? 'amd64' : 'arm64'}`,
    kind: 'derived' as const,
    source: `glibc ${base.glibc} and GCC ${base.gcc} from ${abiTable(architecture).source}; the rest is what ${base.family.id} usually has`,
    date: derivedDate,
    folders,
    links,
    files,
  };
  const described = describeBase(profileRootfs(profile));
  if (described === null) throw new TypeError(`${base.name}: nothing in it tells a base`);
  return { ...profile, base: described };
}

/** Whether a path's name is one of glibc's own files, whose exports the ABI lists give in full. */
export function isGlibcFamily(path: string): boolean {
  return /(^|\/)(ld-linux-[\w-]+|libc|libm|libpthread|libdl|librt|libutil|libanl|libresolv|libmvec|libBrokenLocale)\.so\.\d+$/.test(path);
}

const madeOf = new Map<string, readonly ProfileFile[]>();

/** Distributions of one release of Red Hat's, and the variants of one base, have the same libraries. */
function libraryFiles(base: DerivedBase, architecture: Architecture, layout: Layout): readonly ProfileFile[] {
  const { glibc, gcc, libraries, family } = base;
  const key = [architecture, family.layout, family.banner, glibc, gcc, ...libraries].join(' ');
  const files = madeOf.get(key) ?? makeLibraries(base, architecture, layout);
  madeOf.set(key, files);
  return files;
}

function makeLibraries(base: DerivedBase, architecture: Architecture, layout: Layout): readonly ProfileFile[] {
  const glibc = cutGlibc(abiTable(architecture), base.glibc);
  const files: ProfileFile[] = [];
  const add = (soname: string, abi: LibraryAbi): void => {
    if (files.some(({ path }) => path.endsWith(`/${soname}`))) return;
    const elf = sharedRecord({
      soname,
      machine: layout.machine,
      abi,
      needed: neededBy(soname, layout),
      moreNodes: isGlibcFamily(soname) ? [...markNodes(base.glibc, soname, layout.machine), 'GLIBC_PRIVATE'] : [],
      ...libcMarks(base, soname, layout),
    });
    files.push({ path: `${layout.libraries}/${soname}`, elf });
  };
  for (const [soname, abi] of glibc) if (soname !== 'libcrypt.so.1' && soname !== 'libnsl.so.1') add(soname, abi);
  for (const soname of base.libraries) {
    const abi = abiOf(soname, base, architecture, glibc);
    if (abi !== null) add(soname, abi);
  }
  return files;
}

const records = new Map<string, ElfRecord>();

/** Bases with the same release of a library share its record. */
function sharedRecord(library: DerivedLibrary): ElfRecord {
  const { soname, machine, abi, needed, moreNodes, libc } = library;
  const nodes = Object.entries(abi.nodes).map(([node, names]) => `${node} ${names.length}`);
  const key = JSON.stringify([soname, machine, nodes, needed, moreNodes, libc]);
  const record = records.get(key) ?? libraryRecord(library);
  records.set(key, record);
  return record;
}

/** libxcrypt took libcrypt's place with the same nodes, except in distributions that glibc 2.26 and 2.27 date. */
function abiOf(soname: string, base: DerivedBase, architecture: Architecture, glibc: ReadonlyMap<string, LibraryAbi>): LibraryAbi | null {
  const gcc = abiTable(architecture).gcc[soname];
  if (gcc !== undefined) return cutGcc(gcc, base.gcc);
  if (soname === 'libcrypt.so.1' && minorOf(base.glibc) < 28) return glibc.get(soname) ?? null;
  const lent = lentLibraries().libraries;
  if (soname === 'libcrypt.so.2') {
    const { nodes } = lent['libcrypt.so.1'] ?? { nodes: {} };
    return { nodes: Object.fromEntries(Object.entries(nodes).filter(([node]) => !node.startsWith('GLIBC_'))) };
  }
  return lent[soname === 'libbz2.so.1' ? 'libbz2.so.1.0' : soname] ?? null;
}

function neededBy(soname: string, layout: Layout): readonly string[] {
  if (soname === layout.loaderSoname) return [];
  if (soname === 'libc.so.6') return [layout.loaderSoname];
  return soname === 'libstdc++.so.6' ? ['libm.so.6', 'libc.so.6', layout.loaderSoname, 'libgcc_s.so.1'] : ['libc.so.6'];
}

/** Marks of what a loader can do, which are no names' nodes: as the measured profiles have them (distributions backport some). */
function markNodes(version: string, soname: string, machine: number): readonly string[] {
  if (soname !== 'libc.so.6') return [];
  const minor = minorOf(version);
  const x86 = minor >= 42 && machine === 62 ? ['GLIBC_ABI_DT_X86_64_PLT', 'GLIBC_ABI_GNU2_TLS'] : [];
  return [...(minor >= 36 ? ['GLIBC_ABI_DT_RELR'] : []), ...x86];
}

function libcMarks(base: DerivedBase, soname: string, layout: Layout): Pick<Parameters<typeof libraryRecord>[0], 'libc'> {
  if (soname !== 'libc.so.6' && soname !== layout.loaderSoname) return {};
  const systemDirectories = soname === 'libc.so.6' ? [] : layout.systemDirectories;
  return { libc: { glibc: { version: base.glibc, banner: `${base.family.banner} ${base.glibc}`, systemDirectories } } };
}

function programFiles(base: DerivedBase, layout: Layout): readonly ProfileFile[] {
  const first = '/usr/bin/ls';
  const names = programNames(base);
  if (names.length === 0) return [];
  const others = names.filter((path) => path !== first);
  return [{ path: first, elf: programRecord(layout.machine, layout.interpreter) }, ...others.map((path) => ({ path, same: first }))];
}

function shellLinks({ family }: DerivedBase): Readonly<Record<string, string>> {
  return family.sh === null ? {} : { '/usr/bin/sh': family.sh };
}
