import type { Command, Word } from 'unbash';
import { mappedFrom } from '../../formats/text/dockerfile/mapped-text.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';
import type { ShellWord } from './command.ts';

/** The text that a command hands to a further shell (`sh -c TEXT`, `su -c TEXT user`, `eval TEXT`), with the way back to the outer text. */
export function nestedScript(
  name: string,
  argv: readonly ShellWord[],
  outer: MappedText,
  node: Command,
  wrappers: readonly string[],
): { script: MappedText; origin: (offset: number) => number } | undefined {
  const text = scriptArgument(name, argv);
  if (text === undefined) return undefined;
  // The word of the tree that became this argument: wrappers do not change the order of words.
  const words = [...(node.name === undefined ? [] : [node.name]), ...node.args].filter((part) => part.type === 'Word');
  const word = words.find((candidate) => candidate.value === text.text) ?? (wrappers.length === 0 ? words[argv.indexOf(text)] : undefined);
  if (word === undefined) return undefined;
  const start = contentStart(word, outer.text);
  return { script: mappedFrom(text.text, 0), origin: start === undefined ? () => word.pos : (offset) => start + offset };
}

function scriptArgument(name: string, argv: readonly ShellWord[]): ShellWord | undefined {
  if (name === 'eval') return argv.length === 2 ? argv[1] : undefined;
  const flag = argv.findIndex(({ text }, index) => index > 0 && /^-[a-z]*c$/.test(text));
  if (flag === -1 || !['sh', 'bash', 'ash', 'dash', 'su', 'zsh', 'runuser'].includes(name)) return undefined;
  return argv[flag + 1];
}

/** Where the text of a quoted word starts, when it stands there letter by letter. */
function contentStart(word: Word, outer: string): number | undefined {
  const part = word.parts?.length === 1 ? word.parts[0] : undefined;
  if (part?.type === 'SingleQuoted') return part.pos + 1;
  if (part?.type !== 'DoubleQuoted') return undefined;
  const inner = outer.slice(part.pos + 1, part.end - 1);
  return /[\\$`]/.test(inner) ? undefined : part.pos + 1;
}
