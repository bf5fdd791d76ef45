import type { Extractor } from './extractor.ts';

/** Says by path and size which files are kept whole. */
export type Keeps = (path: string, size: number) => boolean;

/** Keeps the whole content of the files that one of the rooms reads later. What the predicate accepts is within its own limit already. */
export function keptExtractor(keeps: Keeps): Extractor<Uint8Array> {
  return {
    name: 'kept',
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
