import type { TreeNode } from './tree-node.ts';

/**
 * One root file system as every analysis sees it: names, links and identities, no bytes.
 *
 * Paths are absolute, `/`-separated, without `.`, `..` or a trailing slash (the root is `/`). Names are the bytes of the archive
 * decoded as UTF-8; bytes that are no UTF-8 are kept one to one as U+DC80..U+DCFF (the surrogate escapes of PEP 383), so that two
 * different names never become one.
 */
export interface Tree {
  /**
   * Resolves `path` inside the root as the kernel does: absolute link targets restart at the root, `..` stops at it, a path may pass
   * 40 links (`ELOOP` after that), a component over 255 bytes or a path over 4,095 is `ENAMETOOLONG`.
   * A relative `path` starts at `cwd` (default `/`). `follow: false` does not follow a link in the last component (`lstat`).
   */
  lookup(path: string, options?: LookupOptions): Lookup;
  /** Names in the directory at `path` (links resolved), sorted by code unit; empty when it is no directory. */
  list(path: string): readonly string[];
  /** Every entry below the root once, with its real path, parents before children, siblings sorted by code unit. The root comes first. */
  entries(): Iterable<Entry>;
  /** The node of `/`, for those who lay one tree over another. */
  readonly root: TreeNode;
}

export interface LookupOptions {
  readonly cwd?: string;
  readonly follow?: boolean;
}

export type Lookup =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly errno: LookupErrno; readonly at: string };

/** `at` of a failed lookup is the real path of the component that failed. */
export type LookupErrno = 'ENOENT' | 'ENOTDIR' | 'ELOOP' | 'ENAMETOOLONG';

export type EntryType = 'file' | 'dir' | 'symlink' | 'char' | 'block' | 'fifo';

export interface Entry {
  /** The real path: no component of it but the last is a link. */
  readonly path: string;
  readonly type: EntryType;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of a file (expanded, when sparse); 0 for everything else. */
  readonly size: number;
  /** Names of this file in the tree; hard links share one `identity`. */
  readonly nlink: number;
  /** Two names are the same file exactly when their identities are equal, also across trees that share a layer. */
  readonly identity: Identity;
  /** The link's target, verbatim. */
  readonly target?: string;
  /** Hex digest of the content of a file, where it was computed. */
  readonly sha256?: string;
  /** Which layer the entry comes from: index from the bottom, 0 first. */
  readonly layer?: number;
  /** The file has a `security.capability` attribute. */
  readonly capabilities?: boolean;
}

/** Opaque: compare only. */
export type Identity = string;
