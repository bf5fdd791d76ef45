import { FormatError } from '../../format-error.ts';

/** The reader knows the format but not this version of it; nothing is guessed. */
export function unknownVersion(format: string, version: string | undefined): FormatError {
  const shown = version === undefined ? 'says no version' : `has version ${JSON.stringify(version.slice(0, 40))}, which is not known here`;
  return new FormatError('lockfile-unknown-version', 0, `this ${format} ${shown}`);
}
