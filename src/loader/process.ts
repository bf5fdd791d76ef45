import type { GlibcProcess } from './glibc/glibc-process.ts';
import type { Execve } from './kernel/execve.ts';
import type { MuslProcess } from './musl/musl-process.ts';
import type { Recorded } from './run-loader.ts';
import { LoadStop } from './stop.ts';

/** A process that the kernel started, as far as its loader got. */
export interface Process {
  readonly family: 'musl' | 'glibc' | 'other';
  readonly recorded: Recorded;
  readonly stop: LoadStop | null;
  /** argv[0], which prefixes glibc's messages. */
  readonly speaker: string;
  readonly phase: 'start' | 'dlopen';
  readonly loader: string;
  readonly interpreter: string | null;
  readonly secure: boolean;
  readonly state: MuslProcess | GlibcProcess | null;
}

export type Dynamic = Extract<Execve, { readonly kind: 'dynamic' }>;

/** Nothing can be said about what the interpreter does. */
export function stopped(kernel: Dynamic, why: string): Process {
  return {
    family: 'other',
    recorded: { facts: [], found: [], risks: [], trail: null, doubts: [] },
    stop: new LoadStop('unknown', why),
    speaker: kernel.program.path,
    phase: 'start',
    loader: 'none',
    interpreter: kernel.interpreter,
    secure: kernel.program.secure,
    state: null,
  };
}

export function muslResult(process: MuslProcess, stop: LoadStop | null, speaker: string, interpreter: string | null): Process {
  const { secure } = process;
  return {
    family: 'musl',
    recorded: process,
    stop,
    speaker,
    phase: 'start',
    loader: `musl-${process.loader.version}`,
    interpreter,
    secure,
    state: process,
  };
}

export function glibcResult(process: GlibcProcess, stop: LoadStop | null, interpreter: string | null): Process {
  const { progname, secure } = process;
  return {
    family: 'glibc',
    recorded: process,
    stop,
    speaker: progname,
    phase: 'start',
    loader: `glibc-${process.loader.version}`,
    interpreter,
    secure,
    state: process,
  };
}
