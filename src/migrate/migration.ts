import type { Target } from './target.ts';

/** What a migration does to one Dockerfile. Offsets are UTF-16 code units of the text before. */
export interface Migration {
  readonly target: Target;
  readonly before: string;
  readonly after: string;
  /** In the order of the file, marks included (their `rule` is `mark`). */
  readonly edits: readonly Edit[];
  /** What was not translated, with its place; each also stands in the file as a comment. */
  readonly marks: readonly Mark[];
  /** Comments of an earlier run that are still there. */
  readonly open: readonly Mark[];
  readonly stages: readonly StageResult[];
  readonly images: readonly WrittenImage[];
  /** Nothing is marked, refused or left alone. */
  readonly complete: boolean;
}

/** One change of the text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
  readonly certainty: Certainty;
  /** `from`, `package`, `user`, `path`, `shell`, `cleanup`, `mark` … */
  readonly rule: string;
}

/** `certain`: the same effect by documentation or index; `likely`: the usual effect, worth a look. */
export type Certainty = 'certain' | 'likely';

export interface Mark {
  readonly line: number;
  readonly column: number;
  /** What stands behind `# basewise: `. */
  readonly text: string;
}

export interface StageResult {
  readonly index: number;
  readonly name?: string;
  readonly line: number;
  readonly from: string;
  /** `moved`, `already` there, `stays` (static or cross-built output, or not part of the result), `left-alone` (could not be moved). */
  readonly action: 'moved' | 'already' | 'stays' | 'left-alone';
  readonly to?: string;
  readonly why: string;
}

/** An image reference that the edits write, without digest. */
export interface WrittenImage {
  readonly reference: string;
  /** The old one was pinned by digest. */
  readonly pinned: boolean;
}

/** By reference: what a registry said of it. */
export type KnownImages = ReadonlyMap<string, { readonly digest: string } | { readonly why: string }>;
