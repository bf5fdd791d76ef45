import type { LoaderFact } from '../loader-fact.ts';

/** What one line of a log means. */
export type Recognised = RecognisedLoad | RecognisedStart;

/** A message of a dynamic loader, taken back to the fact it states. */
export interface RecognisedLoad {
  readonly kind: 'load';
  readonly family: 'musl' | 'glibc';
  readonly fact: LoaderFact;
  /** `start`: the process ended before its own code; `dlopen`: the text of dlerror. */
  readonly phase: 'start' | 'dlopen';
  /** argv[0] where the message has it. */
  readonly program?: string;
  readonly wrapper?: Wrapper;
  /** The line as it was recognised, without what a runtime or log put around it. */
  readonly line: string;
}

/** Who put the message of dlerror into one of its own. */
export type Wrapper = 'node' | 'python' | 'java' | 'ruby' | 'php' | 'perl' | 'dotnet' | 'apache';

/** A shell, runtime or container engine that could not start a program. */
export interface RecognisedStart {
  readonly kind: 'start';
  readonly by: Starter;
  readonly program: string;
  /**
   * `file-or-interpreter`: ENOENT of either, the text does not tell; `interpreter`: the file is there, its interpreter is not; `file`: the program itself is
   * absent.
   */
  readonly missing: 'file-or-interpreter' | 'interpreter' | 'file' | null;
  readonly errno: 'ENOENT' | 'EACCES' | 'ENOEXEC';
  /** The interpreter that the text names. */
  readonly interpreter?: string;
  readonly line: string;
}

export type Starter =
  | 'busybox-sh'
  | 'dash'
  | 'bash'
  | 'zsh'
  | 'crun'
  /** qemu-user or Rosetta, running a program of another machine. */
  | 'emulator'
  | 'env'
  | 'busybox-env'
  | 'python'
  | 'node'
  | 'runc'
  | 'docker'
  | 'kernel'
  | 'tini'
  | 'java'
  | 'go';
