import type { Instruction, Range } from '../../formats/text/dockerfile/dockerfile.ts';
import type { ShellCommand } from '../../dockerfile/shell/command.ts';

/** One RUN as the package edits see it. */
export interface RunText {
  readonly instruction: Instruction;
  readonly commands: readonly ShellCommand[];
  /** Where commands may be cut from: the script in the file. */
  readonly limit: Range;
  /** New lines may be written with a continuation: plain shell form. */
  readonly folded: boolean;
  /** A line end separates commands: a heredoc. */
  readonly lines: boolean;
  readonly user?: string;
  /** Commands that go. */
  readonly drops: { readonly command: ShellCommand; readonly why: string; readonly rule: string }[];
}
