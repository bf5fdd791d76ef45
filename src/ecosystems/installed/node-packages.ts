import type { Entry } from '../../tree/tree.ts';
import type { Place } from './installed-software.ts';
import { INSTALLED_LIMITS } from './keeps.ts';
import { isObject, keys, readJson, words } from './read-json.ts';
import type { JsonObject } from './read-json.ts';
import type { TreeIndex } from './tree-index.ts';

/** An npm package that has to do with native code; `path` is its folder. */
export interface NodePackage extends Place {
  readonly name: string;
  readonly version: string | null;
  /** `.node` files below the folder that belong to this package and to none nested in it. */
  readonly addons: readonly string[];
  /** `.so` files likewise. */
  readonly libraries: readonly string[];
  /** `os`, `cpu` and `libc` of a package that is made for some platforms only. */
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
  /** Optional dependencies: a package that chooses its build among packages names them here. */
  readonly optionalDependencies: readonly string[];
  /** How its binary is found or made, by the helpers it depends on (native-dependencies.md, section 3.3). */
  readonly helpers: readonly string[];
  /** `binding.gyp` is there, or an install script: it may be compiled where it is installed. */
  readonly buildable: boolean;
}

/** Packages whose presence among the dependencies marks native code. */
const HELPERS: ReadonlySet<string> = new Set([
  'node-gyp-build',
  'node-gyp-build-optional-packages',
  'prebuild-install',
  '@mapbox/node-pre-gyp',
  'node-pre-gyp',
  'cmake-js',
  'cmake-ts',
  'pkg-prebuilds',
  'install-artifact-from-github',
  'node-gyp',
  'bindings',
  'nan',
  'node-addon-api',
  'napi-macros',
  '@napi-rs/triples',
  'detect-libc',
]);

export function findNodePackages(index: TreeIndex, unknown: { what: string; why: string }[]): NodePackage[] {
  const natives = nativesByFolder(index.natives);
  return index.packageJsons.flatMap((entry) => {
    const folder = entry.path.slice(0, entry.path.lastIndexOf('/'));
    const files = natives.get(folder) ?? [];
    const manifest = readJson(index.rootfs, entry.path, INSTALLED_LIMITS.manifest, unknown) ?? {};
    const found = describe(index, entry, folder, files, manifest);
    return isNative(found) ? [found] : [];
  });
}

function describe(index: TreeIndex, entry: Entry, folder: string, files: readonly string[], manifest: JsonObject): NodePackage {
  const dependencies = [...keys(manifest['dependencies']), ...keys(manifest['optionalDependencies'])];
  const scripts = isObject(manifest['scripts']) ? manifest['scripts'] : {};
  const gyp = index.rootfs.tree.lookup(`${folder}/binding.gyp`).ok && manifest['gypfile'] !== false;
  return {
    ...index.place(entry),
    path: folder,
    name: typeof manifest['name'] === 'string' ? manifest['name'] : folder.slice(folder.lastIndexOf('/node_modules/') + 14),
    version: typeof manifest['version'] === 'string' ? manifest['version'] : null,
    addons: files.filter((path) => path.endsWith('.node')),
    libraries: files.filter((path) => !path.endsWith('.node')),
    os: words(manifest['os']),
    cpu: words(manifest['cpu']),
    libc: words(manifest['libc']),
    optionalDependencies: keys(manifest['optionalDependencies']),
    helpers: dependencies.filter((name) => HELPERS.has(name)),
    buildable: gyp || ['preinstall', 'install', 'postinstall'].some((name) => typeof scripts[name] === 'string'),
  };
}

/** An install script alone is no sign of native code; many only print a message. */
function isNative(found: NodePackage): boolean {
  const platforms = found.os.length + found.cpu.length + found.libc.length > 0;
  const chooses = found.optionalDependencies.some((name) => /(?:linux|musl|darwin|win32)/.test(name));
  return found.addons.length + found.libraries.length + found.helpers.length > 0 || platforms || chooses;
}

/** The folder of the innermost package that a file lies in. */
function nativesByFolder(natives: readonly Entry[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const { path } of natives) {
    const folder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*)\//.exec(path)?.[1];
    if (folder === undefined) continue;
    const list = folders.get(folder);
    if (list === undefined) folders.set(folder, [path]);
    else list.push(path);
  }
  return folders;
}
