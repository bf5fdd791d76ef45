import pc from 'picocolors';
import type { PrettyOptions } from './pretty.ts';
import type { CommonBase, RecommendedUnit, Together } from './recommendation.ts';
import { printable, wrap } from './text-layout.ts';

/** Many services on one page: each with its best base, the bases that serve most, and the single fixes that free most. */
export function renderTogether(units: readonly RecommendedUnit[], { bases, fixes }: Together, options: PrettyOptions): readonly string[] {
  const paint = pc.createColors(options.colors);
  const { columns } = options;
  const [best] = bases;
  const lines: string[] = [];
  if (best !== undefined) lines.push(paint.bold(`together: ${baseWords(best, units.length)}`));
  for (const base of bases.slice(1, mostBases)) lines.push(`  then ${baseWords(base, units.length)}`);
  if (fixes.length > 0) lines.push('', paint.bold('one fix at a time'));
  for (const { base, rule, blocks, frees, message, fix } of fixes.slice(0, mostFixes)) {
    const who = frees.length > 0 ? `frees ${named(frees)}` : `is one of the causes for ${named(blocks)}`;
    lines.push(...wrap(`on ${base}, ${rule} ${who}: ${message.split('\n')[0]?.slice(0, longest) ?? ''}`, '  ', columns));
    if (fix !== undefined) lines.push(...wrap(`→ ${fix}`, '    ', columns));
  }
  return [...lines, '', ...renderUnits(units, best, columns, paint)];
}

const mostBases = 4;
const mostFixes = 6;
const longest = 200;

function baseWords({ name, runs, changed, kept }: CommonBase, count: number): string {
  const parts = [
    ...(runs.length === 0 ? [] : [`${runs.length} as they are`]),
    ...(changed.length === 0 ? [] : [`${changed.length} once changed`]),
    ...(kept.length === 0 ? [] : [`${kept.length} not`]),
  ];
  return `${printable(name)} serves ${runs.length + changed.length} of ${count} (${parts.join(', ')})`;
}

function named(units: readonly string[]): string {
  const shown = units.slice(0, 3).map(printable).join(', ');
  return units.length > 3 ? `${units.length} units (${shown} …)` : shown;
}

type Paint = ReturnType<typeof pc.createColors>;

function renderUnits(units: readonly RecommendedUnit[], common: CommonBase | undefined, columns: number, paint: Paint): readonly string[] {
  const head = ['unit', 'today', 'now', 'best', 'there', ...(common === undefined ? [] : [`on ${common.name}`])];
  const rows = units.map(({ name, today, candidates }) => {
    const [best] = candidates;
    const there = candidates.find((candidate) => candidate.name === common?.name);
    const release = today.base === null ? 'none' : `${today.base.distribution} ${today.base.release ?? ''}`.trim();
    const found = best === undefined || (best.changed !== 'runs' && best.changed !== 'differs') ? undefined : best;
    return [
      name,
      release,
      today.verdict,
      found?.name ?? 'none',
      found === undefined ? '' : verdictOf(found),
      there === undefined ? '-' : verdictOf(there),
    ];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const over = widths.reduce((sum, width) => sum + width + 2, 0) - Math.max(60, columns);
  if (over > 0) widths[0] = Math.max(20, (widths[0] ?? 0) - over);
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => fit(printable(cell), widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [paint.bold(line(head)), ...rows.map(line)];
}

/** The end of a long name tells more than its start. */
function fit(text: string, width: number): string {
  return (text.length <= width ? text : `…${text.slice(text.length - width + 1)}`).padEnd(width);
}

function verdictOf({ changed, changes }: RecommendedUnit['candidates'][number]): string {
  return `${changed}${changed === 'runs' && changes.length > 0 ? '+' : ''}`;
}
