import { replacePattern, trimPrefix, trimSuffix } from './shell-pattern.ts';
import { isSpace } from './white-space.ts';

/**
 * BuildKit's own small shell lexer (frontend/dockerfile/shell): quotes, escapes and `$NAME`, `${NAME}` with the operators
 * `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`. It expands the words of FROM, COPY, ENV, ARG, LABEL, USER, WORKDIR and others, and finds heredocs in RUN.
 * `unset` are the names without a value that the text needed; those with a default or an alternative of their own do not count.
 */
export type Expansion =
  | { readonly ok: true; readonly text: string; readonly words: readonly LexedWord[]; readonly unset: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly unset: readonly string[] };

/** A word after expansion; `start` and `end` bound what it was made of. */
export interface LexedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface LexOptions {
  readonly escape?: string;
  /** Quotes stay in the result. */
  readonly rawQuotes?: boolean;
  /** Escape characters stay in the result. */
  readonly rawEscapes?: boolean;
  /** Any expansion of a name that is not set stays as it is, whatever its operator. */
  readonly keepUnset?: boolean;
  /** `$NAME` and `${NAME}` (also with a pattern) stay as they are when the name is not set and this says so; defaults and alternatives are taken. */
  readonly keep?: (name: string) => boolean;
}

/** Expands `source`; `lookup` answers undefined for a name that is not set. Never throws. */
export function expandWord(source: string, lookup: (name: string) => string | undefined, options: LexOptions = {}): Expansion {
  const lexer = new Lexer(source, lookup, options);
  try {
    const { text, words } = lexer.run(undefined, options.rawEscapes === true, 0);
    return { ok: true, text, words, unset: [...lexer.unset] };
  } catch (error) {
    if (error instanceof LexError) return { ok: false, message: error.message, unset: [...lexer.unset] };
    throw error;
  }
}

class LexError extends Error {}

/** Nested `${a:-${b:-…}}`; real files nest once or twice. */
const MAX_DEPTH = 64;

/** Linux hands no longer argument to a program (MAX_ARG_STRLEN); the bound stops `ENV A=$B$B` chains from doubling without end. */
const MAX_RESULT = 131_072;

/** The reading position, shared by the mutually recursive parts. */
class Lexer {
  readonly unset = new Set<string>();
  private at: number;
  private rawEscapes = false;
  private readonly source: string;
  private readonly lookup: (name: string) => string | undefined;
  private readonly options: LexOptions;
  private readonly escape: string;

  constructor(source: string, lookup: (name: string) => string | undefined, options: LexOptions) {
    this.source = source;
    this.lookup = lookup;
    this.options = options;
    this.escape = options.escape ?? '\\';
    // Go's text/scanner drops a byte order mark at the start.
    this.at = source.startsWith('\uFEFF') ? 1 : 0;
  }

  run(stop: string | undefined, rawEscapes: boolean, depth: number): { text: string; words: readonly LexedWord[] } {
    if (depth > MAX_DEPTH) throw new LexError('substitutions are nested too deep');
    const before = this.rawEscapes;
    this.rawEscapes = rawEscapes;
    const words = new WordSplitter();
    let result = '';
    while (this.at < this.source.length) {
      if (result.length > MAX_RESULT) throw new LexError('the expanded text is too long');
      const start = this.at;
      const char = this.source[this.at] ?? '';
      if (stop !== undefined && char === stop) {
        this.at += 1;
        this.rawEscapes = before;
        return { text: result, words: words.finish() };
      }
      if (char === '$') {
        const value = this.dollar(depth);
        result += value;
        words.split(value, start, this.at);
      } else if (char === "'" || char === '"' || char === '<') {
        const value = char === '<' ? this.angle() : char === '"' ? this.doubleQuoted(depth) : this.singleQuoted();
        result += value;
        words.raw(value, start, this.at);
      } else if (char === this.escape) {
        result += this.escaped(words, start);
      } else {
        this.at += 1;
        result += char;
        words.split(char, start, this.at);
      }
    }
    if (stop !== undefined) throw new LexError(`unexpected end of statement while looking for matching ${stop}`);
    this.rawEscapes = before;
    return { text: result, words: words.finish() };
  }

  private escaped(words: WordSplitter, start: number): string {
    this.at += 1;
    let kept = '';
    if (this.rawEscapes) {
      kept = this.escape;
      words.raw(this.escape, start, this.at);
    }
    if (this.at >= this.source.length) return kept;
    const char = this.takeCharacter();
    words.raw(char, start, this.at);
    return kept + char;
  }

  private singleQuoted(): string {
    const close = this.source.indexOf("'", this.at + 1);
    if (close === -1) throw new LexError('unexpected end of statement while looking for matching single-quote');
    const text = this.source.slice(this.at, close + 1);
    this.at = close + 1;
    return this.options.rawQuotes === true ? text : text.slice(1, -1);
  }

  private doubleQuoted(depth: number): string {
    const raw = this.options.rawQuotes === true;
    let result = raw ? '"' : '';
    this.at += 1;
    while (this.at < this.source.length) {
      const char = this.source[this.at] ?? '';
      if (char === '"') {
        this.at += 1;
        return raw ? `${result}"` : result;
      }
      if (char === '$') {
        result += this.dollar(depth);
        continue;
      }
      this.at += 1;
      if (char !== this.escape) {
        result += char;
        continue;
      }
      if (this.rawEscapes) result += char;
      const next = this.source[this.at];
      if (next === undefined) continue;
      const special = next === '"' || next === '$' || next === this.escape;
      if (special) this.at += 1;
      result += special ? next : char;
    }
    throw new LexError('unexpected end of statement while looking for matching double-quote');
  }

