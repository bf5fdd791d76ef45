import type { Base } from '../../distro/base.ts';
import type { Rootfs } from '../../tree/rootfs.ts';

/**
 * Where the paths lead that software takes for granted, by path: `/bin/sh` → `/bin/dash`, `/var/run` → `/run`. What is not there is left out. Programs are named without a
 * merged /usr, which moves none of them.
 */
export function defaultPaths(rootfs: Rootfs, base: Base | null): Readonly<Record<string, string>> {
  const real = (path: string): string | null => {
    const target = rootfs.tree.lookup(path);
    return target.ok ? target.entry.path : null;
  };
  const found: Record<string, string> = {};
  for (const path of folders) found[path] = real(path) ?? '';
  for (const path of programs) found[path] = real(path)?.replace(/^\/usr(?=\/s?bin\/)/, '') ?? '';
  if (real('/bin') !== null) found['merged /usr'] = real('/bin') === '/usr/bin' ? 'yes' : 'no';
  const libc = base?.libc;
  if (libc?.family === 'glibc') found['library folders'] = libc.systemDirectories.join(' ');
  found['CA bundle'] = base?.caCertificates.bundles[0]?.path ?? '';
  found['home of root'] = base?.users.find(({ uid }) => uid === 0)?.home ?? '';
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== ''));
}

const folders = ['/var/run', '/usr/share/zoneinfo', '/tmp'];
const programs = [
  '/bin/sh',
  '/usr/bin/env',
  '/usr/bin/awk',
  '/usr/bin/python3',
  '/usr/bin/perl',
  '/usr/bin/node',
  '/usr/local/bin/python',
  '/usr/local/bin/node',
];
