import { isElf } from '../formats/binary/elf-header.ts';
import { readElf } from '../formats/binary/elf.ts';
import { FormatError } from '../formats/format-error.ts';
import type { ElfFacts } from '../tree/elf-facts.ts';
import type { Extracted, ResumableExtractor } from './extractor.ts';
import { rangedExtractor } from './ranged-extractor.ts';
import type { ReadRange } from './ranged-extractor.ts';

/** Of the files that `wanted` accepts: everything where it says so, else no more than their names. */
export function baseElfExtractor(wanted: (path: string) => 'all' | 'names' | null): ResumableExtractor<ElfFacts> {
  return {
    ...rangedExtractor({
      name: 'elf',
      wants: (_file, head) => isElf(head),
      parse: (read, file) => elfFacts(read, file.size, wanted(file.path) ?? 'names'),
      budget: 64 * 1024 * 1024,
    }),
    mayWant: (file) => wanted(file.path) !== null,
  };
}

/** The facts of every ELF file, whatever its size. */
export const elfExtractor: ResumableExtractor<ElfFacts> = rangedExtractor({
  name: 'elf',
  wants: (_file, head) => isElf(head),
  parse: (read, file) => elfFacts(read, file.size),
  // Of a large file the first pass keeps both ends: the loading tables stand at the front, what patchelf moves and section headers at the end.
  budget: 64 * 1024 * 1024,
});

export function elfFacts(read: ReadRange, size: number, depth: 'all' | 'names' = 'all'): Extracted<ElfFacts> {
  try {
    return { kind: 'facts', facts: readElf(read, size, depth) };
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    return { kind: 'unknown', why: cause.message };
  }
}
