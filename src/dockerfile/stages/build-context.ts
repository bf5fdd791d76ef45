import type { Dockerfile, Instruction, Problem } from '../../formats/text/dockerfile/dockerfile.ts';
import type { BuildOptions, Command, Stage, StageBase } from './build-graph.ts';
import type { Variables } from './scope.ts';

/** A stage before its instructions are run through. */
export interface StageHead {
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
  readonly base: StageBase;
  readonly name?: string;
  readonly platform?: string;
}

/** What the stages share while they are read. */
export interface BuildContext {
  readonly file: Dockerfile;
  readonly options: BuildOptions;
  readonly globals: Variables;
  readonly heads: readonly StageHead[];
  readonly stages: readonly Stage[];
  readonly states: readonly StageState[];
  readonly problems: Problem[];
}

/** Everything that a stage hands to a stage built on it. */
export interface StageState {
  /** ENV and ARG. */
  variables: Map<string, string>;
  /** ARG without a value: known to be unset. */
  declared: Set<string>;
  /** ENV alone: what the image keeps. */
  env: Map<string, string>;
  user?: string;
  workdir?: string;
  shell?: readonly string[];
  entrypoint?: Command | null;
  cmd?: Command | null;
  healthcheck?: Command | null;
  /** This stage itself has a CMD. */
  ownCmd: boolean;
}
