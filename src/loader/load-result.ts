import type { LoaderFact } from './loader-fact.ts';

/**
 * `exec`: the kernel starts the file. `dlopen-now`, `dlopen-lazy`: `host` is started and opens the file. `list`: the loader is run as
 * `loader --list FILE` (`host` is the loader).
 */
export type LoadMode = 'exec' | 'dlopen-now' | 'dlopen-lazy' | 'list';

export type LoadOutcome =
  | 'runs'
  | 'no-interpreter'
  | 'missing-library'
  | 'missing-symbol'
  | 'missing-version'
  | 'bad-file'
  | 'unsupported-relocation'
  | 'static-tls'
  | 'crash-after-load'
  | 'unknown';

export interface LoadRequest {
  /** As it would be typed: absolute, or relative to `cwd`. */
  readonly path: string;
  readonly mode: LoadMode;
  /** Program that calls dlopen, or the loader for `list`; chosen by `plugins/find-host.ts` when absent. */
  readonly host?: string;
  /** The whole environment of the process. Default: empty. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default `/`. */
  readonly cwd?: string;
  /** User and group. Default 0. */
  readonly uid?: number;
  /** Record every place that was tried. */
  readonly trail?: boolean;
}

/** Which rule led from a name to a file. */
export type Via = 'asked' | 'path' | 'preload' | 'preload-file' | 'library-path' | 'rpath' | 'runpath' | 'cache' | 'path-file' | 'default';

export interface FoundObject {
  /** As requested; null for the file that was asked for by dlopen. */
  readonly name: string | null;
  /** As the loader spells it. */
  readonly path: string;
  readonly via: Via;
  /** The object whose DT_RPATH or DT_RUNPATH it was. */
  readonly viaOf?: string;
  /** Who asked first; null for preloads and the file itself. */
  readonly neededBy: string | null;
}

/** One attempt to find `name`. `path` is null where no file was touched. */
export interface Trial {
  readonly name: string;
  readonly neededBy: string | null;
  readonly rule: Via | 'reserved' | 'loaded' | 'interpreter';
  readonly ruleOf?: string;
  readonly path: string | null;
  readonly result: 'found' | 'absent' | 'denied' | 'loop' | 'skipped' | 'refused' | 'not-searched';
  /** Why it was skipped or refused, or why a whole list was not searched. */
  readonly why?: string;
}

/** Loading succeeds, yet something will go wrong later without any message of the loader. */
export type LoadRisk =
  | { readonly kind: 'postponed-symbol'; readonly object: string; readonly symbol: string; readonly version?: string }
  | { readonly kind: 'relr-not-applied'; readonly object: string }
  | { readonly kind: 'foreign-code'; readonly object: string; readonly machine: number }
  | { readonly kind: 'initial-exec-unchecked'; readonly object: string; readonly symbol: string }
  | { readonly kind: 'hwcaps-directory'; readonly object: string };

export interface LoadResult {
  readonly outcome: LoadOutcome;
  /** The real loader's lines, in order, without their newline; `execve: TEXT` where the kernel refuses. */
  readonly messages: readonly string[];
  /** What the messages say, one for one. */
  readonly facts: readonly LoaderFact[];
  /** In load order, without the program, the vDSO and the loader. For dlopen what the call added. */
  readonly objects: readonly FoundObject[];
  /** `musl-1.2.5`, `glibc-2.36`, `musl-absent`, `none` for static programs. */
  readonly loader: string;
  readonly interpreter?: string;
  /** The loader ignores the environment (set-user-id, set-group-id, capabilities). */
  readonly secure?: true;
  readonly risks: readonly LoadRisk[];
  /** Why the outcome is `unknown` or `crash-after-load`. */
  readonly why?: string;
  /** In the order tried; empty unless asked for. */
  readonly trail: readonly Trial[];
}
