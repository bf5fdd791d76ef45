import { expandWord } from '../../formats/text/dockerfile/shell-words.ts';

/** Names to values; a Map, because a Dockerfile may well declare `ARG constructor`. */
export type Variables = ReadonlyMap<string, string>;

/**
 * Fills variables in. A name that nothing in the file declares stays as written, because the base image may set it; a declared ARG without a value is empty.
 * Undefined where BuildKit refuses the word.
 */
export function expandKeeping(text: string, variables: Variables, declared: ReadonlySet<string>, escape: string): string | undefined {
  const expanded = expandWord(text, (name) => variables.get(name), { escape, keep: (name) => !declared.has(name) });
  return expanded.ok ? expanded.text : undefined;
}

/** Fills variables in as FROM does: a name that nothing sets is empty, and is named in `unset`. */
export function expandStrictly(
  text: string,
  variables: Variables,
  escape: string,
): { readonly text: string; readonly unset: readonly string[]; readonly error?: string } {
  const expanded = expandWord(text, (name) => variables.get(name), { escape });
  return expanded.ok ? { text: expanded.text, unset: expanded.unset } : { text: '', unset: expanded.unset, error: expanded.message };
}
