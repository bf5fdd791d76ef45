import type { Base } from '../distro/base.ts';
import type { Packages } from '../distro/packages/read-packages.ts';
import type { Runtime } from '../ecosystems/runtimes/runtime.ts';
import type { SelectedPackage } from '../ecosystems/lockfiles/selected-package.ts';
import type { ByteText } from '../formats/wire/byte-text.ts';
import type { ImageConfig } from '../image/source.ts';
import type { ProfileSummary } from '../report/report.ts';
import type { Rootfs } from '../tree/rootfs.ts';
import type { Entry } from '../tree/tree.ts';
import type { Entrypoint } from './entrypoint.ts';

/** A root file system that was read and understood: a subject, or a target given as a real tree. */
export interface Software {
  readonly name: string;
  readonly rootfs: Rootfs;
  readonly config: ImageConfig | null;
  /** Null on scratch. */
  readonly base: Base | null;
  readonly packages: Packages;
  readonly runtimes: readonly Runtime[];
  readonly entrypoint: Entrypoint | null;
  readonly partOf: (entry: Pick<Entry, 'path' | 'identity' | 'layer'>) => Part;
  /** The resolv.conf that it will run with, where the user gave it (a character is a byte). */
  readonly resolvConf?: ByteText;
  /** What a package index says of installed wheels on other bases, where it was asked. */
  readonly wheels?: WheelIndex;
  /** What npm's registry says of later releases, where it was asked. */
  readonly npm?: NpmIndex;
  /** Where its facts come from, when it is a target without its bytes. */
  readonly profile?: ProfileSummary;
}

/** What npm's registry says of later releases of packages that choose their build among packages. */
export interface NpmIndex {
  /** The nearest later release with a build for a C library on Linux (`arch` in Node's words), and that build; null where there is none. */
  readonly newer: (
    pkg: { readonly name: string; readonly version: string },
    base: { readonly family: 'musl' | 'glibc'; readonly arch: string },
  ) => { readonly version: string; readonly build: string } | null;
}

/** What a package index says of installed wheels on other bases. */
export interface WheelIndex {
  /** What pip takes of a release on a base; null where the index was not asked about it. */
  readonly select: (wheel: InstalledWheel, base: WheelBase) => SelectedPackage | null;
  /** The nearest later release with a build for the base, and that build; null where there is none. */
  readonly newer: (wheel: InstalledWheel, base: WheelBase) => { readonly version: string; readonly file: string } | null;
}

export interface InstalledWheel {
  readonly name: string;
  readonly version: string;
}

export interface WheelBase {
  readonly family: 'musl' | 'glibc';
  readonly version: string;
  /** e_machine */
  readonly machine: number;
}

/**
 * Whose an entry is (design, section 4): the base's, a package that the distribution's package manager added on top, a language runtime beside the
 * packages, or the application's. Only the last is ever carried to another base.
 */
export type Part = 'base' | 'packages' | 'runtime' | 'application';
