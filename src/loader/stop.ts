import type { LoadOutcome } from './load-result.ts';

/** Ends a simulation where the real process ends: a fatal message, a crash, or the point after which nothing can be said. */
export class LoadStop extends Error {
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
