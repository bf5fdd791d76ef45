import type { Finding, Unit } from '../report/report.ts';
import type { VerdictChange } from '../report/verdict-change.ts';

/** Compares the own bases of two units of the same stage; undefined where one was not judged. A finding is the same by its id. */
export function compareVerdicts(before: Unit | undefined, after: Unit | undefined): VerdictChange | undefined {
  const old = before?.targets.find(({ move }) => move === 'own');
  const own = after?.targets.find(({ move }) => move === 'own');
  if (old === undefined || own === undefined) return undefined;
  return {
    before: old.verdict,
    after: own.verdict,
    appeared: without(own.findings, old.findings),
    gone: without(old.findings, own.findings),
  };
}

function without(findings: readonly Finding[], others: readonly Finding[]): readonly Finding[] {
  const known = new Set(others.map(({ id }) => id));
  return findings.filter(({ id, severity }) => severity !== 'note' && !known.has(id));
}
