import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { libcPackages } from '../../loader/libc-packages.ts';
import { type LibcPackages, openWorld, type World } from '../../loader/world.ts';
import type { Rootfs } from '../../tree/rootfs.ts';

/** Where files are asked: a root, or the files laid over a base. */
export interface Place {
  /** The base as it was named, null for the files' own root. */
  readonly name: string | null;
  readonly rootfs: Rootfs;
  readonly world: World;
  /** What every process gets: the image's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A path as typed to the path inside the root. */
  readonly pathOf: (path: string) => string;
  /** Whether the file at this path inside the root is one of those that were laid over a base. */
  readonly carries: (path: string) => boolean;
}

export function place(
  name: string | null,
  rootfs: Rootfs,
  env: Readonly<Record<string, string>>,
  pathOf: (path: string) => string,
  carries: Place['carries'] = () => true,
  packages: () => LibcPackages = () => libcPackages(rootfs),
): Place {
  return { name, rootfs, env, pathOf, carries, world: openWorld(rootfs, packages) };
}

export function inside(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** A file of this machine: relative to where the command runs. */
export function fromHere(path: string): string {
  return resolve(path);
}

/** The same with links on the way resolved, for files that are taken out of this machine. */
export function realFile(path: string): string {
  return realpathSync(resolve(path));
}
