import type { Directive, Problem, Range } from './dockerfile.ts';
import { joinRanges } from './mapped-text.ts';
import type { MappedText } from './mapped-text.ts';
import { isSpace } from './white-space.ts';

/** One instruction before its words are looked at. */
export interface LogicalLine {
  readonly unfolded: MappedText;
  /** Physical lines, by index: the first, and the one behind the last. */
  readonly firstLine: number;
  readonly nextLine: number;
}

/** One physical line: `end` is before its newline characters, `next` behind them. */
export interface SourceLine extends Range {
  readonly next: number;
}

export function sourceLines(text: string): readonly SourceLine[] {
  const lines: SourceLine[] = [];
  for (let start = text.startsWith('\uFEFF') ? 1 : 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    let end = next;
    // BuildKit trims every carriage return and newline at the end of a line.
    while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
    lines.push({ start, end, next });
    start = next;
  }
  return lines;
}

/** `kind` of a line at which no instruction is open. */
export function lineKind(text: string, line: SourceLine): 'blank' | 'comment' | 'code' {
  const { start, end } = trimStart(text, line);
  if (start === end) return 'blank';
  return text[start] === '#' ? 'comment' : 'code';
}

/**
 * Joins the physical lines from `first` on to one logical line (BuildKit parser.Parse): the escape character at the end of a line and
 * the white space behind it go, comment lines and empty lines inside go, indentation of continuation lines stays.
 */
export function unfoldLine(text: string, lines: readonly SourceLine[], first: number, escape: string): LogicalLine {
  const ranges: Range[] = [];
  let index = first;
  let open = true;
  while (open && index < lines.length) {
    const line = lines[index];
    if (line === undefined) break;
    const isFirst = index === first;
    index += 1;
    if (!isFirst && lineKind(text, line) !== 'code') continue;
    const { start, end } = isFirst ? trimStart(text, line) : line;
    const cut = continuationStart(text, start, end, escape);
    open = cut !== undefined;
    ranges.push({ start, end: cut ?? end });
  }
  return { unfolded: joinRanges(text, ranges), firstLine: first, nextLine: index };
}

/** The parser directives at the top of the file: `# escape=`, `# syntax=`, `# check=`. Ends at the first line that is none. */
export function readDirectives(
  text: string,
  lines: readonly SourceLine[],
): { directives: readonly Directive[]; problems: readonly Problem[] } {
  const directives: Directive[] = [];
  const problems: Problem[] = [];
  for (const line of lines) {
    const { start, end } = trimStart(text, line);
    // A directive is short; the bound keeps the lazy match away from megabyte comments.
    const match = end - start > MAX_DIRECTIVE ? null : directivePattern.exec(text.slice(start, end));
    const name = match?.[1]?.toLowerCase() ?? '';
    const value = match?.[2] ?? '';
    if (!known.has(name)) break;
    if (directives.some((seen) => seen.name === name)) {
      problems.push({ code: 'dockerfile-repeated-directive', offset: start, message: `only one ${name} parser directive can be used` });
    } else if (name === 'escape' && value !== '\\' && value !== '`') {
      problems.push({
        code: 'dockerfile-bad-escape',
        offset: start,
        message: `invalid escape token '${value}', only \` and \\ are allowed`,
      });
    }
    directives.push({ name, value, start, end });
  }
  return { directives, problems };
}

const known = new Set(['syntax', 'escape', 'check']);
const directivePattern = /^#[\t\n\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*([^\n]+?)[\t\n\f\r ]*$/;
const MAX_DIRECTIVE = 4096;

function trimStart(text: string, { start, end }: Range): Range {
  let from = start;
  while (from < end && isSpace(text[from] ?? '')) from += 1;
  return { start: from, end };
}

/** Where the escape character stands that continues the line, undefined when the line ends here. An escaped escape does not continue. */
function continuationStart(text: string, start: number, end: number, escape: string): number | undefined {
  let at = end - 1;
  while (at >= start && (text[at] === ' ' || text[at] === '\t')) at -= 1;
  if (at < start || text[at] !== escape) return undefined;
  return at > start && text[at - 1] === escape ? undefined : at;
}
