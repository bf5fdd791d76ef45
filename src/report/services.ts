import type { BaseSummary, Certainty, Move, Severity, SubjectSummary, UnitKind, Verdict } from './report.ts';

/**
 * What `basewise check` prints for several subjects: one table of many services, published as JSON Schema in `schema/basewise-services-1.schema.json` (generated
 * from these types). Fields may be added within version 1, never changed or removed.
 */
export interface ServicesReport {
  readonly schema: 'basewise-services/1';
  readonly tool: { readonly name: 'basewise'; readonly version: string };
  /** Every place asked about: the services' own bases, then each target. */
  readonly places: readonly PlaceSummary[];
  /** In the order of the list. */
  readonly services: readonly ServiceSummary[];
  /** Those that free most services first, then those that most services share. */
  readonly causes: readonly CauseSummary[];
  /** Those that most services stand on first. */
  readonly bases: readonly BaseGroup[];
  /** Subjects that could not be judged, and lines that name none. */
  readonly failed: readonly FailedSubject[];
}

/** How many services have which verdict. */
export interface VerdictCounts {
  readonly runs: number;
  readonly differs: number;
  readonly breaks: number;
  readonly unknown: number;
}

export interface PlaceSummary {
  /** `own`, or the target as it was named. */
  readonly name: string;
  readonly move: Move;
  readonly verdicts: VerdictCounts;
}

export interface ServiceSummary {
  /** As the list calls it; the subject as it was given where the list says nothing else. */
  readonly name: string;
  readonly subject: SubjectSummary;
  readonly units: readonly { readonly name: string; readonly kind: UnitKind; readonly base: BaseSummary | null }[];
  readonly targets: readonly ServiceTarget[];
  /** What could not be read or decided in it: `basewise check` of this subject alone says what and why. */
  readonly unknown: number;
}

/** One service in one place, over all its units: the worst verdict counts. */
export interface ServiceTarget {
  readonly name: string;
  readonly move: Move;
  readonly verdict: Verdict;
  /** Ids of `causes`. */
  readonly causes: readonly string[];
}

/** One cause: findings of the same rule about the same thing in the same place, whichever service they were met in. */
export interface CauseSummary {
  /** Stable across runs: rule, place and what it is about. */
  readonly id: string;
  readonly rule: string;
  /** What it is about: a soname, an interpreter, a package. */
  readonly about: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** Where: `own` or the target as it was named. */
  readonly name: string;
  readonly move: Move;
  /** The base there as `alpine 3.20`; null on scratch. */
  readonly base: string | null;
  /** Names of the services that it was found in. */
  readonly services: readonly string[];
  /** Names of the services that would run there if this one cause were gone. */
  readonly frees: readonly string[];
  /** As it was said of the first of its services. */
  readonly message: string;
  readonly fix?: string;
}

/** The services that stand on one base. */
export interface BaseGroup {
  /** `alpine 3.20`, `scratch` */
  readonly name: string;
  readonly libc: string | null;
  /** Where the catalogue knows it: `YYYY-MM-DD`, judged against the day of the run. */
  readonly support?: { readonly ends: string; readonly ended: boolean };
  readonly services: readonly string[];
  /** On that base. */
  readonly verdicts: VerdictCounts;
}

export interface FailedSubject {
  readonly name: string;
  readonly subject: string;
  /** Of the list. */
  readonly line?: number;
  readonly why: string;
  readonly hint?: string;
}
