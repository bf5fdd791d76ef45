/**
 * An error that a person can act on: one line of cause, a hint, the offending path. The command line prints it and exits with 2,
 * without a stack. Everything else that is thrown is a bug and keeps its stack.
 *
 * Never put credentials into any of the fields: they are printed and may be logged.
 */
export class BasewiseError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly path: string | undefined;

  constructor(code: string, message: string, details: { hint?: string; path?: string; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'BasewiseError';
    this.code = code;
    this.hint = details.hint;
    this.path = details.path;
  }
}
