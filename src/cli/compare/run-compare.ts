import { compareAll } from '../../bases/compare/comparison.ts';
import { BasewiseError } from '../../errors.ts';
import { renderComparison } from '../../report/compare-pretty.ts';
import { comparisonReport } from '../../report/comparison-report.ts';
import type { CompareOptions } from '../commands/compare.ts';
import { version } from '../version.ts';
import type { CommandIo } from '../io.ts';
import { parsePlatform } from '../options.ts';
import { readFleet } from '../paid-size/read-fleet.ts';
import { readScans } from './read-scans.ts';
import { readSide } from './read-side.ts';
import type { Side } from './read-side.ts';
import { sameContent } from './same-content.ts';

/** Compares every base with the first. Exit 0: a difference is an answer, not a finding. */
export async function runCompare(names: readonly string[], options: CompareOptions, io: CommandIo): Promise<void> {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) {
    throw new BasewiseError('bad-usage', 'compare takes two bases or more', { hint: 'basewise compare alpine:3.23 debian:13-slim' });
  }
  const platform = parsePlatform(options.platform);
  const fleet = await readFleet(options, platform, io);
  const sides: { readonly name: string; readonly side: Side }[] = [];
  // A name that comes twice is read once.
  for (const name of names) sides.push(sides.find((each) => each.name === name) ?? { name, side: await readSide(name, platform, io) });
  const comparison = compareAll(
    sides.map(({ side }) => side.base),
    { fleet, scans: readScans(options.scan, sides), contents: (index) => sameContent(sides[0]?.side, sides[index]?.side) },
  );
  io.out(
    options.format === 'json' ? `${JSON.stringify(comparisonReport(comparison, version), null, 2)}\n` : renderComparison(comparison, io),
  );
}
