import type { InstalledPackage } from '../../distro/packages/database.ts';
import type { Packages } from '../../distro/packages/read-packages.ts';
import { literalRootfs } from '../../tree/literal.ts';
import type { Literal, LiteralEntry } from '../../tree/literal.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { fromElfRecord } from './elf-record.ts';
import type { Profile, ProfileFile } from './profile.ts';

/** A profile as analyses see a root: a tree without bytes but for its texts, and packages whose owners are known for what was recorded. */
export function openProfile(profile: Profile): { readonly rootfs: Rootfs; readonly packages: Packages } {
  return { rootfs: profileRootfs(profile), packages: recordedPackages(profile) };
}

type Content = Pick<Profile, 'folders' | 'links' | 'files'>;

const built = new WeakMap<readonly ProfileFile[], { readonly of: Content; readonly rootfs: Rootfs }>();

/** Built once for what a derived profile says of itself and for what is judged on it: the same content under more words. */
export function profileRootfs(profile: Content): Rootfs {
  const known = built.get(profile.files);
  if (known !== undefined && known.of.folders === profile.folders && known.of.links === profile.links) return known.rootfs;
  const rootfs = buildRootfs(profile);
  built.set(profile.files, { of: profile, rootfs });
  return rootfs;
}

function buildRootfs(profile: Content): Rootfs {
  const files: Record<string, Literal> = {};
  for (const folder of profile.folders) files[`${folder}/`] = {};
  for (const [path, target] of Object.entries(profile.links)) files[path] = { target };
  // A second name can only be made of one that stands earlier.
  for (const file of profile.files.toSorted((a, b) => Number(a.same !== undefined) - Number(b.same !== undefined)))
    files[file.path] = literalOf(file);
  return literalRootfs(files);
}

function literalOf({ mode = 0o755, elf, text, bytes, same }: ProfileFile): LiteralEntry {
  if (same !== undefined) return { hardLink: same };
  // Most files of a base are never looked into.
  if (elf !== undefined)
    return {
      mode,
      size: elf.size,
      get elf() {
        return fromElfRecord(elf);
      },
    };
  return { mode, content: bytes === undefined ? (text ?? '') : Buffer.from(bytes, 'base64') };
}

function recordedPackages({ base, files }: Profile): Packages {
  const packages = base.packages.map((each): InstalledPackage => ({ ...each, provides: [], depends: [] }));
  const owners = new Map<string, InstalledPackage>();
  for (const { path, owner } of files) {
    const found = owner === undefined ? undefined : packages[owner];
    if (found !== undefined) owners.set(path, found);
  }
  return { databases: [], packages, ownerOf: (path) => owners.get(path) ?? null, unknown: [] };
}
