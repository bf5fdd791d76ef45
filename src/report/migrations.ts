import type { Verdict } from './report.ts';
import type { FailedSubject } from './services.ts';

/**
 * What `basewise migrate` prints for several Dockerfiles: one table of who can move and what blocks whom, published as JSON Schema in
 * `schema/basewise-migrations-1.schema.json` (generated from these types). Fields may be added within version 1, never changed or removed.
 */
export interface MigrationsReport {
  readonly schema: 'basewise-migrations/1';
  readonly tool: { readonly name: 'basewise'; readonly version: string };
  /** As it was asked for. */
  readonly to: string;
  /** In the order of the list. */
  readonly files: readonly MigratedSummary[];
  /** What could not be translated or would fail; those whose removal frees most first. */
  readonly blockers: readonly MigrationBlocker[];
  /** The bases that they stand on, those of most files first. */
  readonly bases: readonly MovedBase[];
  readonly failed: readonly FailedSubject[];
}

/**
 * `moves`: everything is translated. `there`: nothing is to do. `blocked`: something is left to do by hand. `passed-over`: no Linux Dockerfile.
 */
export type MigrationOutcome = 'moves' | 'there' | 'blocked' | 'passed-over';

export interface MigratedSummary {
  readonly name: string;
  readonly file: string;
  readonly outcome: MigrationOutcome;
  readonly edits: number;
  /** Edits with the usual effect, worth a look. */
  readonly likely: number;
  /** What `check` says before and after; null where it cannot judge the file. */
  readonly check: { readonly before: Verdict; readonly after: Verdict } | null;
  /** Texts of `blockers`. */
  readonly blockers: readonly string[];
  /** Why it was passed over. */
  readonly why?: string;
}

export interface MigrationBlocker {
  /** As it stands in the file behind `# basewise: `, without the digest of a pin. */
  readonly text: string;
  /** Names of the files that it is met in. */
  readonly files: readonly string[];
  /** Names of the files that nothing else keeps from moving. */
  readonly frees: readonly string[];
  /** Where it is met first. */
  readonly where: { readonly file: string; readonly line: number };
}

export interface MovedBase {
  readonly from: string;
  /** null where it is left alone. */
  readonly to: string | null;
  readonly files: readonly string[];
}
