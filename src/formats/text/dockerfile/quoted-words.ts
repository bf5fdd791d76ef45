import type { Range, Word } from './dockerfile.ts';
import { isSpace } from './white-space.ts';

/** Words separated by white space outside quotes; quotes and escapes stay in the text (BuildKit parseWords). An escape character at the very end is dropped. */
export function quotedWords(text: string, { start, end }: Range, escape: string): readonly Word[] {
  const words: Word[] = [];
  let at = start;
  while (at < end) {
    if (isSpace(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const from = at;
    at = wordEnd(text, at, end, escape);
    const dropped = at === end && endsInEscape(text, from, end, escape);
    const word = text.slice(from, dropped ? at - 1 : at);
    if (word !== '') words.push({ text: word, start: from, end: dropped ? at - 1 : at });
  }
  return words;
}

function wordEnd(text: string, start: number, end: number, escape: string): number {
  let quote = '';
  let at = start;
  while (at < end) {
    const char = text[at] ?? '';
    if (char === escape && quote !== "'") {
      // At the very end it ends an open quote as well, which has no effect there.
      at += at + 1 < end ? 2 : 1;
      continue;
    }
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (isSpace(char)) return at;
    else if (char === '"' || char === "'") quote = char;
    at += 1;
  }
  return Math.min(at, end);
}

/** The last character is an escape that escapes nothing. */
function endsInEscape(text: string, start: number, end: number, escape: string): boolean {
  let quote = '';
  for (let at = start; at < end; at += 1) {
    const char = text[at] ?? '';
    if (char === escape && quote !== "'") {
      if (at + 1 === end) return true;
      at += 1;
    } else if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
  }
  return false;
}
