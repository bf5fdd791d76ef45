import { parseApkRepositories } from '../formats/text/apk-repositories.ts';
import { parseGroup, parsePasswd } from '../formats/text/passwd.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry } from '../tree/tree.ts';
import type { Base, BasePackage, MissingPart, Privileged } from './base.ts';
import { describeBusybox } from './busybox.ts';
import { describeCaCertificates } from './certificates.ts';
import { describeDefaultUser } from './default-user.ts';
import { findLibcs } from './libc/find-libcs.ts';
import { mainLibc } from './libc/main-libc.ts';
import { LIMITS } from './limits.ts';
import type { InstalledPackage } from './packages/database.ts';
import { readPackages } from './packages/read-packages.ts';
import type { Packages } from './packages/read-packages.ts';
import { findPackageManagers, findShells } from './programs.ts';
import { readFile, readText } from './read-file.ts';
import { describeRelease } from './release.ts';
import { survey } from './survey.ts';
import { describeTimeZones, listLocales } from './zones-and-locales.ts';

/**
 * Everything that a tree says of itself as a base, from its files and never from a name. Null where there is none: no distribution's
 * files, no package database, no C library and no busybox (scratch, with or without static programs on it).
 *
 * `config` is the image's configuration (for the user); `packages` what `readPackages` gave for the same tree, where it is at hand.
 */
export function describeBase(
  rootfs: Rootfs,
  config: { readonly user?: string } = {},
  packages: Packages = readPackages(rootfs),
): Base | null {
  const release = describeRelease(rootfs);
  const found = survey(rootfs.tree);
  const libcs = findLibcs(rootfs, packages, release?.distribution ?? null, found.libcNames);
  const busybox = describeBusybox(rootfs);
  if (release === null && packages.databases.length === 0 && libcs.libcs.length === 0 && busybox === null) return null;
  const users = parsePasswd(readText(rootfs, '/etc/passwd', LIMITS.account) ?? '');
  const groups = parseGroup(readText(rootfs, '/etc/group', LIMITS.account) ?? '');
  const alone = release === null && packages.databases.length === 0 && busybox !== null;
  const { codename, prettyName } = release ?? {};
  const base = {
    distribution: release?.distribution ?? (alone ? 'busybox' : null),
    release: release === null && alone ? busybox.version : (release?.release ?? null),
    ...(codename === undefined ? {} : { codename }),
    ...(prettyName === undefined ? {} : { prettyName }),
    like: release?.like ?? [],
    libc: mainLibc(rootfs, libcs.libcs),
    libcs: libcs.libcs,
    gcompatStubs: libcs.gcompatStubs,
    databases: packages.databases.map(({ kind, path, packages }) => ({ kind, path, packages: packages.length })),
    packages: packages.packages.map(withoutRelations),
    packageManagers: findPackageManagers(rootfs),
    apkRepositories: parseApkRepositories(readText(rootfs, '/etc/apk/repositories', LIMITS.account) ?? ''),
    shells: findShells(rootfs),
    busybox,
    users,
    groups,
    user: describeDefaultUser(config.user ?? '', users, groups),
    caCertificates: describeCaCertificates(rootfs),
    timeZones: describeTimeZones(rootfs, found.zones),
    locales: listLocales(rootfs),
    nsswitch: rootfs.tree.lookup('/etc/nsswitch.conf').ok,
    privileged: found.privileged.map((entry) => describePrivileged(entry, packages)),
    unknown: [...packages.unknown, ...libcs.unknown, ...unreadTexts(rootfs)],
  };
  return { ...base, flavour: flavourOf(base, alone), missing: missingParts(rootfs, base) };
}

function withoutRelations({ provides: _provides, depends: _depends, ...rest }: InstalledPackage): BasePackage {
  return rest;
}

function describePrivileged(entry: Entry, packages: Packages): Privileged {
  const { path, mode, uid, gid } = entry;
  return { path, mode, uid, gid, capabilities: entry.capabilities === true, owner: packages.ownerOf(path)?.name ?? null };
}

/** Texts that are there and decide something, but could not be read: their absence must not look like a fact. */
function unreadTexts(rootfs: Rootfs): { what: string; why: string }[] {
  return ['/etc/os-release', '/usr/lib/os-release', '/etc/alpine-release', '/etc/passwd', '/etc/group'].flatMap((path) => {
    const limit = path.endsWith('-release') ? LIMITS.release : LIMITS.account;
    const file = readFile(rootfs, path, limit);
    return file.kind === 'unread' ? [{ what: path, why: file.why }] : [];
  });
}

type Undecided = Omit<Base, 'flavour' | 'missing'>;

function flavourOf(base: Undecided, alone: boolean): Base['flavour'] {
  if (alone) return 'busybox';
  if (base.databases.some((each) => each.kind === 'chisel')) return 'chiselled';
  const statusDirectory = base.databases.some((each) => each.path.endsWith('/status.d'));
  const status = base.databases.some((each) => each.path.endsWith('/status'));
  // `:debug` images put a shell in /busybox and leave /bin/sh out.
  const shell = base.shells.some((each) => !each.path.startsWith('/busybox/'));
  if (shell) return null;
  // .NET's images before 10 turn the manifest into a dpkg status and leave dpkg out.
  if (base.distribution === 'ubuntu' && base.packageManagers.length === 0) return 'chiselled';
  return statusDirectory && !status ? 'distroless' : null;
}

function missingParts(rootfs: Rootfs, base: Undecided): MissingPart[] {
  const present: readonly (readonly [MissingPart, boolean])[] = [
    ['shell', base.shells.some((each) => each.name === 'sh')],
    ['package-manager', base.packageManagers.length > 0],
    ['ca-certificates', base.caCertificates.bundles.length > 0 || base.caCertificates.hashed > 0],
    ['time-zones', base.timeZones.files > 0],
    ['users', base.users.length > 0],
    ['nsswitch', base.nsswitch],
    ['tmp', rootfs.tree.lookup('/tmp').ok],
    ['home', base.user.home === null || rootfs.tree.lookup(base.user.home).ok],
    ['loader', base.libcs.some((each) => each.loaders.length > 0)],
  ];
  return present.filter(([, there]) => !there).map(([part]) => part);
}
