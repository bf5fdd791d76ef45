import { createHash, type Hash } from 'node:crypto';
import { BasewiseError } from '../../errors.ts';

/** Throws BasewiseError `digest-mismatch` when the bytes are not those that the digest promises. */
export function verifyDigest(bytes: Uint8Array, digest: string, what: string, path: string): void {
  if (`${digestAlgorithm(digest)}:${hashFor(digest).update(bytes).digest('hex')}` !== digest) {
    throw new BasewiseError('digest-mismatch', `the bytes of ${what} ${digest} do not have this digest`, {
      path,
      hint: 'the image is damaged or was changed; fetch or save it again',
    });
  }
}

/** A hash of the algorithm that the digest names; `digest` is one that `isDigest` accepts. */
export function hashFor(digest: string): Hash {
  return createHash(digestAlgorithm(digest));
}

function digestAlgorithm(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}