  /** `<` or `<<` with the white space behind it, which belongs to a heredoc's word. */
  private angle(): string {
    this.at += 1;
    if (this.source[this.at] !== '<') return '<';
    this.at += 1;
    const space = /^[\t\r ]*/.exec(this.source.slice(this.at))?.[0] ?? '';
    this.at += space.length;
    return `<<${space}`;
  }

  private dollar(depth: number): string {
    this.at += 1;
    if (this.source[this.at] !== '{') {
      const name = this.name();
      if (name === '') return '$';
      const value = this.value(name);
      return value ?? (this.keeps(name) ? `$${name}` : '');
    }
    this.at += 1;
    const first = this.source[this.at];
    if (first === undefined) throw new LexError("syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') throw new LexError('syntax error: bad substitution');
    return this.substitution(this.name(), depth);
  }

  private substitution(name: string, depth: number): string {
    let operator = this.takeCharacter();
    if (operator === '}') {
      const value = this.value(name);
      return value ?? (this.keeps(name) ? `\${${name}}` : '');
    }
    if (operator === '/') return this.replacement(name, depth);
    const emptyIsUnset = operator === ':';
    if (emptyIsUnset) operator = this.takeCharacter();
    const written = `${emptyIsUnset ? ':' : ''}${operator}`;
    const pattern = operator === '#' || operator === '%';
    if (emptyIsUnset ? pattern : !'+-?#%'.includes(operator) || operator === '') throw unsupported(written);
    const word = this.operand('}', pattern, depth);
    // An operator that says what to do without a value leaves no gap.
    const value = pattern ? this.value(name) : this.lookup(name);
    if (value === undefined && (pattern ? this.keeps(name) : this.options.keepUnset === true)) return `\${${name}${written}${word}}`;
    const missing = value === undefined || (emptyIsUnset && value === '');
    if (operator === '-') return missing ? word : value;
    if (operator === '+') return missing ? '' : word;
    if (operator === '?') {
      if (!missing) return value;
      throw new LexError(`${name}: ${word === '' ? `is not allowed to be ${value === undefined ? 'unset' : 'empty'}` : word}`);
    }
    if (!pattern) throw unsupported(written);
    const greedy = word.startsWith(operator);
    const trimmed = (operator === '#' ? trimPrefix : trimSuffix)(value ?? '', greedy ? word.slice(1) : word, greedy);
    if (trimmed === undefined) throw new LexError(`invalid pattern (${word}) in substitution`);
    return trimmed;
  }

  private replacement(name: string, depth: number): string {
    const all = this.source[this.at] === '/';
    if (all) this.at += 1;
    const pattern = this.operand('/', true, depth);
    const replacement = this.operand('}', true, depth);
    const value = this.value(name);
    // BuildKit writes it back with one slash, also for `//`.
    if (value === undefined && this.keeps(name)) return `\${${name}/${pattern}/${replacement}}`;
    const result = replacePattern(value ?? '', pattern, replacement, all);
    if (result === undefined) throw new LexError(`invalid pattern (${pattern}) in substitution`);
    return result;
  }

  private operand(stop: string, rawEscapes: boolean, depth: number): string {
    return this.run(stop, rawEscapes, depth + 1).text;
  }

  /** Letters, digits and `_`; digits alone; or one special parameter. */
  private name(): string {
    const rest = this.source.slice(this.at, this.at + MAX_NAME);
    const found = /^(?:\p{Nd}+|[@*#?\-$!0]|[\p{L}_][\p{L}\p{Nd}_]*)/u.exec(rest)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private keeps(name: string): boolean {
    return this.options.keepUnset === true || this.options.keep?.(name) === true;
  }

  private value(name: string): string | undefined {
    const value = this.lookup(name);
    if (value === undefined) this.unset.add(name);
    return value;
  }

  private takeCharacter(): string {
    const point = this.source.codePointAt(this.at);
    const char = point === undefined ? '' : String.fromCodePoint(point);
    this.at += char.length;
    return char;
  }
}

/** Longer names do not occur; the bound keeps `$$$…` linear. */
const MAX_NAME = 256;

function unsupported(operator: string): LexError {
  return new LexError(`unsupported modifier (${operator}) in substitution`);
}

/** Splits at unquoted white space and remembers where each word came from. */
class WordSplitter {
  private readonly words: LexedWord[] = [];
  private buffer = '';
  private start = 0;
  private end = 0;

  /** Text whose white space separates words. */
  split(text: string, start: number, end: number): void {
    for (const char of text) {
      if (isSpace(char)) this.close();
      else this.raw(char, start, end);
    }
  }

  raw(text: string, start: number, end: number): void {
    if (this.buffer === '') this.start = start;
    this.buffer += text;
    this.end = end;
  }

  finish(): readonly LexedWord[] {
    this.close();
    return this.words;
  }

  private close(): void {
    if (this.buffer === '') return;
    this.words.push({ text: this.buffer, start: this.start, end: this.end });
    this.buffer = '';
  }
}
