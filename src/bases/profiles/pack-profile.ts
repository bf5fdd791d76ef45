import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { BasewiseError } from '../../errors.ts';
import type { Profile } from './profile.ts';

const largest = 64 * 1024 * 1024;

export function packProfile(profile: Profile): Uint8Array {
  return brotliCompressSync(JSON.stringify(profile), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
}

/** Throws BasewiseError `bad-profile` for bytes that are no profile of this version. `name` is for the message. */
export function unpackProfile(bytes: Uint8Array, name: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(brotliDecompressSync(bytes, { maxOutputLength: largest }).toString('utf8'));
  } catch (cause) {
    throw new BasewiseError('bad-profile', 'the profile cannot be read', {
      path: name,
      cause,
      hint: 'make it again with basewise bases profile',
    });
  }
  if (!isProfile(value))
    throw new BasewiseError('bad-profile', 'the file is no basewise profile of version 1', {
      path: name,
      hint: 'make it again with basewise bases profile',
    });
  return value;
}

function isProfile(value: unknown): value is Profile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 'basewise-profile/1' &&
    'files' in value &&
    Array.isArray(value.files) &&
    'base' in value
  );
}
