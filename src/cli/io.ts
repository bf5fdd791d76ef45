import type { Progress } from './progress.ts';

/** What a command may know of the process it runs in. Results go to `out`, problems and progress to stderr. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly problem: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Colour on stdout is wanted: a terminal, no NO_COLOR, no TERM=dumb. */
  readonly colors: boolean;
  /** Columns of the terminal, 100 in a pipe. */
  readonly columns: number;
  readonly progress: Progress;
  /** 0 clean, 1 findings at or above the threshold, 2 could not judge. The highest that was set is the exit code. */
  readonly exitWith: (code: 0 | 1 | 2) => void;
}
