/** A build or an image that a Compose or Bake file names. Paths are as written, relative to the file's folder. */
export interface NamedBuild {
  readonly name: string;
  /** The image that is run (Compose) or the tags that are made (Bake). */
  readonly images: readonly string[];
  /** Absent for a service that only runs an image. */
  readonly build?: {
    readonly context: string;
    readonly dockerfile?: string;
    /** `dockerfile_inline`, `dockerfile-inline`. */
    readonly inline?: string;
    readonly target?: string;
    readonly args: Readonly<Record<string, string>>;
    /** Named build contexts. */
    readonly contexts: Readonly<Record<string, string>>;
    readonly platforms: readonly string[];
  };
  /** Compose: what the container's resolver is given. */
  readonly dns?: { readonly servers: readonly string[]; readonly search: readonly string[]; readonly options: readonly string[] };
  readonly offset: number;
}

export interface NamedBuilds {
  readonly builds: readonly NamedBuild[];
  /** What could not be read or worked out. */
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}
