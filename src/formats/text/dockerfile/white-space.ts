/** Go's unicode.IsSpace: the White_Space property. JavaScript's `\s` differs in U+0085 and U+FEFF. */
export const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';

const oneSpace = new RegExp(`^${SPACE}$`, 'u');

export function isSpace(char: string): boolean {
  return oneSpace.test(char);
}

/** The range without white space at both ends (Go's strings.TrimSpace). */
export function trimRange(text: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let from = start;
  let to = end;
  while (from < to && isSpace(text[from] ?? '')) from += 1;
  while (to > from && isSpace(text[to - 1] ?? '')) to -= 1;
  return { start: from, end: to };
}
