import type { Command, Word } from 'unbash';
import { mappedFrom } from '../../formats/text/dockerfile/mapped-text.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';
import type { ShellWord } from './command.ts';

export interface Nested {
  readonly script: MappedText;
  readonly origin: (offset: number) => number;
}

/** The text that a command hands to a further shell (`sh -c TEXT`, `su -c TEXT user`, `eval TEXT`, `bash <<EOF`), with the way back to the outer text. */
export function nestedScript(
  name: string,
  argv: readonly ShellWord[],
  outer: MappedText,
  node: Command,
  wrappers: readonly string[],
): Nested | undefined {
  const text = scriptArgument(name, argv);
  if (text === undefined) return heredocScript(name, argv, node);
  // The word of the tree that became this argument: wrappers do not change the order of words.
  const words = [...(node.name === undefined ? [] : [node.name]), ...node.args].filter((part) => part.type === 'Word');
  const word = words.find((candidate) => candidate.value === text.text) ?? (wrappers.length === 0 ? words[argv.indexOf(text)] : undefined);
  if (word === undefined) return undefined;
  const start = contentStart(word, outer.text);
  return { script: mappedFrom(text.text, 0), origin: start === undefined ? () => word.pos : (offset) => start + offset };
}

/** A shell without a script reads its input. */
function heredocScript(name: string, argv: readonly ShellWord[], node: Command): Nested | undefined {
  if (!shells.has(name) || argv.slice(1).some((word) => !word.text.startsWith('-') || word.text.length === 1)) return undefined;
  const heredoc = node.redirects.findLast((redirect) => redirect.type === 'HereDoc');
  if (heredoc?.type !== 'HereDoc') return undefined;
  const { pos, text } = heredoc.body;
  return { script: mappedFrom(text, 0), origin: (offset) => pos + offset };
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh']);

function scriptArgument(name: string, argv: readonly ShellWord[]): ShellWord | undefined {
  if (name === 'eval') return argv.length === 2 ? argv[1] : undefined;
  const flag = argv.findIndex(({ text }, index) => index > 0 && /^-[a-z]*c$/.test(text));
  if (flag === -1 || !(shells.has(name) || name === 'su' || name === 'runuser')) return undefined;
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
