import type { MappedText } from './mapped-text.ts';

/**
 * A Dockerfile as BuildKit reads it, with every byte kept. Offsets are UTF-16 code units of `text` unless said otherwise;
 * `pieces` cover `text` from its start to its end without gap or overlap.
 */
export interface Dockerfile {
  readonly text: string;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly pieces: readonly Piece[];
  readonly instructions: readonly Instruction[];
  /** What BuildKit would refuse, in file order. The rest of the file is read all the same. */
  readonly problems: readonly Problem[];
}

/** Half-open. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Directive extends Range {
  /** Lower case: `syntax`, `escape`, `check`. */
  readonly name: string;
  readonly value: string;
}

/** Whole physical lines with their newline (the byte order mark is a piece of its own). */
export interface Piece extends Range {
  readonly kind: 'bom' | 'blank' | 'comment' | 'directive' | 'instruction';
}

export interface Problem {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
}

export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  /** In the file: from the keyword to the end of the last line, heredoc bodies included, without the last newline. */
  readonly range: Range;
  /** The instruction on one line: continuations, comments between them and empty lines taken out. The ranges below are offsets into it. */
  readonly unfolded: MappedText;
  readonly keywordRange: Range;
  readonly flags: readonly Flag[];
  /** Everything after the flags, without surrounding white space. */
  readonly args: Range;
  readonly value: Arguments;
  readonly heredocs: readonly Heredoc[];
}

/** `--name=value`, quotes and escapes taken away; `value` is absent without `=`. */
export interface Flag extends Range {
  readonly text: string;
  readonly name: string;
  readonly value?: string;
}

/** One word or one string of a JSON array; `text` is what BuildKit hands on, `start`–`end` what stands in the unfolded line (with quotes). */
export interface Word extends Range {
  readonly text: string;
}

/** `NAME=value`, or the old `NAME value`; the value is raw, with its quotes. */
export interface Pair extends Range {
  readonly name: string;
  readonly value: string;
  readonly valueStart: number;
  readonly separator: '=' | ' ';
}

export type Arguments =
  /** RUN, CMD, ENTRYPOINT and (refused) SHELL without JSON. */
  | { readonly kind: 'shell'; readonly text: string }
  /** A JSON array of strings, on any instruction that takes one. */
  | { readonly kind: 'exec'; readonly items: readonly Word[] }
  /** FROM, ARG, EXPOSE, and COPY, ADD, VOLUME without JSON. */
  | { readonly kind: 'words'; readonly items: readonly Word[] }
  | { readonly kind: 'pairs'; readonly items: readonly Pair[] }
  /** USER, WORKDIR, STOPSIGNAL, MAINTAINER. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'healthcheck'; readonly type: string; readonly command: Arguments }
  | { readonly kind: 'onbuild'; readonly instruction: Instruction }
  | { readonly kind: 'none' };

export interface Heredoc {
  readonly name: string;
  readonly descriptor: number;
  /** The word was not quoted: variables in the body are expanded. */
  readonly expand: boolean;
  /** `<<-`: leading tabs go. */
  readonly chomp: boolean;
  /** The word with its `<<`, in the unfolded line. */
  readonly word: Range;
  /** In the file. */
  readonly body: Range;
  readonly terminator: Range;
}
