/**
 * The patterns of `${V#p}`, `${V%p}` and `${V/p/r}`: `*`, `?`, and a backslash before `*`, `?`, `\`, `}` or `/`. Bracket expressions are literal.
 * Matched by advancing a set of states, because a backtracking match takes exponential time on hostile patterns. A pattern with another escape, and a value too long to search, give undefined.
 */
export function trimPrefix(value: string, pattern: string, greedy: boolean): string | undefined {
  const tokens = tokenize(pattern);
  if (tokens === undefined) return undefined;
  const end = matchEnd(Array.from(value), 0, tokens, greedy);
  return end === undefined ? value : Array.from(value).slice(end).join('');
}

export function trimSuffix(value: string, pattern: string, greedy: boolean): string | undefined {
  const tokens = tokenize(pattern)?.toReversed();
  if (tokens === undefined) return undefined;
  const reversed = Array.from(value).reverse();
  const end = matchEnd(reversed, 0, tokens, greedy);
  return end === undefined ? value : reversed.slice(end).reverse().join('');
}

export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): string | undefined {
  const tokens = tokenize(pattern);
  const chars = Array.from(value);
  // Each position is tried in turn: the product is what bounds the time.
  if (tokens === undefined || chars.length * chars.length * tokens.length > MAX_STEPS) return undefined;
  const result: string[] = [];
  let copied = 0;
  let lastEnd = -1;
  for (let at = 0; at <= chars.length;) {
    const end = matchEnd(chars, at, tokens, true);
    // As in Go, an empty match right behind the previous match does not count.
    if (end === undefined || (end === at && at === lastEnd)) {
      at += 1;
      continue;
    }
    result.push(chars.slice(copied, at).join(''), replacement);
    copied = end;
    lastEnd = end;
    if (!all) break;
    at = end > at ? end : at + 1;
  }
  return result.join('') + chars.slice(copied).join('');
}

const MAX_STEPS = 50_000_000;

type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'any' } | { readonly kind: 'star' };

function tokenize(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const chars = Array.from(pattern);
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    if (char === '*') tokens.push({ kind: 'star' });
    else if (char === '?') tokens.push({ kind: 'any' });
    else if (char !== '\\') tokens.push({ kind: 'char', char });
    else {
      const next = chars[at + 1];
      if (next === '}' || next === '/') continue;
      if (next !== '*' && next !== '?' && next !== '\\') return undefined;
      tokens.push({ kind: 'char', char: next });
      at += 1;
    }
  }
  return tokens;
}

/** End of the longest (or shortest) match of the whole pattern that starts at `start`. */
function matchEnd(chars: readonly string[], start: number, tokens: readonly Token[], longest: boolean): number | undefined {
  let states = withStars(new Set([0]), tokens);
  let found: number | undefined;
  for (let at = start; states.size > 0; at += 1) {
    if (states.has(tokens.length)) {
      found = at;
      if (!longest) return found;
    }
    const char = chars[at];
    if (char === undefined) break;
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === undefined) continue;
      if (token.kind === 'char' ? token.char === char : char !== '\n') next.add(token.kind === 'star' ? state : state + 1);
    }
    states = withStars(next, tokens);
  }
  return found;
}

function withStars(states: Set<number>, tokens: readonly Token[]): Set<number> {
  for (const state of states) if (tokens[state]?.kind === 'star') states.add(state + 1);
  return states;
}
