import type { Packages } from '../../distro/packages/read-packages.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Place } from './installed-software.ts';

/** Entries that ecosystems look for, found in one walk. */
export interface TreeIndex {
  readonly rootfs: Rootfs;
  readonly distInfos: readonly Entry[];
  readonly eggInfos: readonly Entry[];
  readonly packageJsons: readonly Entry[];
  /** Files and links that look native by name: `.node`, `.so`, `.so.1`. */
  readonly natives: readonly Entry[];
  readonly javaArchives: readonly Entry[];
  readonly depsJsons: readonly Entry[];
  readonly gemspecs: readonly Entry[];
  /** Files that may be programs: executable, or native by name. */
  readonly binaries: readonly Entry[];
  readonly place: (entry: Entry) => Place;
}

export function indexTree(rootfs: Rootfs, packages: Pick<Packages, 'ownerOf'>): TreeIndex {
  const lists: Lists = {
    distInfos: [],
    eggInfos: [],
    packageJsons: [],
    natives: [],
    javaArchives: [],
    depsJsons: [],
    gemspecs: [],
    binaries: [],
  };
  for (const entry of rootfs.tree.entries()) sort(entry, lists);
  const place = (entry: Entry): Place => {
    const owner = packages.ownerOf(entry.path)?.name;
    return {
      path: entry.path,
      ...(entry.layer === undefined ? {} : { layer: entry.layer }),
      ...(owner === undefined ? {} : { owner }),
    };
  };
  return { rootfs, ...lists, place };
}

type Lists = Record<Exclude<keyof TreeIndex, 'rootfs' | 'place'>, Entry[]>;

function sort(entry: Entry, lists: Lists): void {
  const { path, type } = entry;
  if (type === 'dir' && path.endsWith('.dist-info')) lists.distInfos.push(entry);
  if ((type === 'dir' || type === 'file') && path.endsWith('.egg-info')) lists.eggInfos.push(entry);
  if (type !== 'file') return;
  const native = /\.node$|\.so(?:\.[\w.-]+)?$/.test(path);
  if (native) lists.natives.push(entry);
  if (native || (entry.mode & 0o111) !== 0) lists.binaries.push(entry);
  if (isPackageJson(path)) lists.packageJsons.push(entry);
  else if (/\.(?:jar|war|ear)$/.test(path)) lists.javaArchives.push(entry);
  else if (path.endsWith('.deps.json')) lists.depsJsons.push(entry);
  else if (isSpecification(path)) lists.gemspecs.push(entry);
}

/** An installed gem's specification and not the one that its author wrote, which lies in the gem's own folder. */
export function isSpecification(path: string): boolean {
  return /\/specifications\/(?:default\/)?[^/]+\.gemspec$/.test(path);
}

/** The manifest of an installed package and not one of the fixtures, types or builds deeper inside it. */
export function isPackageJson(path: string): boolean {
  return /\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(path);
}
