import type { Rootfs } from '../tree/rootfs.ts';

export interface TimeZones {
  /** Files below /usr/share/zoneinfo; 0 where there is no database. */
  readonly files: number;
  /** Where /etc/localtime leads, as written; null without one. A plain file gives its own path. */
  readonly localtime: string | null;
}

export function describeTimeZones(rootfs: Rootfs, files: number): TimeZones {
  const link = rootfs.tree.lookup('/etc/localtime', { follow: false });
  const leads = rootfs.tree.lookup('/etc/localtime').ok;
  return { files, localtime: link.ok && leads ? (link.entry.target ?? link.entry.path) : null };
}

/**
 * Locales that were installed: of glibc the directories in /usr/lib/locale (`C.utf8`) and `locale-archive` by that name, of musl the
 * catalogues of musl-locales. `C` and `POSIX`, which every libc has built in, are not listed.
 */
export function listLocales(rootfs: Rootfs): string[] {
  return ['/usr/lib/locale', '/usr/lib/locale/musl', '/usr/share/i18n/locales/musl'].flatMap((directory) =>
    rootfs.tree.list(directory).filter((name) => name !== 'musl'),
  );
}
