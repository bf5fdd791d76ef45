import type { ElfFacts } from '../../tree/elf-facts.ts';

/** The native files of a published artifact (a wheel, an npm tarball, a JAR), as far as a loader asks for them. Plain data: it can be saved. */
export interface NativeContents {
  readonly natives: readonly NativeMember[];
}

export interface NativeMember {
  /** Inside the artifact; npm's `package/` is left away. */
  readonly path: string;
  /** Absent where the file could not be read; `why` says it. */
  readonly elf?: ElfFacts;
  readonly why?: string;
}
