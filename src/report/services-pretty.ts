import pc from 'picocolors';
import type { PrettyOptions } from './pretty.ts';
import { renderCauses } from './services-causes.ts';
import { renderVerdicts } from './services-verdicts.ts';
import type { BaseGroup, PlaceSummary, ServicesReport, VerdictCounts } from './services.ts';
import { counted, failedLines, fit, placeName } from './services-words.ts';
import { printable, wrap } from './text-layout.ts';

/** Many services on one page: how many run where, what stands in the way and what each fix frees, which bases they stand on, and which service is which. */
export function renderServices(report: ServicesReport, options: PrettyOptions): string {
  const paint = pc.createColors(options.colors);
  const { services, failed } = report;
  const lines = [paint.bold(counted(services.length, 'service'))];
  if (report.places.length > 0) lines.push('', ...renderPlaces(report.places, options.columns));
  lines.push(...renderCauses(report, paint, options.columns));
  if (report.bases.length > 0) lines.push('', paint.bold('what they stand on'), ...renderBases(report.bases, options.columns));
  lines.push(...renderVerdicts(report, paint, options.columns));
  const open = services.filter(({ unknown }) => unknown > 0).length;
  if (open > 0)
    lines.push(
      '',
      ...wrap(`in ${counted(open, 'service')} something could not be read or decided; check one alone to see what`, '', options.columns),
    );
  lines.push(...failedLines(failed, paint.bold, options.columns));
  return `${lines.join('\n')}\n`;
}

const VERDICTS = ['runs', 'differs', 'breaks', 'unknown'] as const;

/** `on their own bases, carried to a target, rebuilt on it` by verdict. */
function renderPlaces(all: readonly PlaceSummary[], columns: number): readonly string[] {
  const places = all.slice(0, MOST_PLACES);
  const names = places.map(placeName);
  const width = Math.min(Math.max(...names.map(({ length }) => length)), Math.max(20, columns - 2 - VERDICTS.length * 9));
  const cells = (texts: readonly string[]): string => texts.map((text) => text.padStart(9)).join('');
  return [
    `  ${' '.repeat(width)}${cells(VERDICTS)}`,
    ...places.map(
      ({ verdicts }, at) =>
        `  ${fit(names[at] ?? '', width)}${cells(VERDICTS.map((verdict) => (verdicts[verdict] === 0 ? '·' : String(verdicts[verdict]))))}`,
    ),
    ...(all.length > MOST_PLACES ? [`  … and ${all.length - MOST_PLACES} more places (--format json has all)`] : []),
  ];
}

const MOST_PLACES = 15;

function renderBases(bases: readonly BaseGroup[], columns: number): readonly string[] {
  const shown = bases.slice(0, MOST_BASES);
  const width = Math.max(...shown.map(({ name }) => printable(name).length));
  const lines = shown.flatMap(({ name, services, verdicts, support, libc }) => {
    const end = support === undefined ? '' : support.ended ? `, out of support since ${support.ends}` : `, supported until ${support.ends}`;
    const words = `${counted(services.length, 'service')} (${tally(verdicts)})${end}${libc === null ? '' : `, ${libc}`}`;
    const indent = ' '.repeat(width + 4);
    const [first = '', ...more] = wrap(words, indent, columns);
    return [`  ${printable(name).padEnd(width)}  ${first.slice(indent.length)}`, ...more];
  });
  return bases.length > MOST_BASES ? [...lines, `  … and ${bases.length - MOST_BASES} more bases`] : lines;
}

const MOST_BASES = 12;

function tally(counts: VerdictCounts): string {
  return VERDICTS.filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`)
    .join(', ');
}
