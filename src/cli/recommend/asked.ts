import type { Fleet } from '../../bases/paid-size/fleet.ts';
import { BasewiseError } from '../../errors.ts';
import type { Platform } from '../../image/source.ts';
import type { Criterion, Recommendation, RecommendedUnit } from '../../report/recommendation.ts';
import type { Unknown } from '../../report/report.ts';
import type { RecommendOptions } from '../commands/recommend.ts';
import { version } from '../version.ts';

/** What the command line asks of every subject. */
export interface Asked {
  readonly options: RecommendOptions;
  readonly criteria: readonly Criterion[];
  readonly platform: Platform | undefined;
  readonly fleet: Fleet;
  readonly today: string;
}

const allCriteria: readonly Criterion[] = ['verdict', 'support', 'size', 'surface', 'closeness'];

/** `size,verdict`: those first, the others behind them. */
export function parseCriteria(text: string): readonly Criterion[] {
  const named = text.split(',').map((word) => {
    const found = allCriteria.find((criterion) => criterion === word.trim());
    if (found === undefined)
      throw new BasewiseError('bad-usage', `--rank ${text}: ${word.trim() === '' ? 'a name is empty' : `${word.trim()} is no criterion`}`, {
        hint: `known: ${allCriteria.join(' ')}`,
      });
    return found;
  });
  return [...new Set([...named, ...allCriteria])];
}

/** The answer about one subject. */
export function document(
  subject: Recommendation['subject'],
  units: readonly RecommendedUnit[],
  unknown: readonly Unknown[],
): Recommendation {
  return { schema: 'basewise-recommendation/1', tool: { name: 'basewise', version }, subject, units, together: null, unknown };
}
