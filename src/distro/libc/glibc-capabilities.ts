/** What identifies a glibc. */
export interface GlibcIdentity {
  /** From the banner: `2.36`. */
  readonly version: string;
  /** Version definitions of its `libc.so.6`; they beat the version, because distributions take features early. */
  readonly definitions?: { has(name: string): boolean } | undefined;
}

/**
 * What this glibc's loader does, as far as it depends on the version (loader.md, sections 3 and 5). `null` is undecided.
 */
export interface GlibcCapabilities {
  /** `glibc-hwcaps/<level>/` below every library directory is tried first. */
  readonly hwcapsDirectories: boolean | null;
  /** The old `tls/`, `haswell/`, `x86_64/` subdirectories are tried. */
  readonly legacyHwcapsDirectories: boolean | null;
  /** An object whose ABI note asks for a newer kernel is skipped. */
  readonly kernelNoteCheck: boolean | null;
  /** DT_RELR is applied, and an object that has it must require `GLIBC_ABI_DT_RELR`; without it pointers stay unrelocated. */
  readonly relr: boolean | null;
  /** A versioned lookup that reaches an object without any version information is accepted; before 2.41 an assertion aborts the process. */
  readonly unversionedObjectAccepted: boolean | null;
  /** dlopen of an object that needs an executable stack is refused. */
  readonly executableStackRefused: boolean | null;
  /** Objects are sorted depth first (2.35), which decides which failure is reported first. */
  readonly depthFirstSort: boolean | null;
  /** libpthread, libdl, libutil, libanl are part of libc.so.6 and their files are stubs. */
  readonly mergedLibraries: boolean | null;
  /** dlopen of the loader's own file by path finds the loader; in 2.31 it maps a second copy. */
  readonly loaderHasIdentity: boolean | null;
  /** Bytes that initial-exec TLS of later loaded objects share: 64 + 16 × 100 before 2.32, the same sum of tunables since. */
  readonly staticTlsReserve: number;
}

/** A pure table by version, `null` throughout for a text that is no glibc version. */
export function glibcCapabilities(identity: GlibcIdentity): GlibcCapabilities {
  const minor = minorVersion(identity.version);
  const since = (first: number): boolean | null => (minor === null ? null : minor >= first);
  const until = (last: number): boolean | null => (minor === null ? null : minor <= last);
  return {
    hwcapsDirectories: since(33),
    legacyHwcapsDirectories: until(39),
    kernelNoteCheck: until(35),
    relr: identity.definitions?.has('GLIBC_ABI_DT_RELR') ?? since(36),
    unversionedObjectAccepted: since(41),
    executableStackRefused: since(41),
    depthFirstSort: since(35),
    mergedLibraries: since(34),
    loaderHasIdentity: minor === null ? null : minor <= 31 ? false : minor >= 36 ? true : null,
    staticTlsReserve: 1664,
  };
}

/** `2.36`, `2.31`, also with a third number (`2.3.6`). All glibc of the last two decades are 2.x. */
function minorVersion(version: string): number | null {
  const match = /^2\.(\d{1,3})(?:\.\d+)*$/.exec(version);
  return match === null ? null : Number(match[1]);
}
