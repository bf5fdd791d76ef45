import { groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly why: string;
  readonly files: readonly string[];
}

/** Something that would be used could not be decided: never a silent pass. */
export const undecided: RunnableRule = defineRule<Evidence>({
  id: 'undecided',
  title: 'Something that would be used could not be decided',
  find({ artifacts }) {
    return groupByCause(artifacts, (artifact) =>
      artifact.outcome === 'unknown' ? [[artifact.decidedBy ?? 'no reason given', artifact]] : [],
    ).map(({ key, artifacts }) => ({
      key,
      severity: 'warning',
      certainty: 'proven',
      where: placesOf(artifacts),
      evidence: { why: key, files: artifacts.map(({ path }) => path) },
    }));
  },
  describe({ evidence: { why, files } }) {
    return { message: `${listed(files, 3)}: ${why}.` };
  },
});
