import type { Progress } from './progress.ts';

/** What a command may know of the process it runs in. Results go to `out`, problems and progress to stderr. */
export interface CommandIo {
  readonly out: (text: string) => void;
  /** Waits until a reader that is slower has taken what was written, for whoever writes more than memory should hold. */
  readonly drained?: () => Promise<void>;
  readonly problem: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Colour on stdout is wanted: a terminal, no NO_COLOR, no TERM=dumb. */
  readonly colors: boolean;
  /** Columns of the terminal, 100 in a pipe. */
  readonly columns: number;
  readonly progress: Progress;
  /** How registries are spoken to, where a command line or basewise.yaml says it. */
  readonly connection?: Connection;
  /** 0 clean, 1 findings at or above the threshold, 2 could not judge. The highest that was set is the exit code. */
  readonly exitWith: (code: 0 | 1 | 2) => void;
}

export interface Connection {
  readonly plainHttp?: boolean;
  /** By the host of a registry: mirrors to ask before it. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>;
}

/** The same command with what its options say of the connection. */
export function connected(io: CommandIo, { plainHttp, mirrors }: Connection): CommandIo {
  return { ...io, connection: { ...(plainHttp === undefined ? {} : { plainHttp }), ...(mirrors === undefined ? {} : { mirrors }) } };
}
