import type { ByteText } from '../formats/wire/byte-text.ts';

/** `isspace` in the C locale. */
export function isSpace(character: string | undefined): boolean {
  return character !== undefined && /^[\t-\r ]$/.test(character);
}

/** `isdigit`. */
export function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9' && character.length === 1;
}

/** What C's string functions see of a buffer: everything before the first zero byte. */
export function cString(text: ByteText): ByteText {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

/** A file read with `fgets`. */
export interface LineReader {
  /** At most `size - 1` bytes, up to and including a newline; undefined at the end of the file. */
  fgets(size: number): ByteText | undefined;
  /** `feof`: the last read ran into the end. */
  readonly atEnd: boolean;
  /** Reads on until behind the next newline. */
  skipLine(): void;
}

export function lineReader(text: ByteText): LineReader {
  let position = 0;
  let atEnd = false;
  return {
    get atEnd() {
      return atEnd;
    },
    fgets: (size) => {
      const newline = text.indexOf('\n', position);
      const lineEnd = newline === -1 ? text.length : newline + 1;
      const end = Math.min(lineEnd, position + size - 1);
      // The end is noticed only by asking for a byte that is not there.
      if (newline === -1 && end === text.length && end - position < size - 1) atEnd = true;
      if (end === position) return undefined;
      const line = text.slice(position, end);
      position = end;
      return line;
    },
    skipLine: () => {
      const newline = text.indexOf('\n', position);
      position = newline === -1 ? text.length : newline + 1;
      if (newline === -1) atEnd = true;
    },
  };
}

/** Decimal digits at an offset as `strtoul` reads them, undefined when there are none. Saturates instead of overflowing. */
export function decimalAt(text: ByteText, offset: number): number | undefined {
  let end = offset;
  while (isDigit(text[end])) end += 1;
  return end === offset ? undefined : Number(text.slice(offset, end));
}

/** Words between white space. */
export function words(text: ByteText): ByteText[] {
  return text.split(/[\t-\r ]+/).filter((word) => word !== '');
}
