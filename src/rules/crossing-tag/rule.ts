import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';

interface Evidence {
  readonly base: string;
  readonly now: string;
  readonly history: readonly string[];
}

/** A tag that goes from release to release by itself, and has done so. */
export const crossingTag: RunnableStageRule = defineStageRule<Evidence>({
  id: 'crossing-tag',
  title: 'A tag that moves from release to release',
  find,
  describe: ({ evidence: { base, now, history } }) => ({
    message: `${base} is ${now} today and moves to the next release by itself${history.length < 2 ? '' : ` (${history.join(', ')})`}: a rebuild can change the C library without a change in this file.`,
    fix: 'name the release in the tag, or pin a digest',
  }),
});

function find({ place, fromOffset, at, move }: StageContext): readonly FindingFact<Evidence>[] {
  const { classification } = place;
  if (move !== 'own' || classification === null || !classification.floating || classification.digest !== undefined) return [];
  const { history, family, release, crossings = [] } = classification;
  // A rolling distribution has no releases to go between.
  if (release === 'rolling') return [];
  const bases = history.map(({ base }) => base);
  // `node:20-slim` stays on Debian 12 though `node:slim` has moved on; `python:3.12-slim` has moved with it.
  const bare =
    !/:/.test(place.name.split('/').at(-1) ?? '') ||
    // The name without -debianN is the alias, whatever the tag says of user and shell.
    classification.rule === 'distroless' ||
    /:(?:latest|stable|edge|testing|rolling|alpine|slim|lts|current)(?:-|$)/.test(place.name);
  if (!bare && new Set(bases).size < 2 && crossings.length < 2) return [];
  return [
    {
      key: place.name,
      severity: 'note',
      certainty: classification.certainty === 'likely' ? 'likely' : 'possible',
      where: [at(fromOffset)],
      evidence: {
        base: place.name,
        now: `${family}${release === null ? '' : ` ${release}`}`,
        history:
          crossings.length > 1
            ? crossings.slice(-4).map(({ from, base }) => `${base} from ${from}`)
            : history.slice(-4).map(({ since, base }) => `${base} since ${since}`),
      },
    },
  ];
}
