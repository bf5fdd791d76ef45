import type { ShellCommand, ShellWord } from '../../dockerfile/shell/command.ts';

/** Options one by one: clusters such as `-DS` or `-ms /bin/sh` taken apart. */
export interface SplitWords {
  readonly flags: readonly string[];
  readonly values: readonly {
    readonly name: string;
    readonly word: ShellWord;
    /** Value in the same word: `-u1000`, `--uid=1000`. */ readonly joined: boolean;
  }[];
  readonly operands: readonly ShellWord[];
}

export function splitWords({ argv }: ShellCommand, valued: RegExp, longValued: RegExp): SplitWords {
  const flags: string[] = [];
  const values: { name: string; word: ShellWord; joined: boolean }[] = [];
  const operands: ShellWord[] = [];
  const words = argv.slice(1);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      if (equals !== -1) values.push({ name: text.slice(0, equals), word, joined: true });
      else if (longValued.test(text)) at = takeValue(values, text, words, at);
      else flags.push(text);
      continue;
    }
    for (let letter = 1; letter < text.length; letter += 1) {
      const name = `-${text[letter] ?? ''}`;
      if (!valued.test(name)) {
        flags.push(name);
        continue;
      }
      // `-u1000` carries its value; in `-Du 1000` it follows.
      if (letter + 1 < text.length && letter === 1) values.push({ name, word, joined: true });
      else at = takeValue(values, name, words, at);
      break;
    }
  }
  return { flags, values, operands };
}

function takeValue(
  values: { name: string; word: ShellWord; joined: boolean }[],
  name: string,
  words: readonly ShellWord[],
  at: number,
): number {
  const value = words[at + 1];
  if (value !== undefined) values.push({ name, word: value, joined: false });
  return at + 1;
}
