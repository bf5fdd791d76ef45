import { createHash } from 'node:crypto';
import type { Extractor } from './extractor.ts';

/** The digest of every file's content: for listings, off by default. */
export const sha256Extractor: Extractor<string> = {
  name: 'sha256',
  wants: () => true,
  begin() {
    const hash = createHash('sha256');
    return {
      push(chunk) {
        hash.update(chunk);
        return true;
      },
      end: () => ({ kind: 'facts', facts: hash.digest('hex') }),
    };
  },
};
