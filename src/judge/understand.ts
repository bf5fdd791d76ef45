import { describeBase } from '../distro/describe-base.ts';
import { readPackages } from '../distro/packages/read-packages.ts';
import { findRuntimes } from '../ecosystems/runtimes/find-runtimes.ts';
import type { ImageConfig } from '../image/source.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import { findEntrypoint } from './entrypoint.ts';
import { splitParts } from './parts.ts';
import type { Software } from './software.ts';

/** Everything that is known of a root file system without asking about another base. */
export function understand(name: string, rootfs: Rootfs, config: ImageConfig | null): Software {
  const packages = readPackages(rootfs);
  const base = describeBase(rootfs, config?.user === undefined ? {} : { user: config.user }, packages);
  const entrypoint = findEntrypoint(rootfs, config);
  const runtimes = findRuntimes(
    rootfs,
    (entrypoint?.env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/')),
  );
  return { name, rootfs, config, base, packages, runtimes, entrypoint, partOf: splitParts(rootfs, base, packages, runtimes) };
}
