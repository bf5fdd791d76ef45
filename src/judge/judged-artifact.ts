import type { LoadResult } from '../loader/load-result.ts';
import type { Artifact, Certainty, Outcome } from '../report/report.ts';
import type { FoundArtifact } from './find-artifacts.ts';

/** An artifact on one target: what happens when it is started or opened as its own host would. */
export interface JudgedArtifact extends FoundArtifact {
  readonly use: Artifact['use'];
  readonly outcome: Outcome;
  readonly messages: readonly string[];
  readonly certainty: Certainty;
  /** Why the outcome is unknown, not-opened, or less than proven. */
  readonly decidedBy?: string;
  /** Null where no loader was asked. */
  readonly result: LoadResult | null;
  /** On a rebuild: what is compiled there and was a build out of an index before, `numpy 1.26.4: numpy-1.26.4.tar.gz`. */
  readonly compiledAnew?: string;
  /** The program that opens it; absent for programs. */
  readonly host?: HostOfArtifact;
}

export interface HostOfArtifact {
  readonly kind: 'node' | 'python' | 'java' | 'other';
  /** Path of the host on the target; null for a stand-in. */
  readonly program: string | null;
  /** `3.11` */
  readonly version?: string;
}
