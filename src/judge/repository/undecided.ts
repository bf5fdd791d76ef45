import type { Finding, Verdict } from '../../report/report.ts';
import { verdictOf } from '../verdict.ts';
import type { StageContext } from './stage-facts.ts';

/** What nobody knows about the stage as a whole; each possible finding says for itself that it is open. */
export function undecidedOf({ place, move, name, at, fromOffset }: StageContext): readonly Finding[] {
  if (place.libc !== null) return [];
  return [
    {
      id: `undecided:${move === 'own' ? 'own' : `${move}:${name}`}:base`,
      rule: 'undecided',
      severity: 'warning',
      certainty: 'likely',
      where: [at(fromOffset)],
      count: 1,
      message: `What ${place.name} stands on is not known: ${place.why}. Its C library decides whether what is installed and copied there runs.`,
      fix: 'give the missing value with --build-arg, name a base that the catalogue knows with --on, or check the built image',
      evidence: { base: place.name, why: place.why },
    },
  ];
}

/** A stage with something open that would break it does not simply run (design, section 4). */
export function stageVerdict(findings: readonly Pick<Finding, 'rule' | 'severity' | 'certainty'>[]): Verdict {
  const verdict = verdictOf(findings);
  const open = findings.some(({ certainty, severity }) => certainty === 'possible' && severity !== 'note');
  return verdict === 'runs' && open ? 'unknown' : verdict;
}
