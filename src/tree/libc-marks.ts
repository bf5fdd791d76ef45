/**
 * What the bytes of a loader or libc file say of themselves (loader.md section 3). More than one can be present only in hostile input.
 */
export interface LibcMarks {
  readonly musl?: {
    /** As the file says it: `1.2.4_git20230717`. */
    readonly version: string;
    /** The list `aio_cancel\0aio_error\0…` of the LFS64 remap is in the file (upstream 1.2.4 and newer; Alpine 3.19 and newer). */
    readonly lfs64Remap: boolean;
  };
  readonly glibc?: {
    /** `2.36`. Absent where the file does not say it: loaders before 2.33 carry no banner, and their version definitions end at an older one. */
    readonly version?: string;
    /** `Debian GLIBC 2.36-9+deb12u14`: what stands in the banner's brackets. */
    readonly banner?: string;
    /** From the loader's rodata, with trailing slash, in search order; empty in libc.so.6 itself. */
    readonly systemDirectories: readonly string[];
  };
  /** gcompat's chain loader (`This is the gcompat ELF interpreter stub.`). */
  readonly gcompatStub?: boolean;
}
