import type { Packages } from '../../distro/packages/read-packages.ts';
import type { Rootfs } from '../../tree/rootfs.ts';
import { findDotnetApplications } from './dotnet-applications.ts';
import { findGems } from './gems.ts';
import { findGoPrograms } from './go-programs.ts';
import type { InstalledSoftware } from './installed-software.ts';
import { findJavaArchives } from './java-archives.ts';
import { findNodePackages } from './node-packages.ts';
import { findPythonDistributions } from './python-distributions.ts';
import { findRustPrograms } from './rust-programs.ts';
import { indexTree } from './tree-index.ts';

/**
 * Finds what is installed in a tree: Go and Rust programs, Python distributions, npm packages, JARs, .NET applications, gems, each with the layer it comes
 * from and the package that owns it. Nothing here throws for bad content: what could not be read is in `unknown`.
 */
export function installedSoftware(rootfs: Rootfs, packages: Pick<Packages, 'ownerOf'>): InstalledSoftware {
  const index = indexTree(rootfs, packages);
  const unknown: { what: string; why: string }[] = [];
  return {
    go: findGoPrograms(index),
    rust: findRustPrograms(index),
    python: findPythonDistributions(index, unknown),
    node: findNodePackages(index, unknown),
    nodePackages: index.packageJsons.length,
    java: findJavaArchives(index),
    javaArchives: index.javaArchives.length,
    dotnet: findDotnetApplications(index, unknown),
    gems: findGems(index, unknown),
    unknown,
  };
}
