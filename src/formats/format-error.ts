/**
 * The one error that a parser in `formats/` throws for bad input.
 *
 * `code` is a short kebab-case word per format (`tar-bad-checksum`, `elf-truncated`), `offset` the byte position in the input where
 * reading broke. Callers add the path and turn it into a `BasewiseError` or an `unknown`.
 */
export class FormatError extends Error {
  readonly code: string;
  readonly offset: number;

  constructor(code: string, offset: number, message: string, cause?: unknown) {
    super(`${message} (at byte ${offset})`, cause === undefined ? undefined : { cause });
    this.name = 'FormatError';
    this.code = code;
    this.offset = offset;
  }
}
