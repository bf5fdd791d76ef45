import { nodeGypBuildChoice } from '../selection/node-gyp-build.ts';
import { isSelectedByName } from '../selection/select-build.ts';
import type { SelectionTarget } from '../selection/selection-target.ts';
import type { TarballContents } from './tarball-contents.ts';

/**
 * The addon that the package's own JavaScript opens on the target, by the mechanisms of native-dependencies.md 3.3; null when it has addons and none is for this place.
 * `addons` is false where the package has none at all.
 */
export function chooseInTarball(
  { files, natives }: TarballContents,
  asks: ReadonlySet<string>,
  target: SelectionTarget,
): { readonly addons: boolean; readonly file: string | null } {
  const elfs = new Set(natives.map(({ path }) => path));
  const addons = files.filter((path) => path.endsWith('.node') && !isAside(path));
  if (addons.length === 0) return { addons: false, file: null };
  const nested = addons.filter((path) => /^prebuilds\/[^/]+\/[^/]+\.node$/.test(path));
  if (asks.has('require-addon')) return { addons: true, file: requireAddonChoice(nested, target) };
  if (asks.has('pkg-prebuilds')) return { addons: true, file: pkgPrebuildsChoice(nested, target) };
  if (nested.length > 0) return { addons: true, file: nodeGypBuildChoice(files, target) ?? olderGypBuildChoice(nested, target) };
  if (asks.has('cmake-ts')) return { addons: true, file: cmakeTsChoice(natives, target) };
  const ours = addons.filter((path) => elfs.has(path) && fitsNode(path, target.nodeMajor));
  const exact = ours.filter((path) => fitsAbi(path, target.nodeAbi));
  const fitting = exact.length > 0 ? exact : ours.filter((path) => abiOf(path) === null);
  const chosen = fitting
    .filter((path) => isSelectedByName(path, fitting, target))
    .toSorted((a, b) => Number(abiOf(b) !== null) - Number(abiOf(a) !== null));
  return { addons: true, file: chosen[0] ?? null };
}

/** require-addon (Bare) looks in `prebuilds/linux-ARCH/`, on musl in `prebuilds/linux-ARCH-musl/`, and nowhere else. */
function requireAddonChoice(nested: readonly string[], { arch, libc }: SelectionTarget): string | null {
  const folder = `prebuilds/linux-${arch}${libc === 'musl' ? '-musl' : ''}/`;
  return nested.find((path) => path.startsWith(folder)) ?? null;
}

/** pkg-prebuilds 1.1: `prebuilds/NAME-linux-ARCH/`, with `-musl` behind it where /etc/alpine-release exists, and no other. */
function pkgPrebuildsChoice(nested: readonly string[], { arch, alpineRelease }: SelectionTarget): string | null {
  const folder = `-linux-${arch}${alpineRelease ? '-musl' : ''}`;
  return nested.find((path) => path.split('/')[1]?.endsWith(folder) === true && /\/node-napi-v\d+\.node$/.test(path)) ?? null;
}

/** node-gyp-build 3: `prebuilds/linuxmusl-x64/` before `prebuilds/linux-x64/`; in each `node-ABI.node`, `node-napi.node`, `napi.node`. */
function olderGypBuildChoice(nested: readonly string[], { arch, alpineRelease, nodeAbi }: SelectionTarget): string | null {
  const folders = [`linux${alpineRelease ? 'musl' : 'glibc'}-${arch}`, `linux-${arch}`].flatMap((name) =>
    arch === 'arm64' ? [`${name}-v8`, name] : [name],
  );
  const names = [...(nodeAbi === undefined ? [] : [`node-${nodeAbi}.node`]), 'node-napi.node', 'napi.node'];
  const wanted = folders.flatMap((folder) => names.map((name) => `prebuilds/${folder}/${name}`));
  return wanted.find((path) => nested.includes(path)) ?? null;
}

/**
 * cmake-ts 1.0 (Manifest.findCompatibleConfigs): the builds for that system, machine and C library, the highest ABI first, and of those the first that loads: its builds
 * are of Node-API. `build/linux/x64/node/glibc-127-Release/addon.node`; what has no C library in its folder is left from older versions and in no manifest.
 */
function cmakeTsChoice(natives: TarballContents['natives'], { arch, libc, glibc }: SelectionTarget): string | null {
  const builds = natives.flatMap(({ path, floor }) => {
    const match = new RegExp(`^build/linux/${arch}/node/${libc ?? 'glibc'}-(\\d{1,4})-[^/]+/[^/]+\\.node$`).exec(path);
    return match === null ? [] : [{ path, abi: Number(match[1]), loads: floor === null || glibc === undefined || !isNewer(floor, glibc) }];
  });
  const ordered = builds.toSorted((a, b) => b.abi - a.abi);
  return (ordered.find(({ loads }) => loads) ?? ordered[0])?.path ?? null;
}

function isNewer(floor: readonly [number, number], [major, minor]: readonly [number, number]): boolean {
  return floor[0] > major || (floor[0] === major && floor[1] > minor);
}

/** `bin/linux-x64-node-22/deasync.node`: the major version of Node itself. */
function fitsNode(path: string, major: number | undefined): boolean {
  const stated = /(?:^|[/-])node-(\d{1,2}(?:\.\d{1,2})?)(?=\/)/.exec(path)?.[1];
  return stated === undefined || major === undefined || Number(stated) === major;
}

function isAside(path: string): boolean {
  return /(?:^|\/)(?:tests?|fixtures?|examples?|node_modules|obj\.target)\//.test(path);
}

function fitsAbi(path: string, abi: number | undefined): boolean {
  const stated = abiOf(path);
  return stated !== null && (abi === undefined || stated === abi);
}

/** `musl-127-Release`, `abi127`, `node-v127`: `process.versions.modules` as files and folders name it. */
function abiOf(path: string): number | null {
  const match = /(?:^|[/._-])(?:abi|node-v|node\/)?(8[389]|93|10[28]|111|115|120|127|131|137|141|147|153)(?=[/._-]|$)/.exec(path);
  return match === null ? null : Number(match[1]);
}
