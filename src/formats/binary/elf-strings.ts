import { decodeFileName } from '../archive/file-name.ts';
import { FormatError } from '../format-error.ts';

/** A string table of which single strings are decoded within a budget, since any number of entries may name the same long string. */
export interface ElfStrings {
  readonly bytes: Uint8Array;
  /** The string from `index` to its NUL. Throws `elf-bad-string` outside the table or without NUL, `elf-over-budget`. */
  readonly at: (index: number) => string;
}

const MAX_STRING = 65_536;
const MAX_TOTAL = 8 * 1024 * 1024;

export function openStrings(bytes: Uint8Array, offset: number): ElfStrings {
  const known = new Map<number, string>();
  let left = MAX_TOTAL;
  const at = (index: number): string => {
    const before = known.get(index);
    if (before !== undefined) return before;
    if (!(index < bytes.length)) throw new FormatError('elf-bad-string', offset, `string ${index} is outside the string table`);
    const end = bytes.indexOf(0, index);
    if (end < 0) throw new FormatError('elf-bad-string', offset + index, 'a string has no end');
    left -= end - index;
    if (end - index > MAX_STRING || left < 0)
      throw new FormatError('elf-over-budget', offset + index, 'strings exceed what is decoded of one file');
    const text = decodeName(bytes.subarray(index, end));
    known.set(index, text);
    return text;
  };
  return { bytes, at };
}

/** The strings of an ELF file name files and symbols: decoded like the names of a tree, so that a NEEDED entry and the file it means are equal. */
export function decodeName(bytes: Uint8Array): string {
  return decodeFileName(bytes);
}
