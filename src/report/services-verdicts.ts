import type pc from 'picocolors';
import { fit, namesInLines, placeName } from './services-words.ts';
import type { Verdict } from './report.ts';
import type { PlaceSummary, ServicesReport } from './services.ts';
import { printable, wrap } from './text-layout.ts';

type Paint = ReturnType<typeof pc.createColors>;

/** Which service is which: a row each while they fit a page, else the names by their verdict in the first place. */
export function renderVerdicts(report: ServicesReport, paint: Paint, columns: number): readonly string[] {
  if (report.services.length === 0) return [];
  return report.services.length <= MOST_ROWS && report.places.length > 1 ? matrix(report, paint, columns) : lists(report, paint, columns);
}

const MOST_ROWS = 25;
const MOST_PLACES = 12;
const ORDER: readonly Verdict[] = ['breaks', 'unknown', 'differs', 'runs'];
const MARKS: Readonly<Record<Verdict, string>> = { runs: '✓', differs: '~', breaks: '✗', unknown: '?' };

/** A column for each place, in the order of the table at the top. */
function matrix({ services, places }: ServicesReport, paint: Paint, columns: number): readonly string[] {
  const shown = places.slice(0, MOST_PLACES);
  const colors = { runs: paint.green, differs: paint.yellow, breaks: paint.red, unknown: paint.magenta };
  const longest = Math.max(...services.map(({ name }) => printable(name).length));
  const width = Math.min(longest, Math.max(20, columns - 4 - shown.length * 4));
  const numbers = shown.map((_, at) => String(at + 1).padStart(4)).join('');
  const lines = services.map(({ name, targets }) => {
    const cells = shown.map((place) => {
      const verdict = targets.find((target) => target.name === place.name && target.move === place.move)?.verdict;
      return verdict === undefined ? '   ·' : `   ${colors[verdict](MARKS[verdict])}`;
    });
    return `  ${fit(printable(name), width)}${cells.join('')}`;
  });
  return [
    '',
    paint.bold('each of them'),
    `  ${' '.repeat(width)}${numbers}`,
    ...lines,
    ...wrap(`${shown.map((place, at) => `${at + 1} ${placeName(place)}`).join(' · ')}${left(places.length - shown.length)}`, '  ', columns),
    '  ✓ runs  ~ differs  ✗ breaks  ? undecided  · not asked',
  ];
}

function left(count: number): string {
  return count > 0 ? ` · ${count} more in --format json` : '';
}

function lists({ services, places }: ServicesReport, paint: Paint, columns: number): readonly string[] {
  return places.slice(0, MOST_LISTED).flatMap((place) => listOf(services, place, paint, columns));
}

const MOST_LISTED = 3;

function listOf(services: ServicesReport['services'], place: PlaceSummary, paint: Paint, columns: number): readonly string[] {
  const lines = ['', paint.bold(placeName(place))];
  for (const verdict of ORDER) {
    const names = services
      .filter(({ targets }) =>
        targets.some((target) => target.name === place.name && target.move === place.move && target.verdict === verdict),
      )
      .map(({ name }) => name);
    if (names.length > 0) lines.push(...namesInLines(`${verdict} (${names.length}): `, names, columns));
  }
  return lines;
}
