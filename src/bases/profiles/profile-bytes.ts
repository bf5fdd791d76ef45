import { readFileSync } from 'node:fs';

/**
 * The bytes of a shipped profile. The one module that reads profile files of the package; the single-file build replaces it by one with the bytes inside
 * (tools/build-single-file.ts), because a file that was copied alone has no `data/` beside it.
 */
export function profileBytes(file: string): Uint8Array {
  return readFileSync(new URL(`../../../data/profiles/${file}`, import.meta.url));
}
