/** An errno as both loaders and the kernel can meet it while opening files. */
export type Errno =
  | 'ENOENT'
  | 'EACCES'
  | 'ENOTDIR'
  | 'ELOOP'
  | 'ENAMETOOLONG'
  | 'EISDIR'
  | 'ENOEXEC'
  | 'EINVAL'
  | 'EIO'
  | 'ELIBBAD'
  | 'none';

/** What one line of a loader says, without its wording. `render-fact.ts` has the words. */
export type LoaderFact =
  | { readonly kind: 'execve'; readonly errno: Errno; readonly because: 'file' | 'interpreter'; readonly interpreter?: string }
  | { readonly kind: 'musl-library'; readonly name: string; readonly errno: Errno; readonly neededBy?: string }
  | { readonly kind: 'musl-symbol'; readonly object: string; readonly symbol: string }
  | { readonly kind: 'musl-relocation'; readonly object: string; readonly type: number }
  | { readonly kind: 'musl-initial-exec'; readonly object: string; readonly symbol: string; readonly definition: string }
  | { readonly kind: 'musl-not-dynamic'; readonly path: string }
  | { readonly kind: 'musl-cannot-load'; readonly path: string; readonly errno: Errno }
  | { readonly kind: 'glibc-open'; readonly name: string; readonly errno: Errno }
  | { readonly kind: 'glibc-file'; readonly object: string; readonly reason: string; readonly errno?: Errno }
  | { readonly kind: 'glibc-preload'; readonly object: string; readonly source: string; readonly reason: string }
  | {
      readonly kind: 'glibc-version';
      readonly object: string;
      readonly version: string;
      readonly requiredBy: string;
      readonly weak: boolean;
    }
  | { readonly kind: 'glibc-unversioned'; readonly object: string; readonly requiredBy: string }
  | { readonly kind: 'glibc-relr'; readonly object: string }
  | { readonly kind: 'glibc-assertion'; readonly file: string; readonly where: string; readonly assertion: string }
  | { readonly kind: 'glibc-symbol'; readonly object: string; readonly symbol: string; readonly version?: string }
  /** Before 2.30: the file that should have the versioned symbol does not; a comma stood in the text up to 2.26. */
  | {
      readonly kind: 'glibc-reference';
      readonly object: string;
      readonly symbol: string;
      readonly version: string;
      readonly file: string;
      readonly comma: boolean;
    }
  | { readonly kind: 'glibc-relocation'; readonly object: string; readonly type: number; readonly plt: boolean }
  | { readonly kind: 'glibc-static-tls'; readonly object: string };
