import type { Bytes, Unread } from './bytes.ts';
import type { ElfSource } from './elf-facts.ts';
import type { ScriptFacts } from './script-facts.ts';
import type { Tree } from './tree.ts';

/**
 * A root file system that was read: what every analysis starts from, whether it came from an image, an archive, a folder or a literal.
 * `text` and `bytes` serve the files that some interest kept; `elf`, `script` and `archive` what was taken from all files that are one.
 */
export interface Rootfs extends ElfSource {
  readonly tree: Tree;
  readonly bytes: Bytes;
  /** The `#!` line of a file, null when it has none. */
  script(identity: string): ScriptFacts | null;
  /** Members of a zip (JAR, wheel, egg): null when the file is no zip that was looked into. */
  archive(identity: string): ZipFacts | { readonly unknown: string } | null;
  /** What exceeded a budget or could not be read, by identity; each is an `unknown` of the report. */
  readonly unread: readonly Unread[];
}

/** What is known of a zip file: the names of all members, and for native ones their facts. */
export interface ZipFacts {
  readonly members: readonly { readonly name: string; readonly size: number }[];
  /** Members that are ELF files, by member path; nested archives are joined with `!`: `BOOT-INF/lib/x.jar!linux/libx.so`. */
  readonly elf: readonly { readonly member: string; readonly facts: import('./elf-facts.ts').ElfFacts | { readonly unknown: string } }[];
  /** Small members kept for their text: META-INF/MANIFEST.MF, pom.properties. */
  readonly texts: readonly { readonly member: string; readonly text: string }[];
}
