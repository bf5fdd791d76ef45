import type { Extractor } from './extractor.ts';

/** Says by path and size which files are kept whole. */
export type Keeps = (path: string, size: number) => boolean;

/** Keeps the whole content of the files that one of the rooms reads later. What the predicate accepts is within its own limit already. */
export function keptExtractor(keeps: Keeps): Extractor<Uint8Array> {
  return {
    name: 'kept',
    mayWant: (file) => keeps(file.path, file.size),
    wants: (file) => keeps(file.path, file.size),
    begin() {
      const chunks: Uint8Array[] = [];
      return {
        push(chunk) {
          chunks.push(Buffer.from(chunk));
          return true;
        },
        end: () => ({ kind: 'facts', facts: new Uint8Array(Buffer.concat(chunks)) }),
      };
    },
  };
}

/** All that is kept of one layer. */
const MOST_KEPT = 128 * 1024 * 1024;

/** The same for one walk: once it has kept so much, further files are unknown. */
export function withinBudget(extractor: Extractor<Uint8Array>): Extractor<Uint8Array> {
  let left = MOST_KEPT;
  return {
    ...extractor,
    begin(file) {
      left -= file.size;
      if (left >= 0) return extractor.begin(file);
      return {
        push: () => false,
        end: () => ({ kind: 'unknown', why: `its ${file.size} bytes are over the budget of ${MOST_KEPT} for a layer` }),
      };
    },
  };
}
