import { readApkDatabases } from '../distro/packages/apk-database.ts';
import { describeRelease } from '../distro/release.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { LibcPackages } from './world.ts';

/** Distribution and revision of the musl package, which decide Alpine's backports (loader.md 3). */
export function libcPackages(rootfs: Rootfs): LibcPackages {
  const distribution = describeRelease(rootfs)?.distribution ?? null;
  const musl = readApkDatabases(rootfs)
    .flatMap((database) => database.packages)
    .find((each) => each.name === 'musl');
  return { distribution, ...(musl === undefined ? {} : { muslPackage: musl.version }) };
}
