import type { Entry } from '../../tree/tree.ts';
import type { Place } from './installed-software.ts';
import { INSTALLED_LIMITS } from './keeps.ts';
import { isObject, readJson } from './read-json.ts';
import type { JsonObject } from './read-json.ts';
import type { TreeIndex } from './tree-index.ts';

/** A published .NET application or library; `path` is its `.deps.json` (native-dependencies.md, section 7). */
export interface DotnetApplication extends Place {
  /** `.NETCoreApp,Version=v8.0`. */
  readonly framework: string;
  /** Runtime identifier that it was published for: `linux-musl-x64`; null for a portable one. */
  readonly runtimeIdentifier: string | null;
  /** It brings the runtime itself. */
  readonly selfContained: boolean;
  readonly natives: readonly DotnetNative[];
}

export interface DotnetNative {
  /** `Microsoft.Data.Sqlite/8.0.1`. */
  readonly package: string;
  /** As named there: `runtimes/linux-x64/native/libe_sqlite3.so`. */
  readonly file: string;
  /** The identifier it is for; that of the application where the file is its own. */
  readonly runtimeIdentifier: string | null;
  /** Real path, null when the file is not there. */
  readonly path: string | null;
}

export function findDotnetApplications(index: TreeIndex, unknown: { what: string; why: string }[]): DotnetApplication[] {
  return index.depsJsons.flatMap((entry) => {
    const deps = readJson(index.rootfs, entry.path, INSTALLED_LIMITS.deps, unknown);
    return deps === null ? [] : [describe(index, entry, deps)];
  });
}

function describe(index: TreeIndex, entry: Entry, deps: JsonObject): DotnetApplication {
  const target = isObject(deps['runtimeTarget']) ? String(deps['runtimeTarget']['name'] ?? '') : '';
  const [framework = '', runtimeIdentifier] = target.split('/');
  const targets = isObject(deps['targets']) ? deps['targets'] : {};
  const packages = Object.entries(isObject(targets[target]) ? targets[target] : {});
  return {
    ...index.place(entry),
    framework,
    runtimeIdentifier: runtimeIdentifier ?? null,
    selfContained: packages.some(([name]) => name.startsWith('runtimepack.Microsoft.NETCore.App.Runtime')),
    natives: packages.flatMap(([name, assets]) => nativeAssets(index, entry, name, assets, runtimeIdentifier ?? null)),
  };
}

/** `runtimeTargets` of a portable application by identifier, `native` of one that was published for one. */
function nativeAssets(index: TreeIndex, entry: Entry, name: string, assets: unknown, own: string | null): DotnetNative[] {
  if (!isObject(assets)) return [];
  const targeted = Object.entries(isObject(assets['runtimeTargets']) ? assets['runtimeTargets'] : {}).flatMap(([file, about]) => {
    if (!isObject(about) || about['assetType'] !== 'native') return [];
    return [{ file, runtimeIdentifier: typeof about['rid'] === 'string' ? about['rid'] : null }];
  });
  const direct = Object.keys(isObject(assets['native']) ? assets['native'] : {}).map((file) => ({ file, runtimeIdentifier: own }));
  return [...targeted, ...direct].map((native) => ({ package: name, ...native, path: locate(index, entry, native.file) }));
}

/** Published files lie beside the application by their path, or flattened to their name. */
function locate(index: TreeIndex, entry: Entry, file: string): string | null {
  const cwd = entry.path.slice(0, entry.path.lastIndexOf('/')) || '/';
  for (const path of [file, file.slice(file.lastIndexOf('/') + 1)]) {
    const found = index.rootfs.tree.lookup(path, { cwd });
    if (found.ok && found.entry.type === 'file') return found.entry.path;
  }
  return null;
}
