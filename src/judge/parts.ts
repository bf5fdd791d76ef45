import type { Base } from '../distro/base.ts';
import type { Packages } from '../distro/packages/read-packages.ts';
import type { Runtime } from '../ecosystems/runtimes/runtime.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Software } from './software.ts';

/** Decides per entry whose it is; see `Part`. */
export function splitParts(rootfs: Rootfs, base: Base | null, packages: Packages, runtimes: readonly Runtime[]): Software['partOf'] {
  const libcFiles = libcIdentities(rootfs, base);
  const baseLayer = layerOfBase(rootfs, base);
  // Without a package database nothing says whose a file is; what lies in the system's folders of the libc's own layer came with it.
  const undocumented = base !== null && base.databases.length === 0;
  return (entry) => {
    if (libcFiles.has(entry.identity)) return 'base';
    // Distroless puts each package of its base into a layer of its own.
    if (packages.ownerOf(entry.path) !== null)
      return (entry.layer ?? 0) <= baseLayer || base?.flavour === 'distroless' ? 'base' : 'packages';
    // Configuration and state that came with the base's layer were written when its packages were installed.
    if (/^\/(etc|var|usr\/share)\//.test(entry.path) && (entry.layer ?? 0) <= baseLayer) return 'base';
    if (isSystemState(entry.path) || (undocumented && inSystemFolder(entry.path) && (entry.layer ?? 0) <= baseLayer)) return 'base';
    if (runtimes.some((runtime) => runtime.covers(entry.path))) return 'runtime';
    return 'application';
  };
}

/** A libc that no package claims (copied by hand, or on an unknown base) is part of what the software stands on (loader.md, section 10.1). */
function libcIdentities(rootfs: Rootfs, base: Base | null): ReadonlySet<string> {
  const identities = new Set<string>();
  for (const libc of base?.libcs ?? []) {
    for (const path of [libc.path, ...libc.loaders, ...(libc.family === 'glibc' && libc.library !== undefined ? [libc.library] : [])]) {
      const found = rootfs.tree.lookup(path);
      if (found.ok) identities.add(found.entry.identity);
    }
  }
  return identities;
}

/** Packages that came with the layer that holds the libc are the base's; later ones were added. A flat tree is one layer. */
function layerOfBase(rootfs: Rootfs, base: Base | null): number {
  const libc = base?.libc ?? null;
  const found = libc === null ? null : rootfs.tree.lookup(libc.path);
  return found?.ok === true ? (found.entry.layer ?? 0) : 0;
}

function inSystemFolder(path: string): boolean {
  return /^\/(usr\/)?(bin|sbin|lib|lib64|libexec)\//.test(path);
}

/**
 * Files that a package manager, an installer or the engine writes and no package owns: they describe this base and never move with an application
 * (loader.md, section 10.2: a carried ld.so.cache would replace the target's).
 */
function isSystemState(path: string): boolean {
  return systemFolders.some((folder) => path.startsWith(folder)) || systemFiles.has(path);
}

const systemFolders = [
  '/var/lib/dpkg/', '/var/lib/apt/', '/var/cache/', '/var/log/', '/lib/apk/', '/usr/lib/apk/', '/var/lib/rpm/', '/usr/lib/sysimage/', '/var/lib/dnf/',
  '/etc/apk/', '/etc/apt/', '/etc/dpkg/', '/etc/ssl/', '/etc/pki/', '/etc/alternatives/', '/etc/ld.so.conf.d/', '/usr/share/ca-certificates/',
  '/proc/', '/sys/', '/dev/', '/run/', '/tmp/', '/usr/lib/locale/', '/usr/share/zoneinfo/',
]; // prettier-ignore

const systemFiles = new Set([
  '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/os-release', '/usr/lib/os-release', '/etc/alpine-release', '/etc/debian_version', '/etc/passwd', '/etc/passwd-',
  '/etc/group', '/etc/group-', '/etc/shadow', '/etc/shadow-', '/etc/gshadow', '/etc/gshadow-', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/etc/nsswitch.conf',
  '/etc/shells', '/etc/localtime', '/etc/timezone', '/etc/machine-id', '/etc/issue', '/etc/profile', '/etc/environment', '/etc/subuid', '/etc/subgid', '/.dockerenv',
]); // prettier-ignore
