export interface LinePlace {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where packages stand in their lockfile, by searching the name and its version on demand; the first line where it is not found, and for what comes when
 * the text has been searched long enough (a hostile file can have 200,000 packages that fail).
 */
export function lockfileLocator(text: string): (name: string, version: string | null) => LinePlace {
  let starts: readonly number[] | null = null;
  let budget = mostSearched;
  return (name, version) => {
    if (budget <= 0) return { line: 1, column: 1 };
    budget -= text.length;
    const offset = offsetOf(text, name, version);
    if (offset === -1) return { line: 1, column: 1 };
    starts ??= lineStarts(text);
    const line = lineOf(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** Characters; some 10 s for the longest text at worst. */
const mostSearched = 2_000_000_000;
const mostOccurrences = 300;
/** Between a name and the version of its entry. */
const nearby = 160;

/** The occurrence of the whole name that its version follows soonest. */
function offsetOf(text: string, name: string, version: string | null): number {
  let first = -1;
  if (name === '') return first;
  // TOML locks: the entry itself comes before any mention as a dependency.
  const entry = text.indexOf(`name = "${name}"\n${version === null ? '' : `version = "${version}"`}`);
  if (entry !== -1) return entry + 'name = "'.length;
  let best: { readonly at: number; readonly distance: number } | null = null;
  let at = text.indexOf(name);
  for (let tries = 0; at !== -1 && tries < mostOccurrences; at = text.indexOf(name, at + 1), tries++) {
    if (/[\w.@/-]/.test(text[at - 1] ?? '') && text.slice(Math.max(0, at - 13), at) !== 'node_modules/') continue;
    if (/[\w-]/.test(text[at + name.length] ?? '')) continue;
    if (first === -1) first = at;
    if (version === null) return at;
    const distance = text.slice(at + name.length, at + name.length + nearby).indexOf(version);
    if (distance !== -1 && (best === null || distance < best.distance)) best = { at, distance };
  }
  return best?.at ?? first;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The number of the last line that begins at or before `offset`. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
