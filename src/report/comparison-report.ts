import type { ComparedBase } from '../bases/compare/compared-base.ts';
import type { Comparison } from '../bases/compare/comparison.ts';
import type { Difference } from '../bases/compare/differences.ts';
import type { PaidSize, Saving, SharedLayers } from '../bases/paid-size/paid-size.ts';
import type { ScanDifference, SeverityCounts } from '../bases/scans/scan-difference.ts';
import type { FleetSummary } from './recommendation.ts';

/**
 * What `basewise compare --format json` prints, published as `schema/basewise-comparison-1.schema.json` (generated from these types). Fields may be added within
 * version 1, never changed or removed.
 */
export interface ComparisonReport {
  readonly schema: 'basewise-comparison/1';
  readonly tool: { readonly name: 'basewise'; readonly version: string };
  /** Who pulls, how often and over what. */
  readonly fleet: FleetSummary & {
    /** What the nodes have already, by its name. */
    readonly present: readonly string[];
  };
  /** The first is the one that the others are compared with. */
  readonly bases: readonly BaseInReport[];
  /** One for each base after the first. */
  readonly differences: readonly DifferenceInReport[];
}

export interface BaseInReport extends Omit<ComparedBase, 'files'> {
  /** Entries of its tree; null where only some files are known. */
  readonly fileCount: number | null;
  readonly paid: PaidSize;
  /** Null where no report of a scanner was given. */
  readonly vulnerabilities: SeverityCounts | null;
}

export interface DifferenceInReport extends Difference {
  /** Null where one of the two sizes is not known. */
  readonly saving: Saving | null;
  /** Layers of the second that the first has too. */
  readonly sharedLayers: SharedLayers | null;
  /** Null where no report and no SBOM was given. */
  readonly scans: ScanDifference | null;
}

/** The lists of all files stay out: their differences are what was asked for. */
export function comparisonReport({ fleet, bases, paid, vulnerabilities, steps }: Comparison, version: string): ComparisonReport {
  return {
    schema: 'basewise-comparison/1',
    tool: { name: 'basewise', version },
    fleet: { ...fleet, present: fleet.present.map(({ name }) => name) },
    bases: bases.flatMap(({ files, ...rest }, index) => {
      const size = paid[index];
      return size === undefined
        ? []
        : [{ ...rest, fileCount: files?.size ?? null, paid: size, vulnerabilities: vulnerabilities[index] ?? null }];
    }),
    differences: steps.map(({ difference, saving, shared, scans }) => ({ ...difference, saving, sharedLayers: shared, scans })),
  };
}
