import type { GlibcCapabilities } from './glibc-capabilities.ts';
import type { MuslCapabilities } from './musl-capabilities.ts';

/** One C library of a tree, as its files show it. Plain data. */
export type Libc = Musl | Glibc;

interface LibcFacts {
  /** As the file says it: `1.2.4_git20230717`, `2.36`; null where the file does not say. */
  readonly version: string | null;
  /** Real path of the loader, or of the library where no loader belongs to it. */
  readonly path: string;
  /** Every name in the tree that leads to this loader, the one that programs of its kind name as interpreter first; empty without a loader. */
  readonly loaders: readonly string[];
  readonly class: 32 | 64;
  /** e_machine of the loader. */
  readonly machine: number;
  /** The package that owns the file. */
  readonly package?: { readonly name: string; readonly version: string };
}

export interface Musl extends LibcFacts {
  readonly family: 'musl';
  readonly capabilities: MuslCapabilities;
}

export interface Glibc extends LibcFacts {
  readonly family: 'glibc';
  /** `Debian GLIBC 2.36-9+deb12u14`. */
  readonly banner?: string;
  /** Real path of the `libc.so.6` that belongs to this loader; absent when there is none, and then nothing starts. */
  readonly library?: string;
  /** Directories built into the loader, with trailing slash, in search order. */
  readonly systemDirectories: readonly string[];
  readonly capabilities: GlibcCapabilities;
}
