import type { Flag, Range } from './dockerfile.ts';
import { isSpace } from './white-space.ts';

/** The `--name=value` words in front of an instruction's arguments (BuildKit extractBuilderFlags); a lone `--` ends them. */
export function readFlags(text: string, { start, end }: Range, escape: string): { flags: readonly Flag[]; argsStart: number } {
  const flags: Flag[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text[at] ?? '')) at += 1;
    if (at >= end || !text.startsWith('--', at) || at + 1 >= end) return { flags, argsStart: at };
    const from = at;
    const { word, next } = flagWord(text, at, end, escape);
    at = next;
    if (word === '--') return { flags, argsStart: at };
    flags.push(flag(word, from, at));
  }
}

function flag(text: string, start: number, end: number): Flag {
  const equals = text.indexOf('=');
  if (equals === -1) return { text, name: text.slice(2), start, end };
  return { text, name: text.slice(2, equals), value: text.slice(equals + 1), start, end };
}

function flagWord(text: string, start: number, end: number, escape: string): { word: string; next: number } {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < end; at += 1) {
    const char = text[at] ?? '';
    if (char === escape) {
      at += 1;
      if (at < end) word += text[at] ?? '';
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (isSpace(char)) break;
    else if (char === '"' || char === "'") quote = char;
    else word += char;
  }
  return { word, next: Math.min(at, end) };
}
