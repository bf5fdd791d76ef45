import type { Arguments, Pair, Range, Word } from './dockerfile.ts';
import { jsonWords } from './json-words.ts';
import { quotedWords } from './quoted-words.ts';

/** What could not be read as this instruction's arguments. */
export class ArgumentsError extends Error {
  readonly code: string;
  readonly at: number;

  constructor(code: string, at: number, message: string) {
    super(message);
    this.code = code;
    this.at = at;
  }
}

/**
 * The arguments of one instruction (BuildKit parser/line_parsers.go); `range` is already without flags and surrounding white space.
 * ONBUILD is read by its caller. Throws ArgumentsError.
 */
export function readArguments(keyword: string, text: string, range: Range, escape: string): Arguments {
  switch (keyword) {
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL':
      return jsonOr(text, range, () => (range.start === range.end ? none : { kind: 'shell', text: text.slice(range.start, range.end) }));
    case 'COPY':
    case 'ADD':
    case 'VOLUME':
      return jsonOr(text, range, () => ({ kind: 'words', items: plainWords(text, range) }));
    case 'FROM':
    case 'EXPOSE':
      return { kind: 'words', items: plainWords(text, range) };
    case 'ARG':
      return { kind: 'words', items: quotedWords(text, range, escape) };
    case 'ENV':
    case 'LABEL':
      return pairs(keyword, text, range, escape);
    case 'HEALTHCHECK':
      return healthcheck(text, range);
    default:
      return range.start === range.end ? none : { kind: 'text', text: text.slice(range.start, range.end) };
  }
}

const none: Arguments = { kind: 'none' };

function jsonOr(text: string, range: Range, otherwise: () => Arguments): Arguments {
  const items = jsonWords(text, range);
  if (items === 'not-strings') {
    throw new ArgumentsError(
      'dockerfile-json-not-strings',
      range.start,
      'when using JSON array syntax, arrays must be comprised of strings only',
    );
  }
  return items === undefined ? otherwise() : { kind: 'exec', items };
}

/** Split at blanks; quotes mean nothing here. */
function plainWords(text: string, { start, end }: Range): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.slice(start, end).matchAll(/[^\t\v\f\r ]+/g)) {
    words.push({ text: match[0], start: start + match.index, end: start + match.index + match[0].length });
  }
  return words;
}

function pairs(keyword: string, text: string, range: Range, escape: string): Arguments {
  const words = quotedWords(text, range, escape);
  const first = words[0];
  if (first === undefined) return none;
  if (!first.text.includes('=')) return { kind: 'pairs', items: [oldPair(keyword, text, range)] };
  return { kind: 'pairs', items: words.map((word) => newPair(word)) };
}

function newPair(word: Word): Pair {
  const equals = word.text.indexOf('=');
  if (equals === -1) {
    const shown = word.text.slice(0, 40);
    throw new ArgumentsError('dockerfile-no-equals', word.start, `can't find = in "${shown}". Must be of the form: name=value`);
  }
  const { start, end } = word;
  return {
    name: word.text.slice(0, equals),
    value: word.text.slice(equals + 1),
    start,
    end,
    valueStart: start + equals + 1,
    separator: '=',
  };
}

/** `ENV NAME the rest is the value`. */
function oldPair(keyword: string, text: string, { start, end }: Range): Pair {
  const match = /^([^\t\v\f\r ]*)[\t\v\f\r ]+/.exec(text.slice(start, end));
  if (match === null) throw new ArgumentsError('dockerfile-missing-value', start, `${keyword} must have two arguments`);
  const valueStart = start + match[0].length;
  return { name: match[1] ?? '', value: text.slice(valueStart, end), start, end, valueStart, separator: ' ' };
}

function healthcheck(text: string, { start, end }: Range): Arguments {
  const type = /^[^\t\n\v\f\r ]+/.exec(text.slice(start, end))?.[0];
  if (type === undefined) return none;
  let from = start + type.length;
  while (from < end && /[\t\n\v\f\r ]/.test(text[from] ?? '')) from += 1;
  const range = { start: from, end };
  const command = jsonOr(text, range, () => (from === end ? none : { kind: 'shell', text: text.slice(from, end) }));
  return { kind: 'healthcheck', type: type.toUpperCase(), command };
}
