import type { Base } from '../../distro/base.ts';
import type { ElfRecord } from './elf-record.ts';

/**
 * A base's recorded facts, enough to judge on it without its bytes (design, section 4). Plain JSON; shipped profiles are brotli-compressed in `data/profiles/`.
 */
export interface Profile {
  readonly schema: 'basewise-profile/1';
  /** `debian:12-slim` */
  readonly name: string;
  /** `linux/amd64` */
  readonly platform: string;
  /** `measured`: made from a real root. `derived`: put together from ABI lists and family knowledge; `likely` beyond glibc's own names. */
  readonly kind: 'measured' | 'derived';
  /** What it was made from, in words: an image reference with its digest, package names with a suite. */
  readonly source: string;
  /** ISO date. */
  readonly date: string;
  readonly base: Base;
  /** Paths of folders, in tree order. */
  readonly folders: readonly string[];
  /** Link path → target. */
  readonly links: Readonly<Record<string, string>>;
  readonly files: readonly ProfileFile[];
}

export interface ProfileFile {
  readonly path: string;
  /** Permission bits; 0o755 when absent. */
  readonly mode?: number;
  readonly elf?: ElfRecord;
  /** Whole content, for the few files whose text matters. */
  readonly text?: string;
  /** The same in base64, for ld.so.cache. */
  readonly bytes?: string;
  /** Another name of the file at this path. */
  readonly same?: string;
  /** Index into `base.packages` of the package that brought it. */
  readonly owner?: number;
}
