/**
 * The report that `basewise check --format json` prints: the contract with other programs, published as JSON Schema in
 * `schema/basewise-report-1.schema.json` (generated from these types). Fields may be added within version 1, never changed or removed.
 */
export interface Report {
  readonly schema: 'basewise-report/1';
  readonly tool: { readonly name: 'basewise'; readonly version: string };
  readonly subject: SubjectSummary;
  readonly read: ReadSummary;
  readonly units: readonly Unit[];
  /** What could not be read or decided, with the reason. */
  readonly unknown: readonly Unknown[];
}

export interface SubjectSummary {
  readonly kind: string;
  readonly name: string;
  /** `linux/amd64`, `linux/arm/v7` */
  readonly platform?: string;
  /** Of the manifest: `sha256:…` */
  readonly digest?: string;
}

export interface ReadSummary {
  readonly layers: number;
  readonly files: number;
  /** Uncompressed bytes of all layers (an archive) or of all files looked at (a folder). */
  readonly bytes: number;
  /** How often a layer was decompressed at most: 1, or more where an analysis asked for ranges that had passed. */
  readonly passes: number;
  /** False when a layer was absent or a budget was exceeded. */
  readonly complete: boolean;
}

export interface Unknown {
  readonly what: string;
  readonly why: string;
}

export type UnitKind = 'image' | 'stage' | 'workload' | 'lockfile';

export interface Unit {
  readonly name: string;
  readonly kind: UnitKind;
  /** Null on scratch, and where it is unknown (then `unknown` says so). */
  readonly base: BaseSummary | null;
  /** How the files of an image divide; only `application` is ever carried to another base. */
  readonly parts?: PartsSummary;
  readonly targets: readonly Target[];
}

export interface PartsSummary {
  readonly base: { readonly files: number };
  /** Packages of the distribution that were installed on top of the base. */
  readonly packages: { readonly files: number; readonly names: readonly string[] };
  readonly runtimes: readonly { readonly kind: string; readonly program: string; readonly version?: string }[];
  /** With the folders that hold most of it. */
  readonly application: { readonly files: number; readonly folders: readonly string[] };
}

export interface BaseSummary {
  /** ID of os-release: `alpine`, `debian` (Distroless too). */
  readonly distribution: string;
  /** VERSION_ID of os-release; on Alpine the full number of alpine-release. */
  readonly release: string | null;
  readonly prettyName?: string;
  readonly libc: LibcSummary | null;
}

export interface LibcSummary {
  readonly family: 'musl' | 'glibc';
  /** As the file says it: `1.2.4_git20230717`. */
  readonly version: string;
  /** `musl 1.2.5-r0` */
  readonly package?: string;
  /** Real loader path: `/lib/ld-musl-x86_64.so.1`. */
  readonly loader?: string;
}

export type Move = 'own' | 'carry' | 'rebuild';
export type Verdict = 'runs' | 'differs' | 'breaks' | 'unknown';

export interface Target {
  /** `own`, or the target as it was named. */
  readonly name: string;
  readonly move: Move;
  readonly verdict: Verdict;
  /** Shown beside what was asked for; never counts for the exit code. */
  readonly overview?: boolean;
  readonly base?: BaseSummary | null;
  /** The recorded facts that stood for the target's bytes; absent where the target is a real tree. */
  readonly profile?: ProfileSummary;
  readonly findings: readonly Finding[];
  readonly artifacts: readonly Artifact[];
  /** Of a lockfile: one entry per package that it selects on this target. */
  readonly packages?: readonly LockedPackageVerdict[];
  /** Of a lockfile for Node: names of the packages for particular platforms that the package manager puts on the disk. */
  readonly installed?: readonly string[];
}

/** What a package manager takes; `foreign` is a file that is built for the other C library. */
export type LockedVerdict = 'prebuilt' | 'pure-fallback' | 'compiles' | 'fails' | 'foreign' | 'unknown';

export interface LockedPackageVerdict {
  readonly name: string;
  readonly version: string | null;
  readonly verdict: LockedVerdict;
  /** Python: the wheel's file name. Node: the platform package. .NET: the path inside the package. */
  readonly file?: string;
  readonly certainty: Certainty;
  readonly why: string;
  /** Something in the lock says that it has to do with native code. */
  readonly native: boolean;
  /** Nothing fails when it cannot be installed. */
  readonly optional?: boolean;
  readonly development?: boolean;
}

export interface ProfileSummary {
  readonly name: string;
  /** `measured`: shipped, made from a real root. `own`: made by the user. `derived`: put together from ABI lists and family knowledge. */
  readonly kind: 'measured' | 'derived' | 'own';
  /** ISO date. */
  readonly date: string;
  readonly source: string;
  /** The command that makes a proven profile of a derived one. */
  readonly prove?: string;
}

export type Severity = 'error' | 'warning' | 'note';
export type Certainty = 'proven' | 'likely' | 'possible';

/** A finding as reports carry it: the facts in `evidence`, the words already rendered by the finding's rule. */
export interface Finding {
  /** Stable across runs: rule, target and what it is about. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** At most 20 places; `count` has the true number. */
  readonly where: readonly Where[];
  readonly count: number;
  /** What it is about in words that are the same for equal mistakes in two files; absent where the end of the id is that. */
  readonly about?: string;
  readonly message: string;
  readonly fix?: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

export type Where =
  | { readonly path: string; readonly layer?: number }
  | { readonly file: string; readonly line: number; readonly column: number };

export type Outcome =
  | 'runs'
  | 'no-interpreter'
  | 'missing-library'
  | 'missing-symbol'
  | 'missing-version'
  | 'bad-file'
  | 'unsupported-relocation'
  | 'static-tls'
  | 'crash-after-load'
  | 'unknown'
  /** Its runtime never tries that name on that target. */
  | 'not-opened';

export interface Artifact {
  /** `/app.jar!INNER!ENTRY` for a native inside a jar. */
  readonly path: string;
  readonly kind: string;
  readonly use: 'entrypoint' | 'selected' | 'other';
  readonly outcome: Outcome;
  /** The loader's own lines, byte for byte; `execve: TEXT` where the kernel refuses. */
  readonly messages: readonly string[];
  readonly certainty: Certainty;
  readonly why?: string;
}
