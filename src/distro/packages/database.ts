/** An installed package, the same shape from every database. */
export interface InstalledPackage {
  readonly name: string;
  /** Version with revision as that package manager prints it: `1.2.5-r0`, `2.36-9+deb12u14`, `2.34-100.el9` (an epoch in front: `1:3.0.7-27.el9`). */
  readonly version: string;
  readonly architecture?: string;
  /** What it was built from: apk origin, dpkg Source, the name in rpm's SOURCERPM. */
  readonly source?: string;
  readonly sourceVersion?: string;
  readonly provides: readonly string[];
  readonly depends: readonly string[];
  readonly database: DatabaseKind;
}

export type DatabaseKind = 'apk' | 'dpkg' | 'rpm' | 'chisel';

/** One database found in a tree. */
export interface PackageDatabase {
  readonly kind: DatabaseKind;
  /** The file or directory it was read from. */
  readonly path: string;
  readonly packages: readonly InstalledPackage[];
  /** Paths as the packages name them, with the package; read only when asked for. A path may come from several packages. */
  readonly files: () => Iterable<OwnedPath>;
  /** Parts of it that could not be read. */
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

export interface OwnedPath {
  readonly path: string;
  readonly owner: InstalledPackage;
}
