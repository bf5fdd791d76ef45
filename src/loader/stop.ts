import type { LoadOutcome } from './load-result.ts';

/** Thrown for control flow, a thousand times for a root: without the stack, whose recording would take longer than the simulation. */
export class Signal extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Ends a simulation where the real process ends: a fatal message, a crash, or the point after which nothing can be said. */
export class LoadStop extends Signal {
  /** Null when the facts recorded so far decide. */
  readonly outcome: LoadOutcome | null;
  readonly why: string | undefined;

  constructor(outcome: LoadOutcome | null, why?: string) {
    super(why ?? 'the loader stops');
    this.name = 'LoadStop';
    this.outcome = outcome;
    this.why = why;
  }
}
