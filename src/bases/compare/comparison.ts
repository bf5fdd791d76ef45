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
}

/** `contents` gives, for the place of a base, how its files without digests are held against those of the first. */
export function compareAll(bases: readonly ComparedBase[], fleet: Fleet, contents: (index: number) => SameContent): Comparison {
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
        saving: saving(first, other),
        shared: sharedWith(to.pulled, from.pulled),
      },
    ];
  });
  return { fleet, bases, paid, steps };
}
