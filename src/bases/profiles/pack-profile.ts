import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { BasewiseError } from '../../errors.ts';
import { isProfile } from './check-profile.ts';
import type { Profile } from './profile.ts';

const largest = 64 * 1024 * 1024;
const openingBrace = 0x7b;

/** Brotli of its JSON. The best quality takes seconds and is for what is shipped. */
export function packProfile(profile: Profile, quality = 11): Uint8Array {
  return brotliCompressSync(JSON.stringify(profile), {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
}

/**
 * Reads a packed profile or its plain JSON. Throws BasewiseError `bad-profile` for bytes that are no profile of this version. `name` is for the message; what ships
 * with the package is not checked field by field on every start.
 */
export function unpackProfile(bytes: Uint8Array, name: string, shipped = false): Profile {
  let value: Profile;
  try {
    if (bytes.length > largest) throw new RangeError(`${bytes.length} bytes`);
    const text = bytes[0] === openingBrace ? Buffer.from(bytes) : brotliDecompressSync(bytes, { maxOutputLength: largest });
    value = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw new BasewiseError('bad-profile', 'the profile cannot be read', {
      path: name,
      cause,
      hint: 'make it again with basewise bases profile',
    });
  }
  if (shipped ? !hasSchema(value) : !isProfile(value))
    throw new BasewiseError('bad-profile', 'the file is no basewise profile of version 1', {
      path: name,
      hint: 'make it again with basewise bases profile',
    });
  return value;
}

function hasSchema(value: Profile): boolean {
  return value.schema === 'basewise-profile/1';
}
