import { findRelease } from '../../bases/releases.ts';
import { kindFacts } from '../../bases/kind-facts.ts';
import { judgeSupport } from '../../bases/support.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';

interface Evidence {
  readonly base: string;
  readonly release: string;
  readonly ends: string;
  readonly today: string;
  readonly ended: boolean;
  readonly extended: readonly string[];
}

/** The base's distribution gets no more fixes, judged against the clock. */
export const baseOutOfSupport: RunnableStageRule = defineStageRule<Evidence>({
  id: 'base-out-of-support',
  title: 'The base gets no more fixes',
  find: ({ place, today, fromOffset, at }) => {
    const { classification } = place;
    if (classification === null || classification.release === null) return [];
    const { family, release } = classification;
    const support = judgeSupport(classification, kindFacts(classification).table, findRelease(family, release), today);
    if (support.ends === null || (support.state !== 'out-of-support' && support.state !== 'ending')) return [];
    return [
      {
        key: `${family}:${release}`,
        severity: 'note',
        certainty: 'likely',
        where: [at(fromOffset)],
        evidence: {
          base: place.name,
          release: `${family} ${release}`,
          ends: support.ends,
          today,
          ended: support.state === 'out-of-support',
          extended: support.extended,
        },
      },
    ];
  },
  describe: ({ evidence: { base, release, ends, today, ended, extended } }) => ({
    message: `${base} stands on ${release}, whose support ${ended ? 'ended' : 'ends'} on ${ends} (today is ${today})${ended ? ': its C library and packages get no fixes, and its package archive may move' : ''}.${extended.length === 0 ? '' : ` Longer support: ${extended.join('; ')}.`}`,
    fix: 'move to a release that is supported',
  }),
});
