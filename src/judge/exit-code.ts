import type { Report, Severity } from '../report/report.ts';

export type Threshold = Severity | 'never';

const rank: Readonly<Record<Threshold, number>> = { note: 0, warning: 1, error: 2, never: 3 };

/** 1 when a finding stands at or above the threshold, on the own base or a target asked for; overview targets do not count. */
export function exitCodeFor(report: Report, threshold: Threshold): 0 | 1 {
  const counted = report.units.flatMap((unit) =>
    unit.targets.filter((target) => target.overview !== true).flatMap((target) => target.findings),
  );
  return counted.some(({ severity }) => rank[severity] >= rank[threshold]) ? 1 : 0;
}
