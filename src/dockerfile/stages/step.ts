import type { Classification } from '../../bases/classification.ts';
import type { Instruction } from '../../formats/text/dockerfile/dockerfile.ts';
import type { RunScript } from './run-script.ts';

/** One instruction of a stage with its variables filled in. */
export type Step = RunStep | CopyStep | OtherStep;

interface StepBase {
  readonly instruction: Instruction;
  /** It came from a parent stage's ONBUILD. */
  readonly inherited: boolean;
  /** ENV and ARG as this instruction sees them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workdir?: string;
}

export interface RunStep extends StepBase {
  readonly kind: 'run';
  /** What a shell gets; null for exec form without a shell, and for shells that are not POSIX. */
  readonly script: RunScript | null;
  /** Exec form. */
  readonly argv?: readonly string[];
  readonly mounts: readonly Mount[];
}

export interface Mount {
  readonly type: string;
  readonly from?: CopySource;
  readonly source?: string;
  readonly target?: string;
  readonly id?: string;
}

export interface CopyStep extends StepBase {
  readonly kind: 'copy' | 'add';
  readonly from: CopySource;
  readonly sources: readonly string[];
  /** Names of heredocs among the sources. */
  readonly inline: readonly string[];
  /** Absolute where the working directory is known; a trailing slash is kept. */
  readonly destination: string;
  readonly link: boolean;
  readonly chown?: string;
  readonly chmod?: string;
}

/** Where files come from. */
export type CopySource =
  | { readonly kind: 'context' }
  | { readonly kind: 'stage'; readonly index: number }
  | { readonly kind: 'image'; readonly reference: string; readonly classification: Classification }
  | { readonly kind: 'unresolved'; readonly text: string; readonly why: string };

export interface OtherStep extends StepBase {
  readonly kind: 'other';
}
