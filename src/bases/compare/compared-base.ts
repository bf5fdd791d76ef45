import type { Support } from '../support.ts';
import type { BaseSize } from '../sizes.ts';
import type { PulledImage } from '../paid-size/pulled-image.ts';

/** One side of a comparison, as far as it is known. Plain data; null is not known, an empty list is none. */
export interface ComparedBase {
  readonly name: string;
  /** `tree`: read from its bytes; `profile`: recorded facts; `catalogue`: what is known of the name alone. */
  readonly kind: 'tree' | 'profile' | 'catalogue';
  /** Whose words shells, users, certificates, zones, locales and missing parts are in: seen in a root, or the catalogue's. */
  readonly words: 'seen' | 'catalogue';
  /** Where the facts come from, with their date. */
  readonly source: string;
  readonly distribution: string | null;
  readonly release: string | null;
  readonly libc: ComparedLibc | null;
  readonly support: Support | null;
  readonly released: string | null;
  /** Measured sizes with day and source; for a tree its own bytes too. */
  readonly sizes: readonly BaseSize[];
  /** Its layers, as a pull sees them. */
  readonly pulled: PulledImage;
  /** Bytes of all files, each once; null without its tree. */
  readonly contentBytes: number | null;
  readonly packageManagers: readonly string[] | null;
  readonly shells: readonly string[] | null;
  readonly user: string | null;
  readonly caCertificates: string | null;
  readonly timeZones: string | null;
  readonly locales: readonly string[] | string | null;
  readonly architectures: readonly string[] | null;
  readonly missing: readonly string[];
  /** Paths that run with rights of their own. */
  readonly privileged: readonly string[] | null;
  /** Name → version. */
  readonly packages: Readonly<Record<string, string>> | null;
  /** Name → uid:gid home shell. */
  readonly users: Readonly<Record<string, string>> | null;
  /** soname → path of the library. */
  readonly sonames: Readonly<Record<string, string>> | null;
  /** Only the libraries that a base of this kind usually has are known: one that is not listed may be there. */
  readonly sonamesPartial: boolean;
  /** Name → path of a program in the usual folders. */
  readonly programs: Readonly<Record<string, string>> | null;
  /** Path that software takes for granted → where it leads. */
  readonly paths: Readonly<Record<string, string>> | null;
  /** What an image's configuration sets: `PATH`, `ENTRYPOINT`, `CMD`, `WORKDIR`, `USER` and its variables; null where there is none. */
  readonly settings: Readonly<Record<string, string>> | null;
  /** Every path, with what makes two entries equal; null where only some files are known. */
  readonly files: ReadonlyMap<string, ComparedFile> | null;
}

export interface ComparedLibc {
  readonly family: string;
  readonly version: string | null;
  readonly package: string | null;
  /** The newest wheel tag that runs here: `manylinux_2_36`, `musllinux_1_2` (PEP 600, PEP 656). */
  readonly wheelTag: string | null;
  readonly loaders: readonly string[] | null;
  readonly capabilities: Readonly<Record<string, unknown>> | null;
  /** How its getaddrinfo behaves, by name of the behaviour. */
  readonly resolver: Readonly<Record<string, unknown>> | null;
}

export interface ComparedFile {
  readonly type: string;
  readonly mode: string;
  readonly owner: string;
  readonly size: number;
  /** Target of a link, sha256 of a file; null where it was not needed or could not be read. */
  readonly content: string | null;
  /** Equal for files that are known to be the same without looking at their bytes: those of a layer that both have. */
  readonly identity: string;
  readonly package: string | null;
}
