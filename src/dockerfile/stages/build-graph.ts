import type { Classification } from '../../bases/classification.ts';
import type { Instruction, Problem } from '../../formats/text/dockerfile/dockerfile.ts';
import type { Step } from './step.ts';

/** What `docker build` is told besides the file. */
export interface BuildOptions {
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** A stage's name or number; default: the last stage. */
  readonly target?: string;
  /** `linux/arm64`; default `linux/amd64`. */
  readonly platform?: string;
  /** Where the build itself runs; default: the target platform. */
  readonly buildPlatform?: string;
  /** Named build contexts: `docker-image://REF` or a path or URL. */
  readonly contexts?: Readonly<Record<string, string>>;
  /** What images and build contexts stand on that are built beside this one, by their names. */
  readonly builtImages?: Readonly<Record<string, Classification>>;
  /** `YYYY-MM-DD`: floating tags are what they were on that day. */
  readonly buildDate?: string;
}

/** The stages of a Dockerfile and what flows between them. */
export interface BuildGraph {
  readonly stages: readonly Stage[];
  /** The stage that is built: the last one, or the one that was asked for; undefined without stages or when the name is not there. */
  readonly target: Stage | undefined;
  /** ARG before the first FROM, with the value that FROM lines see. */
  readonly globalArgs: readonly GlobalArg[];
  /** What BuildKit refuses beyond the syntax: unknown stages, variables in `--from`. */
  readonly problems: readonly Problem[];
}

export interface GlobalArg {
  readonly name: string;
  readonly value?: string;
  readonly instruction: Instruction;
}

export interface Stage {
  readonly index: number;
  /** Lower case. */
  readonly name?: string;
  readonly from: Instruction;
  /** `--platform` with its variables filled in. */
  readonly platform?: string;
  readonly base: StageBase;
  /** The image, scratch or unresolved base at the bottom of a chain of stages. */
  readonly root: Exclude<StageBase, { readonly kind: 'stage' }>;
  readonly os: 'linux' | 'windows';
  /** The instructions in order, those that a parent stage's ONBUILD put in front included. */
  readonly steps: readonly Step[];
  readonly onbuild: readonly Instruction[];
  /** What the stage's image is configured with after the last step. */
  readonly config: StageConfig;
  /** The target needs this stage. */
  readonly needed: boolean;
}

export type StageBase =
  | { readonly kind: 'image'; readonly reference: string; readonly classification: Classification }
  | { readonly kind: 'stage'; readonly index: number }
  | { readonly kind: 'scratch' }
  /** A build argument without value, an empty name, or a build context that is no image; `classification` is what the part without the argument tells. */
  | {
      readonly kind: 'unresolved';
      readonly text: string;
      readonly missing: readonly string[];
      readonly why: string;
      readonly classification?: Classification;
    };

/** Undefined fields are what the base image has; null means that there is none. */
export interface StageConfig {
  /** ENV of this stage and the stages below it; `$NAME` that only the base image knows stays as written. */
  readonly env: Readonly<Record<string, string>>;
  readonly user?: string;
  /** Absolute, or starting with `.` when it is relative to an unknown one. */
  readonly workdir?: string;
  readonly shell?: readonly string[];
  readonly entrypoint?: Command | null;
  readonly cmd?: Command | null;
  readonly healthcheck?: Command | null;
}

/** `argv` as the image's configuration holds it: shell form is already behind its shell. */
export interface Command {
  readonly form: 'exec' | 'shell';
  readonly argv: readonly string[];
  readonly instruction: Instruction;
}
