import type { CauseText, Fit } from './cause.ts';
import { lookupCauseText } from './lookup/cause-texts.ts';
import { lookupCauses } from './lookup/lookup-causes.ts';
import { lookupMeaning, wordingOf } from './lookup/meaning.ts';
import { loaderCauseText } from './loader/cause-texts.ts';
import { loaderCauses } from './loader/loader-causes.ts';
import { loaderMeaning } from './loader/meaning.ts';
import { machineCauses, machineMeanings, machineTexts } from './machine/machine-causes.ts';
import type { Known, Seen } from './read-text.ts';

/** A recognised line with everything that can be said of it: facts, and the words made from them. */
export interface Explanation {
  readonly line: string;
  readonly count: number;
  readonly fact: Known;
  readonly meaning: string;
  /** Which libc's or resolver's wording it is. */
  readonly wording: string | null;
  readonly causes: readonly ExplainedCause[];
}

export interface ExplainedCause extends CauseText {
  readonly id: string;
  readonly fit: Fit;
}

export function explain({ fact, count }: Seen): Explanation {
  const about = { line: fact.line, count, fact };
  if (fact.kind === 'lookup') {
    const causes = lookupCauses(fact).map(({ id, fit }) => ({ id, fit, ...lookupCauseText(id, fact) }));
    return { ...about, meaning: lookupMeaning(fact), wording: wordingOf(fact), causes };
  }
  if (fact.kind === 'machine') {
    const causes = machineCauses(fact.says).map(({ id, fit }) => ({ id, fit, ...machineTexts[id] }));
    return { ...about, meaning: machineMeanings[fact.says], wording: null, causes };
  }
  const causes = loaderCauses(fact).map(({ id, fit }) => ({ id, fit, ...loaderCauseText(id, fact) }));
  const wording = fact.kind === 'load' ? `These are the words of ${fact.family}'s loader.` : null;
  return { ...about, meaning: loaderMeaning(fact), wording, causes };
}
