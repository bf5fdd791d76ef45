/**
 * Bytes read of each kind of file: far above what real ones have, so that a hostile one costs little. The same numbers decide what is
 * kept while layers are walked (`keeps.ts`) and what is read afterwards.
 */
export const LIMITS: Readonly<Record<LimitedFile, number>> = {
  /** os-release, alpine-release and the like; systems have some hundred bytes. */
  release: 1 << 20,
  /** passwd, group, shells, repositories. */
  account: 4 << 20,
  /** An image with 1,000 Alpine packages has 3 MB. */
  apkInstalled: 32 << 20,
  /** 3,000 Debian packages have 5 MB. */
  dpkgStatus: 32 << 20,
  /** One package's list; the longest known (a kernel, a TeX collection) have 2 MB. */
  dpkgList: 16 << 20,
  chiselManifest: 16 << 20,
  /** A full RHEL has 50 MB. */
  rpmDatabase: 256 << 20,
  rpmManifest: 16 << 20,
  /** Bundles have 250 KB. */
  caBundle: 4 << 20,
  /** The multi-call binary, for its banner. */
  busybox: 4 << 20,
};

export type LimitedFile =
  | 'release'
  | 'account'
  | 'apkInstalled'
  | 'dpkgStatus'
  | 'dpkgList'
  | 'chiselManifest'
  | 'rpmDatabase'
  | 'rpmManifest'
  | 'caBundle'
  | 'busybox';
