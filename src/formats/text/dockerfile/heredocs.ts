import type { Heredoc, Problem, Range } from './dockerfile.ts';
import { expandWord } from './shell-words.ts';
import type { SourceLine } from './unfold.ts';

/** A heredoc's word in an instruction, before its body was looked for. */
export interface HeredocWord {
  readonly name: string;
  readonly descriptor: number;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly word: Range;
}

/**
 * The heredocs that a line of RUN, COPY or ADD opens. BuildKit lexes the whole line with quotes and escapes kept (always with a backslash,
 * whatever the escape directive says) and takes each word of the form `N<<NAME`; a line it cannot lex has none.
 */
export function heredocWords(line: string): readonly HeredocWord[] {
  if (!line.includes('<<')) return [];
  const lexed = expandWord(line, unset, { rawQuotes: true, rawEscapes: true, keepUnset: true });
  if (!lexed.ok) return [];
  return lexed.words.flatMap(({ text, start, end }) => {
    const found = heredocWord(text);
    return found === undefined ? [] : [{ ...found, word: { start, end } }];
  });
}

/** One word as a heredoc (BuildKit ParseHeredoc). */
export function heredocWord(word: string): Omit<HeredocWord, 'word'> | undefined {
  const match = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/.exec(word);
  const rest = match?.[3] ?? '';
  if (match === null || rest === '') return undefined;
  const plain = expandWord(rest, unset, { keepUnset: true });
  const raw = expandWord(rest, unset, { keepUnset: true, rawQuotes: true });
  const name = plain.ok ? plain.words[0]?.text : undefined;
  if (name === undefined || !plain.ok || plain.words.length !== 1 || !raw.ok) return undefined;
  const expand = countQuotes(name) === countQuotes(raw.words[0]?.text ?? '');
  return { name, descriptor: Number(match[1] === '' ? 0 : match[1]), expand, chomp: match[2] === '-' };
}

/** Finds the bodies of `words` in the physical lines from `first` on. Without a terminator the rest of the file is the body. */
export function heredocBodies(
  text: string,
  lines: readonly SourceLine[],
  first: number,
  words: readonly HeredocWord[],
): { heredocs: readonly Heredoc[]; nextLine: number; problems: readonly Problem[] } {
  const heredocs: Heredoc[] = [];
  const problems: Problem[] = [];
  let index = first;
  for (const word of words) {
    const start = lines[index]?.start ?? text.length;
    let end = index;
    while (end < lines.length && !isTerminator(text, lines[end], word)) end += 1;
    if (end === lines.length) {
      problems.push({
        code: 'dockerfile-unterminated-heredoc',
        offset: Math.min(start, text.length),
        message: `unterminated heredoc ${word.name}`,
      });
    }
    const terminator = lines[end];
    const bodyEnd = terminator?.start ?? text.length;
    heredocs.push({ ...word, body: { start, end: bodyEnd }, terminator: { start: bodyEnd, end: terminator?.end ?? text.length } });
    index = Math.min(end + 1, lines.length);
  }
  return { heredocs, nextLine: index, problems };
}

function isTerminator(text: string, line: SourceLine | undefined, { name, chomp }: HeredocWord): boolean {
  if (line === undefined) return false;
  if (!chomp) return line.end - line.start === name.length && text.startsWith(name, line.start);
  return text.slice(line.start, line.end).replace(/^\t+/, '') === name;
}

function unset(): undefined {
  return undefined;
}

function countQuotes(text: string): number {
  return text.replaceAll(/[^'"]/g, '').length;
}
