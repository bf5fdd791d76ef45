import { parseGemStub } from '../../formats/text/gemspec-stub.ts';
import { readFile } from '../../distro/read-file.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Place } from './installed-software.ts';
import { INSTALLED_LIMITS } from './keeps.ts';
import type { TreeIndex } from './tree-index.ts';

/** An installed Ruby gem; `path` is its specification. */
export interface InstalledGem extends Place {
  readonly name: string;
  readonly version: string;
  /** `ruby` for one without binaries of its own, else the platform it was built for: `x86_64-linux-musl`. */
  readonly platform: string;
  readonly folder: string;
  /** `.so` files in its folder and in its compiled extensions. */
  readonly natives: readonly string[];
  /** `gem.build_complete` is there: its extensions were compiled in this tree. */
  readonly compiled: boolean;
}

export function findGems(index: TreeIndex, unknown: { what: string; why: string }[]): InstalledGem[] {
  return index.gemspecs.flatMap((entry) => {
    const file = readFile(index.rootfs, entry.path, INSTALLED_LIMITS.manifest);
    if (file.kind === 'unread') unknown.push({ what: file.path, why: file.why });
    if (file.kind !== 'bytes') return [];
    const stub = parseGemStub(new TextDecoder().decode(file.bytes));
    return stub === null ? [] : [describe(index, entry, stub)];
  });
}

function describe(
  index: TreeIndex,
  entry: Entry,
  { name, version, platform }: { name: string; version: string; platform: string },
): InstalledGem {
  const home = entry.path.slice(0, entry.path.indexOf('/specifications/'));
  const full = platform === 'ruby' ? `${name}-${version}` : `${name}-${version}-${platform}`;
  const folder = `${home}/gems/${full}`;
  const built = index.natives.filter(({ path }) => path.startsWith(`${home}/extensions/`) && path.includes(`/${full}/`));
  const own = index.natives.filter(({ path }) => path.startsWith(`${folder}/`));
  return {
    ...index.place(entry),
    name,
    version,
    platform,
    folder,
    natives: [...own, ...built].map(({ path }) => path),
    compiled: extensionFolders(index, home).some((below) => index.rootfs.tree.lookup(`${below}/${full}/gem.build_complete`).ok),
  };
}

/** `extensions/PLATFORM/ABI`. */
function extensionFolders(index: TreeIndex, home: string): string[] {
  const { tree } = index.rootfs;
  return tree.list(`${home}/extensions`).flatMap((platform) => {
    return tree.list(`${home}/extensions/${platform}`).map((abi) => `${home}/extensions/${platform}/${abi}`);
  });
}
