import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';

/** A range to take away, and what of it has to stay: comments between continued lines. */
export interface Cut extends Range {
  readonly after: string;
}

/** What to take away so that a word disappears with the white space in front of it. `previousEnd` is the end of the word before. */
export function cutWord(text: string, previousEnd: number, { start, end }: Range): Cut {
  const gap = text.slice(previousEnd, start);
  if (isBlank(gap)) return { start: previousEnd, end, after: '' };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const opensLine = text.slice(lineStart, start).trim() === '';
  const behind = /^[ \t]*[\\`][ \t]*\r?\n/.exec(text.slice(end, end + 200));
  if (opensLine && behind !== null) return { start: lineStart, end: end + behind[0].length, after: '' };
  if (opensLine && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 200)))
    return { start: previousEnd, end, after: withoutContinuation(gap) };
  const blank = /^[ \t]*/.exec(text.slice(end, end + 200))?.[0].length ?? 0;
  return { start, end: end + blank, after: '' };
}

/**
 * What may be taken away so that a command disappears from its list, with the `&&` or `;` that joins it, the better first; empty where that would change what else
 * runs: a pipeline, `||`, the only command of a branch. `lines`: the script stands in a heredoc, where a line end separates commands.
 */
export function cutCommand(text: string, { start, end }: Range, limit: Range, lines: boolean): readonly Cut[] {
  const before = text.slice(limit.start, start);
  const after = text.slice(end, limit.end);
  const cuts: Cut[] = [];
  const next = new RegExp(`^(${gap}*)(&&|;(?!;))(${gap}*)`).exec(after);
  const opening = new RegExp(`(?:^|&&|;|[({"']${lines ? '|\\n' : ''}|\\b(?:then|do|else))${space}*$`).test(before);
  if (next !== null && opening) {
    const rest = after.slice(next[0].length);
    const closes = rest.trim() === '' || /^(?:(?:fi|done|esac|else|elif|then|do)\b|[})&|"'])/.test(rest);
    const kept = `${next[1] ?? ''}${next[3] ?? ''}`;
    if (!closes) cuts.push({ start, end: end + next[0].length, after: kept.includes('#') ? kept.replace(/^[ \t]+/, '') : '' });
  }
  if (lines) {
    const line = /(?:^|\n)[ \t]*$/.test(before) ? /^[ \t]*\r?\n/.exec(after) : null;
    if (line !== null && !/(?:\b(?:then|do|else)|[{(\\]|&&|\|\|?)\s*$/.test(before))
      cuts.push({ start: start - (/[ \t]*$/.exec(before)?.[0].length ?? 0), end: end + line[0].length, after: '' });
  }
  const joined = new RegExp(`(${gap}*)(?:&&|;)${space}*$`).exec(before);
  const closing = new RegExp(`^${space}*(?:$|&&|;|\\)|["']|\\n)`).test(after);
  if (joined === null || !closing) return cuts;
  const between = joined[1] ?? '';
  const cut = { start: start - joined[0].length, end };
  if (!between.includes('#')) cuts.push({ ...cut, after: '' });
  else if (after.trim() === '') cuts.push({ ...cut, after: withoutContinuation(between) });
  return cuts;
}

/** Blanks and continued lines. */
const space = String.raw`(?:[ \t]|[\\\x60][ \t]*\r?\n)`;
/** The same with comment lines and empty lines between. */
const gap = String.raw`(?:[ \t]|[\\\x60][ \t]*\r?\n(?:[ \t]*#[^\n]*\n|[ \t]*\r?\n)*)`;

function isBlank(text: string): boolean {
  return !/\n[ \t]*#/.test(text) && new RegExp(`^(?:${space}|\\r?\\n)*$`).test(text);
}

/** ` \⏎ # why⏎  ` → `⏎ # why`: the comment lines end up behind the instruction. */
function withoutContinuation(between: string): string {
  return between.replace(/^[ \t]*[\\`][ \t]*/, '').replace(/\r?\n[ \t]*$/, '');
}

/** The whole instruction with its line end. */
export function cutInstruction(text: string, { start, end }: Range): Range {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  return { start: text.slice(lineStart, start).trim() === '' ? lineStart : start, end: newline === -1 ? text.length : newline + 1 };
}
