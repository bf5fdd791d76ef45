/**
 * What a reference alone says about an image's base, without a network. `unknown` is an answer: a name that says nothing is not guessed at.
 */
export interface Classification {
  readonly reference: string;
  /** os-release ID of the distribution (`alpine`, `debian`, `rhel`, `amzn` …), or `busybox`, `scratch`, `windows`, `unknown`. */
  readonly family: string;
  /** `3.19`, `12`, `24.04`, `rolling`, `edge`; null where the reference does not tell. */
  readonly release: string | null;
  /** null when unknown; family `none` where the image has no libc. */
  readonly libc: BaseLibc | null;
  /** In alphabetical order. */
  readonly variants: readonly Variant[];
  /** `likely`: the reference or the tag history says it. `possible`: a table of well-known images does. */
  readonly certainty: 'likely' | 'possible' | 'unknown';
  /** Alpine (or another musl base) that neither name nor tag gives away. */
  readonly hidden: boolean;
  /** The tag moves from release to release with time; a digest stops that. */
  readonly floating: boolean;
  /** Which rule answered. */
  readonly rule: string;
  /** The evidence, or for `unknown` the reason. */
  readonly why: string;
  /** Other bases that the same floating tag had, with the day each came into use. */
  readonly history: readonly DatedBase[];
  /** What the versions of the series that the tag names stood on, oldest first; only where the series still follows the image's newest base. */
  readonly crossings?: readonly VersionBase[];
  readonly digest?: string;
}

export interface BaseLibc {
  readonly family: 'glibc' | 'musl' | 'uclibc' | 'none';
  /** `2.36`, `1.2.5`, `1.2.4_git20230717`; null where the release is not known. */
  readonly version: string | null;
  /** Only static programs run: there is no loader. */
  readonly static?: boolean;
}

/** `glibc-added`: a glibc beside the distribution's musl. */
export type Variant =
  | 'chiseled'
  | 'debug'
  | 'dev'
  | 'distroless'
  | 'extra'
  | 'fips'
  | 'glibc-added'
  | 'hardened'
  | 'init'
  | 'micro'
  | 'minimal'
  | 'nonroot'
  | 'slim'
  | 'static'
  | 'ubi';

export interface DatedBase {
  readonly since: string;
  /** `alpine:3.23`, `debian:12`. */
  readonly base: string;
}

export interface VersionBase {
  /** The first version on it: `3.12.11`. */
  readonly from: string;
  readonly base: string;
}

export interface ClassifyOptions {
  /** When the image was built, `YYYY-MM-DD`: a floating tag is then what it was on that day. */
  readonly buildDate?: string;
  /** `linux/arm/v6` changes what plain `busybox` is. */
  readonly platform?: string;
}

/** What a rule finds; the caller adds the libc and the rest. */
export interface Found {
  readonly family: string;
  readonly release: string | null;
  readonly variants?: readonly Variant[];
  readonly certainty?: 'likely' | 'possible';
  readonly hidden?: boolean;
  readonly floating?: boolean;
  readonly libc?: BaseLibc;
  readonly rule: string;
  readonly why: string;
  readonly history?: readonly DatedBase[];
  readonly crossings?: readonly VersionBase[];
}
