import type { Finding, Verdict } from '../report/report.ts';

/**
 * The verdict of a target from its findings (design, section 4): `possible` never changes it. A finding of rule `undecided` stands for something on the way of the
 * entrypoint that could not be decided.
 */
export function verdictOf(findings: readonly Pick<Finding, 'rule' | 'severity' | 'certainty'>[]): Verdict {
  const counting = findings.filter(({ certainty }) => certainty !== 'possible');
  if (counting.some(({ severity }) => severity === 'error')) return 'breaks';
  if (counting.some(({ rule, severity }) => severity === 'warning' && rule !== 'undecided')) return 'differs';
  return counting.some(({ rule }) => rule === 'undecided') ? 'unknown' : 'runs';
}
