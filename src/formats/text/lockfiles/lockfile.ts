/** What a lockfile says, in one shape for every package manager. Absent fields are what the file does not say, never a guess. */
export interface Lockfile {
  readonly format: LockFormat;
  /** As the file spells it: `3`, `6.0`, `2.1`; null where the format has no version. */
  readonly version: string | null;
  readonly ecosystem: Ecosystem;
  readonly packages: readonly LockedPackage[];
  /** The project itself, by what it asks for; null where the file does not say. */
  readonly roots: readonly Edge[] | null;
  /** What the project asks for, from the file beside the lock, where the lock itself does not say and it was read. */
  readonly wishes?: readonly Edge[];
  /** Packages carry the markers under which they are installed; otherwise only who asks for them does. */
  readonly markersOnPackages?: boolean;
  /** Python versions that the lock is for: `>=3.11,<3.15`, `^3.10`. */
  readonly requiresPython?: string;
  /** pylock.toml and uv.lock: the lock serves only environments for which one of these markers is true. */
  readonly environments?: readonly string[];
  /** Names of which the lock forbids wheels or source distributions; `:all:` stands for every one. */
  readonly formatControl?: { readonly noBinary: readonly string[]; readonly onlyBinary: readonly string[] };
  /** Platforms that the lock was resolved for: Gemfile.lock's PLATFORMS. */
  readonly platforms?: readonly string[];
  /** Native parts of the platform that are asked for: Composer's `ext-gd`. */
  readonly extensions?: readonly string[];
  /** Lines and entries that name something which is not in the file: `-r other.txt`, an editable folder. */
  readonly unresolved: readonly { readonly what: string; readonly why: string }[];
}

export type Ecosystem = 'node' | 'python' | 'go' | 'rust' | 'ruby' | 'php' | 'dotnet' | 'java' | 'beam';

export type LockFormat =
  | 'package-lock'
  | 'pnpm-lock'
  | 'yarn-classic'
  | 'yarn-berry'
  | 'bun-lock'
  | 'uv-lock'
  | 'poetry-lock'
  | 'pdm-lock'
  | 'pylock'
  | 'pipfile-lock'
  | 'requirements'
  | 'go-mod'
  | 'go-sum'
  | 'vendor-modules'
  | 'cargo-lock'
  | 'gemfile-lock'
  | 'composer-lock'
  | 'nuget-lock'
  | 'deps-json'
  | 'gradle-lockfile'
  | 'maven-pom'
  | 'mix-lock';

export interface LockedPackage {
  /** Names this entry among the others: `node_modules/a/node_modules/b`, `b@1.2.3(react@18.0.0)`, or a number. Edges lead to it. */
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly source: 'registry' | 'git' | 'url' | 'path' | 'project';
  readonly edges: readonly Edge[];
  /** Files of the release that the lock pins by name; absent where the lock names none. */
  readonly files?: readonly LockedFile[];
  /** Digests without file names: `sha256:…`. */
  readonly hashes?: readonly string[];
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  /** Only asked for as optional: a failure to install it is no failure. */
  readonly optional?: boolean;
  /** Only asked for by development, test or a group that is not installed by default. */
  readonly development?: boolean;
  readonly installScript?: boolean;
  /** Node: `engines.node`, a range of runtime versions. */
  readonly engine?: string;
  /** PEP 508 marker under which the entry is installed. */
  readonly marker?: string;
  /** Of the package: `>=3.9`. */
  readonly requiresPython?: string;
  /** Build tools that the lock names beside the package: mix.lock's `make`, `rebar3`. */
  readonly tools?: readonly string[];
  /** `classifier` of a Maven coordinate, platform of a gem (`x86_64-linux-musl`). */
  readonly platform?: string;
  readonly integrity?: string;
}

export interface LockedFile {
  readonly name: string;
  readonly hash?: string;
  /** Of the file, by an index: `>=3.9`. */
  readonly requiresPython?: string;
  /** .NET: the runtime identifier that the file is for. */
  readonly rid?: string;
}

export interface Edge {
  readonly name: string;
  /** The entry it leads to; absent where the lock names none, which for an optional dependency can be the missing platform. */
  readonly id?: string;
  /** A range or a version, as written. */
  readonly wanted?: string;
  readonly optional?: boolean;
  readonly development?: boolean;
  readonly marker?: string;
  readonly extras?: readonly string[];
  /** Only with this extra of the package that the edge leaves. */
  readonly extra?: string;
}
