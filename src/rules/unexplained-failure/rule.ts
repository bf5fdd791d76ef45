import { groupByCause, listed, placesOf } from '../../judge/group-failures.ts';
import { defineRule } from '../../judge/rule.ts';
import type { RunnableRule } from '../../judge/rule.ts';

interface Evidence {
  readonly outcome: string;
  readonly files: readonly string[];
  readonly message: string;
}

const fine = new Set(['runs', 'unknown', 'not-opened']);

/**
 * The net below all other rules: something in use does not load and no rule said why. It is asked only when nothing else is an error, so that a verdict never
 * says "runs" over a failed load.
 */
export const unexplainedFailure: RunnableRule = defineRule<Evidence>({
  id: 'unexplained-failure',
  title: 'Something in use does not load',
  find({ artifacts }) {
    // Scripts that the image does not start are warnings of their own rule.
    const failed = artifacts.filter(({ outcome, kind, use }) => !fine.has(outcome) && (kind !== 'script' || use === 'entrypoint'));
    return groupByCause(failed, (artifact) => [[artifact.outcome, artifact]]).map(({ key, artifacts, details }) => ({
      key,
      severity: 'error',
      certainty: details[0]?.certainty ?? 'proven',
      where: placesOf(artifacts),
      evidence: { outcome: key, files: artifacts.map(({ path }) => path), message: details[0]?.messages[0] ?? '' },
    }));
  },
  describe({ evidence: { outcome, files, message } }) {
    return { message: `${listed(files, 3)}: ${outcome}.${message === '' ? '' : `\nThe loader says: ${message}`}` };
  },
});
