import type { ShellWord } from './command.ts';

/** Words of a command line sorted into options and operands by what the options take. */
export interface Parsed {
  readonly operands: readonly ShellWord[];
  /** Option as written, without its value: `--virtual`, `-t`. The value is undefined where it takes none. */
  readonly options: readonly { readonly name: string; readonly value?: ShellWord; readonly word: ShellWord }[];
}

/**
 * `valued` matches options that take a value: in the next word, or behind `=` (long) or in the same word (short).
 * Options may stand between operands; `--` ends them.
 */
export function parseOptions(words: readonly ShellWord[], valued: RegExp): Parsed {
  const operands: ShellWord[] = [];
  const options: { name: string; value?: ShellWord; word: ShellWord }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    if (equals !== -1) {
      options.push({ name: text.slice(0, equals), value: { ...word, text: text.slice(equals + 1) }, word });
    } else if (valued.test(text)) {
      const value = words[at + 1];
      options.push(value === undefined ? { name: text, word } : { name: text, value, word });
      at += 1;
    } else if (!text.startsWith('--') && text.length > 2 && valued.test(text.slice(0, 2))) {
      options.push({ name: text.slice(0, 2), value: { ...word, text: text.slice(2) }, word });
    } else options.push({ name: text, word });
  }
  return { operands, options };
}

export function optionValue({ options }: Parsed, ...names: readonly string[]): ShellWord | undefined {
  return options.findLast(({ name }) => names.includes(name))?.value;
}

export function hasOption({ options }: Parsed, ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}
