import { expandWord } from '../../formats/text/dockerfile/shell-words.ts';

/** Names to values; a Map, because a Dockerfile may well declare `ARG constructor`. */
export type Variables = ReadonlyMap<string, string>;

/** Fills variables in; a name that nothing sets stays as written, because the base image may set it. Undefined where BuildKit refuses the word. */
export function expandKeeping(text: string, variables: Variables, escape: string): string | undefined {
  const expanded = expandWord(text, (name) => variables.get(name), { escape, keepUnset: true });
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
