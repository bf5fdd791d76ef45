/** A file that starts with `#!` (or a BOM before it, which the kernel refuses): its first 256 bytes decide what the kernel does. */
export interface ScriptFacts {
  /** The first line without its newline, decoded as latin1, at most 255 bytes. */
  readonly line: string;
  /** A newline was found within the kernel's 256-byte buffer. */
  readonly complete: boolean;
  /** A UTF-8 byte order mark stands before `#!`. */
  readonly bom: boolean;
}
