import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry } from '../tree/tree.ts';

/** Where base images keep programs; Distroless `:debug` has its busybox in /busybox. */
const DIRECTORIES = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/busybox'];

/** A program found by name. */
export interface Program {
  readonly name: string;
  /** As a caller finds it: `/bin/sh`. */
  readonly path: string;
  /** The file behind it: `/bin/busybox`. */
  readonly file: string;
}

const PACKAGE_MANAGERS = [
  'apk',
  'apt-get',
  'apt',
  'dpkg',
  'dnf',
  'dnf5',
  'microdnf',
  'tdnf',
  'yum',
  'rpm',
  'zypper',
  'pacman',
  'xbps-install',
];
const MORE_PACKAGE_MANAGERS = ['opkg', 'emerge', 'nix', 'guix', 'swupd', 'snap', 'brew'];
const SHELLS = ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'fish', 'csh', 'tcsh', 'nu', 'pwsh'];

/** Package managers whose program is there, each once. */
export function findPackageManagers(rootfs: Rootfs): Program[] {
  return findPrograms(rootfs, [...PACKAGE_MANAGERS, ...MORE_PACKAGE_MANAGERS]);
}

/** Shells whose program is there; `sh` names the one that scripts and `RUN` lines get. */
export function findShells(rootfs: Rootfs): Program[] {
  return findPrograms(rootfs, SHELLS);
}

/** The multi-call binary, wherever it lies. */
export function findBusybox(rootfs: Rootfs): Entry | null {
  for (const directory of DIRECTORIES) {
    const found = rootfs.tree.lookup(`${directory}/busybox`);
    if (found.ok && found.entry.type === 'file') return found.entry;
  }
  return null;
}

/** The first directory that has the name counts, as in a PATH. */
function findPrograms(rootfs: Rootfs, names: readonly string[]): Program[] {
  return names.flatMap((name) => {
    for (const directory of DIRECTORIES) {
      const path = `${directory}/${name}`;
      const found = rootfs.tree.lookup(path);
      if (found.ok && found.entry.type === 'file' && (found.entry.mode & 0o111) !== 0) return [{ name, path, file: found.entry.path }];
    }
    return [];
  });
}
