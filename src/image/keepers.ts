import { takeBudget, type FactsBudget } from './facts-budget.ts';
import { scriptWeight, zipWeight } from './facts-weight.ts';
import type { FactsByInterest, Found, Interest } from './extractors.ts';
import { addFacts, packedWeight } from './packed-facts.ts';

/** Keeps what is known of entry `index`. False where it does not fit into the budget. */
export type Keep<Facts> = (index: number, facts: Facts) => boolean;

export function keepers(found: Found, budget: FactsBudget): { readonly [name in Interest]: Keep<FactsByInterest[name]> } {
  return {
    elf: (index, facts) => addFacts(found.elf, index, facts, budget),
    script: weighed(found.script, scriptWeight, budget),
    archive: weighed(found.archive, zipWeight, budget),
    // Has a budget of its own.
    kept: (index, bytes) => (found.kept.set(index, bytes), true),
    sha256: weighed(found.sha256, () => DIGEST, budget),
  };
}

/** What all that was found counts against a budget. */
export function foundWeight({ elf, script, archive, sha256 }: Found): number {
  let weight = packedWeight(elf) + sha256.size * DIGEST;
  for (const facts of script.values()) weight += scriptWeight(facts);
  for (const facts of archive.values()) weight += zipWeight(facts);
  return weight;
}

/** A hex digest and its place in a table. */
const DIGEST = 150;

function weighed<Facts>(into: Map<number, Facts>, weightOf: (facts: Facts) => number, budget: FactsBudget): Keep<Facts> {
  return (index, facts) => {
    if (!takeBudget(budget, weightOf(facts))) return false;
    into.set(index, facts);
    return true;
  };
}
