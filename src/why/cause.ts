/** How well a cause fits what was said: `strong` first, `rare` when everything else is ruled out. */
export type Fit = 'strong' | 'fits' | 'rare';

/** A cause with what it is about; `text` of its room has the words. */
export interface RankedCause<Id extends string> {
  readonly id: Id;
  readonly fit: Fit;
}

/** A cause in words. */
export interface CauseText {
  readonly what: string;
  /** Commands or observations that tell it from the others. */
  readonly tell: readonly string[];
  readonly fix: string;
}

const order: Readonly<Record<Fit, number>> = { strong: 0, fits: 1, rare: 2 };

/** Best fit first; what fits equally stays in the order of its table. */
export function ranked<Id extends string>(causes: readonly RankedCause<Id>[]): readonly RankedCause<Id>[] {
  return causes.toSorted((a, b) => order[a.fit] - order[b.fit]);
}
