import type { Range, Word } from './dockerfile.ts';
import type { MappedText, Segment } from './mapped-text.ts';

/** The strings of a JSON array, undefined when the text is no JSON array, `not-strings` when it holds anything else than strings. */
export function jsonWords(text: string, { start, end }: Range): readonly Word[] | 'not-strings' | undefined {
  if (text[start] !== '[') return undefined;
  const source = text.slice(start, end);
  const values = parseArray(source);
  if (values === undefined) return undefined;
  if (!values.every((value) => typeof value === 'string')) return 'not-strings';
  const tokens = [...source.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  return values.map((value, index) => {
    const token = tokens[index];
    const from = start + (token?.index ?? 0);
    return { text: value, start: from, end: from + (token?.[0].length ?? 0) };
  });
}

/** The text of a JSON string that stands at `from`, mapped to where its characters are written. */
export function mapJsonString(token: string, from: number): MappedText {
  const parts: string[] = [];
  const segments: Segment[] = [];
  let at = 0;
  for (const match of token.slice(1, -1).matchAll(/[^\\]+|\\u[0-9a-fA-F]{4}|\\./g)) {
    segments.push({ at, from: from + 1 + match.index });
    const plain: unknown = match[0].startsWith('\\') ? JSON.parse(`"${match[0]}"`) : match[0];
    const piece = typeof plain === 'string' ? plain : '';
    parts.push(piece);
    at += piece.length;
  }
  return { text: parts.join(''), segments };
}

function parseArray(source: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
