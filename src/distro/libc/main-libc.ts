import type { Rootfs } from '../../tree/rootfs.ts';
import { libcOf } from './find-libcs.ts';
import type { Libc } from './libc.ts';

/** Programs that come from the distribution itself wherever they exist. */
const OWN_PROGRAMS = [
  '/bin/sh',
  '/bin/busybox',
  '/bin/bash',
  '/usr/bin/env',
  '/bin/ls',
  '/sbin/apk',
  '/usr/bin/apt-get',
  '/usr/bin/openssl',
];

/** What those names lead to besides themselves: the shells and multi-call programs that links point at. */
const BEHIND = new Set([...OWN_PROGRAMS, ...['dash', 'ash', 'ksh', 'mksh', 'coreutils', 'toybox'].map((name) => `/bin/${name}`)]);

/** Whether the file at this path may be one of the programs that `mainLibc` asks, wherever /usr is merged. */
export function decidesLibc(path: string): boolean {
  return BEHIND.has(path.replace(/^\/usr(?=\/s?bin\/)/, '')) || BEHIND.has(path);
}

/**
 * The libc under which the distribution's own programs start: what their interpreter leads to. Without such a program it is the only one
 * there is, or the only one that a package owns; null where that leaves a choice.
 */
export function mainLibc(rootfs: Rootfs, libcs: readonly Libc[]): Libc | null {
  for (const path of OWN_PROGRAMS) {
    const program = rootfs.tree.lookup(path);
    const facts = program.ok ? rootfs.elf(program.entry.identity) : null;
    if (facts === null || 'unknown' in facts || facts.interpreter === undefined) continue;
    const libc = libcOf(rootfs, libcs, facts.interpreter);
    if (libc !== undefined) return libc;
  }
  const owned = libcs.filter((libc) => libc.package !== undefined);
  const started = libcs.filter((libc) => libc.loaders.length > 0);
  return only(libcs) ?? only(owned) ?? only(started);
}

function only(libcs: readonly Libc[]): Libc | null {
  return libcs.length === 1 ? (libcs[0] ?? null) : null;
}
