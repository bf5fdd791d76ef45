import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sourceDigest } from './source-digest.ts';

declare const BASEWISE_SOURCE_DIGEST: string;

/**
 * What the running program is: its modules and shipped tables, and the engine that stores its values, as a digest. Whatever a new basewise knows or
 * reads differently makes it another one, so that nobody has to remember to count a version up. Every build carries the digest of what it was
 * made from (tools/build); a checkout is read when it is asked.
 */
export function programVersion(): string {
  const source =
    typeof BASEWISE_SOURCE_DIGEST === 'undefined' ? sourceDigest(join(import.meta.dirname, '../../..')) : BASEWISE_SOURCE_DIGEST;
  return createHash('sha256').update(`${process.versions.v8} ${process.arch} ${source}`).digest('hex');
}
