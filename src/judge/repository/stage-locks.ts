import type { Finding } from '../../report/report.ts';
import type { StageContext } from './stage-facts.ts';

/** Lockfiles that the stage's installations follow, judged on the place where they install. */
export function stageLocks(_context: StageContext): readonly Finding[] {
  return [];
}
