import type { SplitWords } from '../split-words.ts';

/** The text of a word as it stands in the file, quotes and variables included. */
export type Source = (word: { readonly start: number; readonly end: number }) => string;

/** The new command, or why there is none. */
export type Composed = string | { readonly why: string };

/** Option → its counterpart; null: it goes. */
export type OptionTable = Readonly<Record<string, string | null | undefined>>;

/** The command in its new spelling, or which option has none. */
export function compose(
  program: string,
  words: Pick<SplitWords, 'flags' | 'values'>,
  source: Source,
  flags: OptionTable,
  values: OptionTable,
  operands: readonly string[],
): Composed {
  const parts = [program];
  for (const flag of words.flags) {
    const next = Object.hasOwn(flags, flag) ? flags[flag] : undefined;
    if (next === undefined) return { why: `the option ${flag} has no counterpart` };
    if (next !== null && !parts.includes(next)) parts.push(next);
  }
  for (const { name, word, joined } of words.values) {
    const next = Object.hasOwn(values, name) ? values[name] : undefined;
    if (next === undefined) return { why: `the option ${name} has no counterpart` };
    const raw = source(word);
    if (next !== null) parts.push(`${next} ${joined ? raw.slice(raw.startsWith('--') ? raw.indexOf('=') + 1 : 2) : raw}`);
  }
  return [...parts, ...operands].join(' ');
}
