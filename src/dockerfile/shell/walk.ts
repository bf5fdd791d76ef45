import type { ParsedScript, Statement } from 'unbash';
import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';
import type { MappedText } from '../../formats/text/dockerfile/mapped-text.ts';
import type { ShellCommand } from './command.ts';
import type { Guards } from './guards.ts';
import type { ShellScope } from './words.ts';

/** What the reading of one shell text carries along. */
export interface Walk {
  readonly script: MappedText;
  /** Offset in the Dockerfile of an offset in the text. */
  readonly place: (offset: number) => number;
  readonly scope: ShellScope;
  readonly commands: ShellCommand[];
  readonly problems: { offset: number; message: string }[];
  readonly depth: number;
  /** Reads a text, or statements of it, on; part of the walk, so that commands with texts of their own need not know who walks. */
  readonly text: (walk: Walk, guards: Guards) => void;
  readonly statements: (walk: Walk, statements: readonly Statement[], guards: Guards, level: number) => void;
}

/** The pipeline that a command stands in. */
export interface Pipeline {
  readonly names: readonly string[];
  readonly index: number;
}

/** Keeps what the parser could not read. */
export function note({ problems, place }: Walk, { errors = [] }: ParsedScript): void {
  for (const { message, pos } of errors) problems.push({ offset: place(pos), message });
}

/** The end is behind the last character, not at the next one: between the two a continuation may stand. */
export function rangeOf({ place }: Pick<Walk, 'place'>, { pos, end }: { readonly pos: number; readonly end: number }): Range {
  return { start: place(pos), end: end > pos ? place(end - 1) + 1 : place(pos) };
}

/** The text of a node. */
export function source({ script }: Walk, { pos, end }: { readonly pos: number; readonly end: number }): string {
  return script.text.slice(pos, end);
}
