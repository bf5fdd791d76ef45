/** What a package manager takes for one package on one target. `foreign`: a file built for the other C library. */
export type LockVerdict = 'prebuilt' | 'pure-fallback' | 'compiles' | 'fails' | 'foreign' | 'unknown';

export interface SelectedPackage {
  readonly name: string;
  readonly version: string | null;
  readonly verdict: LockVerdict;
  /** Python: the wheel's name. Node: the platform package. .NET: the path inside the package. */
  readonly file?: string;
  /** How the verdict is known: by a rule that the manager follows (`likely`), or by a table or a sign (`possible`). */
  readonly certainty: 'proven' | 'likely' | 'possible';
  readonly why: Why;
  /** Something in the lock says that the package has to do with native code. */
  readonly native: boolean;
  /** Nothing fails when it cannot be installed. */
  readonly optional?: boolean;
  readonly development?: boolean;
}

/** Facts behind a verdict; their words are `lockfile-why.ts`'s. */
export type Why =
  | { readonly kind: 'fits' }
  | { readonly kind: 'pure' }
  | { readonly kind: 'no-fitting-file'; readonly source?: string; readonly nearest?: string }
  | { readonly kind: 'no-files'; readonly hashes: number }
  | { readonly kind: 'from-source'; readonly source: string }
  | { readonly kind: 'refused'; readonly wanted: string }
  | { readonly kind: 'unpinned' }
  | { readonly kind: 'platform-package' }
  | { readonly kind: 'no-addon' }
  | { readonly kind: 'opens'; readonly file: string }
  | { readonly kind: 'needs-newer'; readonly file: string; readonly floor: string }
  | { readonly kind: 'missing-entry'; readonly wanted: string }
  | { readonly kind: 'no-build'; readonly wanted: string }
  | { readonly kind: 'may-be-either'; readonly file: string }
  | { readonly kind: 'other-libc'; readonly file: string }
  | { readonly kind: 'mechanism'; readonly mechanism: string }
  /** Its files were read: the build is fetched from elsewhere when it is installed; `compiles`: built where there is none. */
  | { readonly kind: 'download'; readonly mechanism: string; readonly file?: string; readonly compiles: boolean }
  | { readonly kind: 'sign'; readonly sign: string }
  | { readonly kind: 'no-sign' }
  | { readonly kind: 'native-source'; readonly needs: string }
  | { readonly kind: 'known'; readonly note: string }
  /** The loader was asked about the artifact's own files on `base`: every file that the runtime opens loads; `foreign`: though built for the other C library. */
  | {
      readonly kind: 'loads';
      readonly file: string;
      readonly files: number;
      readonly base: string;
      readonly foreign: boolean;
      /** Functions that the C library lacks and that are looked for when they are first called. */
      readonly postponed: readonly string[];
    }
  /** The same, and it does not: the loader's own message for the first of `failed` files. */
  | {
      readonly kind: 'load-fails';
      readonly file: string;
      readonly message: string;
      readonly base: string;
      readonly failed: number;
      readonly files: number;
    }
  /** It loads where the base has these libraries, which `base` lacks. */
  | { readonly kind: 'needs-library'; readonly file: string; readonly libraries: readonly string[]; readonly base: string };
