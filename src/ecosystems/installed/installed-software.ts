import type { DotnetApplication } from './dotnet-applications.ts';
import type { InstalledGem } from './gems.ts';
import type { GoProgram } from './go-programs.ts';
import type { JavaArchive } from './java-archives.ts';
import type { NodePackage } from './node-packages.ts';
import type { PythonDistribution } from './python-distributions.ts';
import type { RustProgram } from './rust-programs.ts';

/** What language package managers and compilers left in a tree. Plain data; judging comes elsewhere. */
export interface InstalledSoftware {
  readonly go: readonly GoProgram[];
  readonly rust: readonly RustProgram[];
  readonly python: readonly PythonDistribution[];
  /** npm packages that have native files, could have some, or choose among platform packages; the others are only counted. */
  readonly node: readonly NodePackage[];
  readonly nodePackages: number;
  /** Archives with native members or that could not be looked into; the others are only counted. */
  readonly java: readonly JavaArchive[];
  readonly javaArchives: number;
  readonly dotnet: readonly DotnetApplication[];
  readonly gems: readonly InstalledGem[];
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

/** Where something lies and whose it is. */
export interface Place {
  readonly path: string;
  /** Index of the layer it comes from, where the tree has layers. */
  readonly layer?: number;
  /** Name of the distribution's package that brought it. */
  readonly owner?: string;
}
