import type { Range } from '../../formats/text/dockerfile/dockerfile.ts';

/** One simple command of a RUN, with its words filled in as far as they are known. Offsets are those of the Dockerfile. */
export interface ShellCommand extends Range {
  /** Base name of the program, empty where it is not known: `apk` for `/sbin/apk`. */
  readonly name: string;
  /** The program and its arguments; `sudo`, `env` and the like are taken off. Unquoted expansions are split into words as a shell does. */
  readonly argv: readonly ShellWord[];
  /** What was taken off, in order: `sudo`, `env`, `xargs`, `sh -c`. */
  readonly wrappers: readonly string[];
  /** The words that were taken off with them, their options among them: `xargs -r -n 1`. */
  readonly wrapperWords: readonly ShellWord[];
  /** `NAME=value` in front of the command, or alone, or behind `env` and `export`. */
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** What the environment says to compilers at that point, where known: CGO_ENABLED, GOOS, GOARCH, CC, RUSTFLAGS, CARGO_BUILD_TARGET and the like. */
  readonly buildEnvironment: Readonly<Record<string, string>>;
  readonly guards: readonly Guard[];
  /** Names of the commands before and behind it in its pipeline, in order; the command itself is at `pipelineIndex`. */
  readonly pipeline: readonly string[];
  readonly pipelineIndex: number;
  /** From the guards: `no` when one is known to be false, `maybe` when one is not known. */
  readonly reached: 'yes' | 'maybe' | 'no';
}

export interface ShellWord extends Range {
  /** With quotes and known variables resolved; what is not known stays as written. */
  readonly text: string;
  readonly known: boolean;
}

export interface ShellAssignment extends Range {
  readonly name: string;
  readonly value: string;
  readonly known: boolean;
}

export interface ShellRedirect extends Range {
  readonly operator: string;
  readonly target?: ShellWord;
}

/** Something that stands between the start of the RUN and the command. `taken` is known where its words are. */
export interface Guard {
  readonly kind: 'and' | 'or' | 'if' | 'else' | 'case' | 'loop' | 'function' | 'subshell' | 'background';
  /** The condition's source, or the name of the function. */
  readonly text: string;
  readonly taken: 'yes' | 'no' | 'unknown';
}

/** What a shell text holds. `problems` are places that the parser could not read; the rest is there all the same. */
export interface ShellReading {
  readonly commands: readonly ShellCommand[];
  readonly problems: readonly { readonly offset: number; readonly message: string }[];
}
