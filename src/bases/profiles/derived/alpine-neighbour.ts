import { muslCapabilities } from '../../../distro/libc/musl-capabilities.ts';
import type { Libc } from '../../../distro/libc/libc.ts';
import type { Base } from '../../../distro/base.ts';
import type { Profile, ProfileFile } from '../profile.ts';

/** An Alpine release without a root at hand: a measured one with a musl of the same exports stands for it. */
export interface AlpineNeighbour {
  /** `3.22` */
  readonly release: string;
  /** Other spellings: the newest release goes by the name alone. */
  readonly aliases: readonly string[];
  /** The measured releases that can stand for it, best first. */
  readonly like: readonly string[];
  /** As the loader says it. */
  readonly version: string;
  /** Of the package, which tells the patches of the resolver. */
  readonly package: string;
  /** In support when this was written: shown where bases are listed. */
  readonly supported: boolean;
}

/**
 * musl by release: base-images.md section 2 (aports, main/musl of each stable branch). musl takes no exported name back but LFS64's in 1.2.4, so that 1.2.5's names
 * are in 1.2.6 as well; apk-tools 3 brings libcap and libzstd from 3.23 on, so that releases before it stand on 3.20; names that are new there count as missing.
 */
export const alpineNeighbours: readonly AlpineNeighbour[] = [
  { release: '3.24', aliases: ['alpine', 'alpine:latest'], like: ['3.23', '3.20'], version: '1.2.6', package: '1.2.6-r2', supported: true },
  { release: '3.22', aliases: [], like: ['3.20'], version: '1.2.5', package: '1.2.5-r12', supported: true },
  { release: '3.21', aliases: [], like: ['3.20'], version: '1.2.5', package: '1.2.5-r11', supported: false },
];

/** The neighbour's profile under the other release's name and musl. Package versions are not known; its programs, users and folders are taken to be the same. */
export function deriveNeighbour({ release, version, package: revision }: AlpineNeighbour, neighbour: Profile): Profile {
  const prettyName = `Alpine Linux v${release}`;
  const texts = new Map([
    ['/etc/alpine-release', `${release}.0\n`],
    ['/usr/lib/os-release', `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${release}.0\nPRETTY_NAME="${prettyName}"\n`],
    ['/etc/os-release', `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${release}.0\nPRETTY_NAME="${prettyName}"\n`],
  ]);
  const libcs = neighbour.base.libcs.map((libc) => withVersion(libc, version, revision));
  const libc = neighbour.base.libc === null ? null : withVersion(neighbour.base.libc, version, revision);
  const busybox = neighbour.base.busybox === null ? null : { ...neighbour.base.busybox, version: null };
  const base: Base = { ...neighbour.base, release: `${release}.0`, prettyName, libc, libcs, packages: [], apkRepositories: [], busybox };
  return {
    ...neighbour,
    name: `alpine:${release}`,
    kind: 'derived',
    source: `${neighbour.name} (${neighbour.source}), with musl ${revision} in its place`,
    base,
    files: neighbour.files.map((file) => withoutOwner(withMarks(withText(file, texts), version))),
  };
}

function withVersion(libc: Libc, version: string, revision: string): Libc {
  if (libc.family !== 'musl') return libc;
  const { lfs64Symbols, lfs64Remap, qsortR, statx } = libc.capabilities;
  const byTable = muslCapabilities({ version, packageVersion: revision, distribution: 'alpine' });
  // What the file's own names showed is the neighbour's, and the names are.
  return {
    ...libc,
    version,
    package: { name: 'musl', version: revision },
    capabilities: { ...byTable, lfs64Symbols, lfs64Remap, qsortR, statx },
  };
}

function withText(file: ProfileFile, texts: ReadonlyMap<string, string>): ProfileFile {
  const text = file.text === undefined ? undefined : texts.get(file.path);
  return text === undefined ? file : { ...file, text };
}

function withMarks(file: ProfileFile, version: string): ProfileFile {
  const { elf } = file;
  if (elf?.libc?.musl === undefined) return file;
  return { ...file, elf: { ...elf, libc: { ...elf.libc, musl: { ...elf.libc.musl, version } } } };
}

/** Owners are indexes into packages that are not known here. */
function withoutOwner({ owner: _owner, ...file }: ProfileFile): ProfileFile {
  return file;
}
