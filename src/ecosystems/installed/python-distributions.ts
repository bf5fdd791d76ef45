import { parsePythonMetadata } from '../../formats/text/python-metadata.ts';
import { parsePythonRecord } from '../../formats/text/python-record.ts';
import { readFile, readText } from '../../distro/read-file.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Place } from './installed-software.ts';
import { INSTALLED_LIMITS } from './keeps.ts';
import type { TreeIndex } from './tree-index.ts';

/** An installed Python distribution; `path` is its `.dist-info` or `.egg-info`. */
export interface PythonDistribution extends Place {
  readonly name: string;
  readonly version: string | null;
  /** The folder it is installed in: `/usr/local/lib/python3.12/site-packages`. */
  readonly folder: string;
  readonly kind: 'wheel' | 'egg';
  /** Tags of its wheel, expanded: `cp311-cp311-musllinux_1_2_x86_64` came from an index, `cp311-cp311-linux_x86_64` was built in place. */
  readonly tags: readonly string[];
  /** Root-Is-Purelib; null where the file does not say. */
  readonly pure: boolean | null;
  readonly generator?: string;
  /** `pip`, `uv`, `conda`. */
  readonly installer?: string;
  /** Native files that its RECORD lists and that are there, by real path; null without a RECORD, when any in the folder may be its. */
  readonly natives: readonly string[] | null;
}

export function findPythonDistributions(index: TreeIndex, unknown: { what: string; why: string }[]): PythonDistribution[] {
  return [
    ...index.distInfos.map((entry) => readDistInfo(index, entry, unknown)),
    ...index.eggInfos.flatMap((entry) => readEggInfo(index, entry)),
  ];
}

function readDistInfo(index: TreeIndex, entry: Entry, unknown: { what: string; why: string }[]): PythonDistribution {
  const wheel = parsePythonMetadata(readText(index.rootfs, `${entry.path}/WHEEL`, INSTALLED_LIMITS.manifest) ?? '');
  const installer = readText(index.rootfs, `${entry.path}/INSTALLER`, INSTALLED_LIMITS.manifest)?.trim();
  const generator = wheel.get('generator')?.[0];
  const pure = wheel.get('root-is-purelib')?.[0]?.toLowerCase();
  return {
    ...placeOf(index, entry),
    ...nameAndVersion(entry.path),
    folder: parent(entry.path),
    kind: 'wheel',
    tags: (wheel.get('tag') ?? []).flatMap(expandTag),
    pure: pure === 'true' ? true : pure === 'false' ? false : null,
    ...(generator === undefined ? {} : { generator }),
    ...(installer === undefined || installer === '' ? {} : { installer }),
    natives: recordedNatives(index, entry, unknown),
  };
}

/** Each of the three parts of a tag may be a set with dots between (PEP 425); maturin leaves them so, others write a line for each. */
function expandTag(tag: string): string[] {
  const [pythons = '', abis = '', ...platforms] = tag.split('-');
  if (abis === '' || platforms.length === 0) return [];
  const sets = [pythons, abis, platforms.join('-')].map((part) => part.split('.'));
  // A tag names a handful; a hostile one could multiply to millions.
  if (sets.reduce((product, set) => product * set.length, 1) > 1000) return [tag];
  const [python = [], abi = [], platform = []] = sets;
  return python.flatMap((first) => abi.flatMap((second) => platform.map((third) => `${first}-${second}-${third}`)));
}

function recordedNatives(index: TreeIndex, entry: Entry, unknown: { what: string; why: string }[]): string[] | null {
  const file = readFile(index.rootfs, `${entry.path}/RECORD`, INSTALLED_LIMITS.record);
  if (file.kind === 'unread') unknown.push({ what: file.path, why: file.why });
  if (file.kind !== 'bytes') return null;
  return parsePythonRecord(new TextDecoder().decode(file.bytes))
    .filter((path) => /\.so(?:\.[\w.-]+)?$/.test(path))
    .flatMap((path) => {
      const found = index.rootfs.tree.lookup(path, { cwd: parent(entry.path) });
      return found.ok && found.entry.type === 'file' ? [found.entry.path] : [];
    });
}

/** Setuptools' folder with PKG-INFO, or distutils' single file. */
function readEggInfo(index: TreeIndex, entry: Entry): PythonDistribution[] {
  const path = entry.type === 'dir' ? `${entry.path}/PKG-INFO` : entry.path;
  const headers = parsePythonMetadata(readText(index.rootfs, path, INSTALLED_LIMITS.manifest) ?? '');
  const named = nameAndVersion(entry.path);
  return [
    {
      ...placeOf(index, entry),
      name: headers.get('name')?.[0] ?? named.name,
      version: headers.get('version')?.[0] ?? named.version,
      folder: parent(entry.path),
      kind: 'egg',
      tags: [],
      pure: null,
      natives: null,
    },
  ];
}

/** Packages own files and not folders: the folder is whose its first known file is. */
function placeOf(index: TreeIndex, entry: Entry): Place {
  for (const name of ['METADATA', 'WHEEL', 'RECORD', 'PKG-INFO']) {
    const found = entry.type === 'dir' ? index.rootfs.tree.lookup(`${entry.path}/${name}`) : null;
    if (found?.ok === true) return { ...index.place(found.entry), path: entry.path };
  }
  return index.place(entry);
}

/** `numpy-1.26.4.dist-info`, `PyYAML-6.0.egg-info`, `six-1.16.0-py3.11.egg-info`; names have no dash in either. */
function nameAndVersion(path: string): { name: string; version: string | null } {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:dist|egg)-info$/, '');
  const [name = stem, version] = stem.split('-');
  return { name, version: version ?? null };
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
