import type { LoaderFact } from './loader-fact.ts';
import type { FoundObject, LoadRisk, Trial } from './load-result.ts';
import { GlibcSignal } from './glibc/glibc-process.ts';
import { LoadStop } from './stop.ts';

/** What both families' processes have in common for whoever reads the result. */
export interface Recorded {
  readonly facts: LoaderFact[];
  readonly found: readonly FoundObject[];
  readonly risks: readonly LoadRisk[];
  readonly trail: Trial[] | null;
  /** Objects whose tables are damaged: a load that succeeds with one of them proves nothing. */
  readonly doubts: string[];
}

/** Runs one step of a process until it is through or the loader gives up; null when it went through. */
export function runLoader(process: Recorded, step: () => void): LoadStop | null {
  try {
    step();
    return null;
  } catch (error) {
    if (error instanceof LoadStop) return error;
    if (!(error instanceof GlibcSignal)) throw error;
    process.facts.push(error.fact);
    return new LoadStop(null);
  }
}
