import type { Manager } from '../target.ts';

/** How each package manager is told what, as its image's documentation does it. */
export interface ManagerText {
  readonly install: string;
  readonly remove: string;
  readonly upgrade: string;
  /** Before the first install; null where the install fetches the index itself. */
  readonly refresh: string | null;
  /** Behind the last install; null where nothing is left over. */
  readonly cleanup: string | null;
  /** What `rm` is given for the index. */
  readonly indexFiles: string | null;
  /** The cache folder of `RUN --mount=type=cache`. */
  readonly cacheFolder: string;
}

export const managerTexts: Readonly<Record<Manager, ManagerText>> = {
  apt: {
    install: 'apt-get install -y --no-install-recommends',
    // --auto-remove: `apk del` takes dependencies that nobody needs any more along.
    remove: 'apt-get purge -y --auto-remove',
    upgrade: 'apt-get upgrade -y',
    refresh: 'apt-get update',
    cleanup: 'rm -rf /var/lib/apt/lists/*',
    indexFiles: '/var/lib/apt/lists/*',
    cacheFolder: '/var/cache/apt',
  },
  apk: {
    install: 'apk add --no-cache',
    remove: 'apk del',
    upgrade: 'apk upgrade --no-cache',
    refresh: null,
    cleanup: null,
    indexFiles: null,
    cacheFolder: '/var/cache/apk',
  },
  dnf: {
    install: 'dnf install -y --nodocs --setopt=install_weak_deps=False',
    remove: 'dnf remove -y',
    upgrade: 'dnf upgrade -y',
    refresh: null,
    cleanup: 'dnf clean all',
    indexFiles: null,
    cacheFolder: '/var/cache/dnf',
  },
  microdnf: {
    install: 'microdnf install -y --nodocs --setopt=install_weak_deps=0',
    remove: 'microdnf remove -y',
    upgrade: 'microdnf upgrade -y',
    refresh: null,
    cleanup: 'microdnf clean all',
    indexFiles: null,
    cacheFolder: '/var/cache/yum',
  },
};

/** Files that hold a package manager's index or downloads: an `rm` of these is a cleanup. */
export function isIndexPath(path: string): boolean {
  return /^\/var\/(?:cache\/(?:apk|apt|dnf|yum|microdnf|misc)|lib\/apt\/lists|lib\/apt)(?:\/.*)?$|^\/etc\/apk\/cache(?:\/.*)?$|^\/var\/cache\/(?:apt\/)?archives/.test(
    path,
  );
}
