import type { ShellCommand, ShellWord } from './command.ts';

export interface GivenOption {
  /** `-P`, `--perl-regexp`. */
  readonly option: string;
  readonly word: ShellWord;
  /** What was given with it in the same word: `--date=yesterday`. */
  readonly value: string | null;
}

/** Options of a command as getopt reads them: clusters taken apart, values left out. For find its tests and actions. */
export function givenOptions({ name, argv }: ShellCommand, takesValue: ReadonlySet<string>): readonly GivenOption[] {
  const words = argv.slice(1);
  return name === 'find' ? findWords(words) : [...read(words, takesValue, name === 'tar')];
}

function* read(words: readonly ShellWord[], takesValue: ReadonlySet<string>, oldStyle: boolean): Generator<GivenOption> {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || word.text === '--') return;
    const { text } = word;
    // `tar xzf`: every letter is an option, the values come behind.
    if (oldStyle && index === 0 && /^[A-Za-z]+$/.test(text)) {
      for (const letter of text) yield { option: `-${letter}`, word, value: null };
    } else if (text.startsWith('--')) {
      const [option = '', ...rest] = text.split('=');
      yield { option, word, value: rest.length === 0 ? null : rest.join('=') };
      if (rest.length === 0 && takesValue.has(option)) index += 1;
    } else if (/^-[A-Za-z0-9]/.test(text)) {
      if (yield* cluster(word, takesValue)) index += 1;
    }
  }
}

/** True where the last letter takes the next word. */
function* cluster(word: ShellWord, takesValue: ReadonlySet<string>): Generator<GivenOption, boolean> {
  const letters = word.text.slice(1);
  for (const [at, letter] of [...letters].entries()) {
    if (!/[A-Za-z0-9]/.test(letter)) return false;
    const option = `-${letter}`;
    const rest = letters.slice(at + 1);
    const takes = takesValue.has(option);
    yield { option, word, value: takes && rest !== '' ? rest : null };
    if (takes) return rest === '';
  }
  return false;
}

/** Words behind -exec belong to another program, those behind -name and the like are values. */
function findWords(words: readonly ShellWord[]): readonly GivenOption[] {
  const found: GivenOption[] = [];
  let other = false;
  for (const [index, word] of words.entries()) {
    if (other) other = word.text !== ';' && word.text !== '+';
    else if (
      /^-[a-z]/.test(word.text) &&
      !/^-(?:i?name|i?path|i?regex|i?wholename|i?lname|newer|user|group)$/.test(words[index - 1]?.text ?? '')
    ) {
      found.push({ option: word.text, word, value: null });
      other = /^-(?:exec|execdir|ok|okdir)$/.test(word.text);
    }
  }
  return found;
}
