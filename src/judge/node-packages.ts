import type { NodePackage } from '../ecosystems/selection/select-node-addon.ts';
import { platformTokens } from '../ecosystems/selection/platform-tokens.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { FoundArtifact } from './find-artifacts.ts';

/** The npm package that a path below `node_modules` belongs to, with its native files and the platform packages beside it; null elsewhere. */
export function nodePackages(rootfs: Rootfs, artifacts: readonly FoundArtifact[]): (path: string) => NodePackage | null {
  const files = new Map<string, string[]>();
  for (const { path } of artifacts) {
    const folder = packageFolder(path);
    if (folder === null) continue;
    const list = files.get(folder);
    if (list === undefined) files.set(folder, [path.slice(folder.length + 1)]);
    else list.push(path.slice(folder.length + 1));
  }
  const known = new Map<string, NodePackage>();
  return (path) => {
    const folder = packageFolder(path);
    if (folder === null) return null;
    let pkg = known.get(folder);
    if (pkg === undefined) {
      pkg = { ...describedOnce(rootfs, folder), files: files.get(folder) ?? [] };
      known.set(folder, pkg);
    }
    return pkg;
  };
}

/** `/app/node_modules/@img/sharp-linux-x64` of a path below it: the last node_modules counts. */
function packageFolder(path: string): string | null {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*)\//.exec(path)?.[1] ?? null;
}

type Described = Omit<NodePackage, 'files'>;

const describedIn = new WeakMap<Rootfs, Map<string, Described>>();

/** A package is asked about on dozens of targets, and its folder says the same to all of them. */
function describedOnce(rootfs: Rootfs, folder: string): Described {
  const described = describedIn.get(rootfs) ?? new Map<string, Described>();
  describedIn.set(rootfs, described);
  const known = described.get(folder) ?? describe(rootfs, folder);
  described.set(folder, known);
  return known;
}

function describe(rootfs: Rootfs, folder: string): Described {
  const name = folder.slice(folder.lastIndexOf('/node_modules/') + '/node_modules/'.length);
  const manifest = readManifest(rootfs, `${folder}/package.json`);
  const parent = folder.slice(0, folder.lastIndexOf('/'));
  const stem = withoutPlatform(name);
  const prefix = name.includes('/') ? `${name.slice(0, name.indexOf('/'))}/` : '';
  const siblings = rootfs.tree.list(parent).map((other) => prefix + other);
  return {
    folder,
    name,
    libc: words(manifest['libc']),
    cpu: words(manifest['cpu']),
    siblings: siblings.filter((other) => other !== name && withoutPlatform(other) === stem),
  };
}

/** `@img/sharp` of `@img/sharp-linux-x64`: what a platform package is a build of. */
export function withoutPlatform(name: string): string {
  return name
    .split('-')
    .filter((word) => Object.keys(platformTokens(word)).length === 0)
    .join('-');
}

function readManifest(rootfs: Rootfs, path: string): Readonly<Record<string, unknown>> {
  const found = rootfs.tree.lookup(path);
  const bytes = found.ok && found.entry.type === 'file' ? rootfs.bytes.read(found.entry.identity, 0, found.entry.size) : null;
  if (bytes === null) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    // A broken package.json says nothing about platforms; Node would refuse the package itself.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function words(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((word) => typeof word === 'string' && !word.startsWith('!'));
}
