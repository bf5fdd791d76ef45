import type { Finding, Verdict } from './report.ts';

/** What an edit of a Dockerfile does to the verdict on its own base. */
export interface VerdictChange {
  readonly before: Verdict;
  readonly after: Verdict;
  /** Findings above `note` that only the edited file has. */
  readonly appeared: readonly Finding[];
  /** Findings above `note` that only the file before has. */
  readonly gone: readonly Finding[];
}

/** It fails: a finding that would make the verdict `breaks`. */
export function isFailure({ severity, certainty }: Finding): boolean {
  return severity === 'error' && certainty !== 'possible';
}
