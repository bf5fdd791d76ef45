import type { ScanDocument } from '../../formats/scan/scan-document.ts';
import { compareScans, countVulnerabilities } from '../scans/scan-difference.ts';
import type { ScanDifference, SeverityCounts } from '../scans/scan-difference.ts';
import type { Fleet } from '../paid-size/fleet.ts';
import { paidSize, saving, sharedWith } from '../paid-size/paid-size.ts';
import type { PaidSize, Saving, SharedLayers } from '../paid-size/paid-size.ts';
import type { ComparedBase } from './compared-base.ts';
import { compareBases } from './differences.ts';
import type { Difference } from './differences.ts';
import type { SameContent } from './file-changes.ts';

/** Several bases held against the first. Plain data. */
export interface Comparison {
  readonly fleet: Fleet;
  readonly bases: readonly ComparedBase[];
  /** In the order of `bases`. */
  readonly paid: readonly PaidSize[];
  /** In the order of `bases`; null where no report was given. */
  readonly vulnerabilities: readonly (SeverityCounts | null)[];
  /** One for each base after the first. */
  readonly steps: readonly Step[];
}

/** From the first base to another. */
export interface Step {
  readonly from: ComparedBase;
  readonly to: ComparedBase;
  readonly difference: Difference;
  /** Null where one of the two sizes is not known. */
  readonly saving: Saving | null;
  /** Layers of the second that the first has too: who has the one pulls only the rest of the other. */
  readonly shared: SharedLayers | null;
  /** Null where no report and no SBOM was given. */
  readonly scans: ScanDifference | null;
}

/** What stands beside the bases, by their place. */
export interface Beside {
  readonly fleet: Fleet;
  /** How files without digests are held against those of the first base. */
  readonly contents: (index: number) => SameContent;
  readonly scans: readonly (readonly ScanDocument[])[];
}

export function compareAll(bases: readonly ComparedBase[], { fleet, contents, scans }: Beside): Comparison {
  const paid = bases.map(({ pulled }) => paidSize(pulled, fleet));
  const [from, ...others] = bases;
  const steps = others.flatMap((to, index): readonly Step[] => {
    const [first, other] = [paid[0], paid[index + 1]];
    if (from === undefined || first === undefined || other === undefined) return [];
    return [
      {
        from,
        to,
        difference: compareBases(from, to, contents(index + 1)),
        scans: compareScans(scans[0] ?? [], scans[index + 1] ?? []),
        saving: saving(first, other),
        shared: sharedWith(to.pulled, from.pulled),
      },
    ];
  });
  return { fleet, bases, paid, vulnerabilities: bases.map((_, index) => countVulnerabilities(scans[index] ?? [])), steps };
}
