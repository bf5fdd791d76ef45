import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';

/**
 * What to take away so that a word disappears with the white space in front of it. `previousEnd` is the end of the word before; where a comment stands
 * between the two, the comment stays.
 */
export function cutWord(text: string, previousEnd: number, { start, end }: Range): Range {
  const gap = text.slice(previousEnd, start);
  if (!/\n[ \t]*#/.test(gap) && /^(?:[ \t]|[\\`][ \t]*\r?\n|\r?\n)*$/.test(gap)) return { start: previousEnd, end };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const behind = /^[ \t]*[\\`][ \t]*\r?\n/.exec(text.slice(end, end + 200));
  if (text.slice(lineStart, start).trim() === '' && behind !== null) return { start: lineStart, end: end + behind[0].length };
  const blank = /^[ \t]*/.exec(text.slice(end, end + 200))?.[0].length ?? 0;
  return { start, end: end + blank };
}

/**
 * What to take away so that a command disappears from its list, with the `&&` or `;` that joins it; undefined where that would change what else runs (a
 * pipeline, `||`, the only command of a branch) or take a comment along.
 */
export function cutCommand(text: string, { start, end }: Range, limit: Range): Range | undefined {
  const after = new RegExp(`^${space}*(&&|;(?!;))${space}*`).exec(text.slice(end, limit.end));
  const before = new RegExp(`${space}*(&&|;)${space}*$`).exec(text.slice(limit.start, start));
  const rest = after === null ? '' : text.slice(end + after[0].length, limit.end);
  const next = after === null || rest.trim() === '' || /^(?:fi|done|esac|else|elif|then|do)\b|^[})&|]/.test(rest);
  const opening = new RegExp(`(?:^|&&|;|[({]|\\b(?:then|do|else))${space}*$`).test(text.slice(limit.start, start));
  if (!next && opening) return { start, end: end + (after?.[0].length ?? 0) };
  const closing = new RegExp(`^${space}*(?:$|&&|;|\\)|\\n)`).test(text.slice(end, limit.end));
  if (before !== null && closing) return { start: start - before[0].length, end };
  return undefined;
}

/** Blanks and continued lines, no comment. */
const space = String.raw`(?:[ \t]|[\\\x60][ \t]*\r?\n)`;

/** The whole instruction with its line end. */
export function cutInstruction(text: string, { start, end }: Range): Range {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  return { start: text.slice(lineStart, start).trim() === '' ? lineStart : start, end: newline === -1 ? text.length : newline + 1 };
}
