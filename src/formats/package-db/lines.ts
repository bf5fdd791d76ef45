import { FormatError } from '../format-error.ts';

/** A full Debian desktop has 600,000 lines in all its lists together; each may become a string of a hundred bytes. */
const MAX_LINES = 1_000_000;

export interface Line {
  readonly text: string;
  /** Where it starts in the text. */
  readonly offset: number;
}

/**
 * Lines one by one, without their newline; an empty one after a final newline is not given.
 * @throws FormatError `too-many-lines` beyond one million.
 */
export function* eachLine(text: string): Iterable<Line> {
  let offset = 0;
  for (let count = 0; offset < text.length; count += 1) {
    if (count >= MAX_LINES) throw new FormatError('too-many-lines', offset, `more than ${MAX_LINES} lines`);
    const newline = text.indexOf('\n', offset);
    const end = newline === -1 ? text.length : newline;
    yield { text: text.slice(offset, end), offset };
    offset = end + 1;
  }
}
