import pc from 'picocolors';
import { blockerLines, changeLines, criteriaWords, needLines, supportWords, verdictWords } from './recommend-words.ts';
import { pulledBytes } from './pulled-bytes.ts';
import type { PulledBytes } from './pulled-bytes.ts';
import { renderTogether } from './together-pretty.ts';
import { bytesWords } from './paid-size-words.ts';
import { describeBaseSummary } from './pretty.ts';
import type { PrettyOptions } from './pretty.ts';
import type { Candidate, Recommendation, RecommendedUnit } from './recommendation.ts';
import { printable, wrap } from './text-layout.ts';

export interface RecommendPrettyOptions extends PrettyOptions {
  /** Every candidate, not the first dozen. */
  readonly all: boolean;
}

/** The ranking on one screen: where it stands, what it needs, what to take, the table, whether to stay, what blocks. */
export function renderRecommendation({ subject, units, together, unknown }: Recommendation, options: RecommendPrettyOptions): string {
  const paint = pc.createColors(options.colors);
  const lines = [paint.bold(printable(subject.name)) + (subject.platform === undefined ? '' : ` (${subject.platform})`)];
  if (together !== null) lines.push('', ...renderTogether(units, together, options));
  // A hundred services stay on one page; what each needs is said when it is asked for alone, or with --all.
  if (units.length <= mostInFull || options.all) for (const unit of units) lines.push(...renderUnit(unit, units.length > 1, options));
  if (unknown.length > 0) lines.push('', paint.bold(`not read or not decided (${unknown.length})`));
  for (const { what, why } of unknown.slice(0, mostUnknown)) lines.push(...wrap(`${what}: ${why}`, '  ', options.columns));
  return `${lines.join('\n')}\n`;
}

const mostUnknown = 5;
const mostInFull = 3;

function renderUnit(unit: RecommendedUnit, named: boolean, options: RecommendPrettyOptions): readonly string[] {
  const paint = pc.createColors(options.colors);
  const { columns } = options;
  const { today, candidates } = unit;
  const support = today.support === null ? '' : `; ${supportWords(today.support)}`;
  const causes = [...new Set(today.findings.map(({ rule }) => rule))].slice(0, 4).join(', ');
  const head = [
    ...(named ? ['', paint.bold(`${unit.kind} ${printable(unit.name)}`)] : []),
    ...wrap(`today   ${describeBaseSummary(today.base)}: ${today.verdict}${causes === '' ? '' : ` (${causes})`}${support}`, '  ', columns),
    ...needLines(unit.needs).flatMap((line, at) => wrap(at === 0 ? `needs   ${line}` : line, at === 0 ? '  ' : '          ', columns)),
    '',
    ...renderBest(candidates, columns, paint),
  ];
  if (candidates.length === 0) return head;
  return [
    ...head,
    '',
    ...renderTable(shownRows(candidates, options.all), candidates.length, columns, paint),
    ...renderHome(candidates, columns, paint),
    ...renderBare(candidates, columns, paint),
    ...blockerLines(unit.blockers).flatMap((line, at) => (at === 0 ? ['', paint.bold(line)] : wrap(line, '  ', columns))),
    '',
    ...wrap(`order   ${criteriaWords(unit.criteria)}`, '  ', columns),
  ];
}

type Paint = ReturnType<typeof pc.createColors>;

function renderBest(candidates: readonly Candidate[], columns: number, paint: Paint): readonly string[] {
  const [best] = candidates;
  if (best === undefined) return ['no base was judged'];
  if (best.changed === 'breaks') return [paint.red(`it runs on none of these ${candidates.length} bases; what blocks is below`)];
  const ties = candidates.filter(({ rank, name }) => rank === best.rank && name !== best.name).map(({ name }) => name);
  const head = `${best.today ? 'stay on' : 'take'} ${printable(best.name)}: ${verdictWords(best)}`;
  return [
    paint.bold(paint.green(head)),
    ...changeLines(best).flatMap((line) => wrap(line, '  ', columns)),
    ...(ties.length === 0 ? [] : wrap(`tied with ${ties.join(', ')}: no criterion tells them apart`, '  ', columns)),
  ];
}

const mostRows = 12;

/** The first dozen, and always the best of what is today's distribution. */
function shownRows(candidates: readonly Candidate[], all: boolean): readonly Candidate[] {
  if (all) return candidates;
  const homes = candidates.filter(isHome).slice(0, 2);
  const today = candidates.filter((candidate) => candidate.today);
  const kept = new Set([...candidates.slice(0, mostRows), ...homes, ...today]);
  return candidates.filter((candidate) => kept.has(candidate));
}

function isHome({ standing: { closeness } }: Candidate): boolean {
  return closeness === 'same-release' || closeness === 'same-distribution';
}

const head = ['#', 'base', 'rebuilt', 'carried', 'support', 'pull', 'in it', 'behind by'];
const legend =
  '* derived from versions, likely; ~ about, from what it takes on disk; + with changes; → once changed; pm: a package manager';
const baseColumn = 1;
const leastName = 16;

function renderTable(rows: readonly Candidate[], count: number, columns: number, paint: Paint): readonly string[] {
  // A Dockerfile carries nothing.
  const carries = rows.some(({ carry }) => carry !== null);
  const lines = [head, ...rows.map(cellsOf)];
  const all = head.map((_, column) => Math.max(...lines.map((row) => (row[column] ?? '').length)) + 2);
  // On a narrow terminal the column that ranks nothing gives way first, and the verdict before the change.
  const wide = all.reduce((sum, width) => sum + width, 0) <= columns;
  const shown = head.map((_, column) => column).filter((column) => head[column] !== 'carried' || (carries && wide));
  const pick = (row: readonly string[]): readonly string[] => shown.map((column) => row[column] ?? '');
  const cells = rows.map((row) => pick(cellsOf(row)).map((cell) => (wide ? cell : cell.replace(/^\w+ (?=→ )/, ''))));
  const titles = pick(head);
  const widths = titles.map((title, column) => Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)));
  // On a narrow terminal long names give way, not what is said of them.
  const over = widths.reduce((sum, width) => sum + width + 2, 0) - Math.max(60, columns);
  if (over > 0) widths[baseColumn] = Math.max(leastName, (widths[baseColumn] ?? 0) - over);
  const line = (row: readonly string[]): string => `  ${row.map((cell, column) => fit(cell, widths[column] ?? 0)).join('  ')}`.trimEnd();
  const left = count - rows.length;
  return [
    paint.bold(line(titles)),
    ...cells.map((row, at) => (rows[at]?.changed === 'runs' ? line(row) : paint.dim(line(row)))),
    ...(left > 0 ? [`  … and ${left} more (--all)`] : []),
    ...wrap(legend, '  ', columns).map((text) => paint.dim(text)),
  ];
}

function cellsOf({ name, rank, rebuild, carry, changed, changes, behindBy, profile, today, standing }: Candidate): readonly string[] {
  const { support, surface } = standing;
  const pull = pulledBytes(standing);
  const inIt = [surface.shell === true ? 'shell' : '', surface.packageManager === true ? 'pm' : ''].filter((part) => part !== '');
  return [
    String(rank),
    `${printable(name)}${profile?.kind === 'derived' ? '*' : ''}${today ? ' (today)' : ''}`,
    rebuild === changed ? `${changed}${changes.length > 0 && changed !== 'breaks' ? '+' : ''}` : `${rebuild} → ${changed}`,
    carry ?? '-',
    support === null ? '?' : support.state === 'out-of-support' ? 'ended' : (support.ends ?? support.state),
    pull === null ? '?' : sizeWords(pull),
    inIt.length === 0 ? 'neither' : inIt.join('+'),
    behindBy ?? '',
  ];
}

/** Below a megabyte an estimate says no more than that. */
function sizeWords({ bytes, estimated }: PulledBytes): string {
  if (!estimated) return bytesWords(bytes);
  return bytes < 1e6 ? '~1 MB' : `~${bytesWords(Math.round(bytes))}`;
}

/** The end of a name says as much as its beginning: a release, or that it is today's. */
function fit(text: string, width: number): string {
  if (text.length <= width) return text.padEnd(width);
  const end = Math.ceil(width * 0.6);
  return `${text.slice(0, width - end - 1)}…${text.slice(-end)}`;
}

/** Staying with today's distribution is an answer like any other: its best release, and what would have to be done. */
function renderHome(candidates: readonly Candidate[], columns: number, paint: Paint): readonly string[] {
  const home = candidates.find(isHome);
  if (home === undefined || home.rank === 1) return [];
  return renderWay('staying with the distribution', home, columns, paint);
}

/** What a base with neither shell nor package manager would have to be given: Distroless, scratch, an Ubuntu cut from slices. */
function renderBare(candidates: readonly Candidate[], columns: number, paint: Paint): readonly string[] {
  const bare = candidates.find(isBare);
  const slices = candidates.find((candidate) => isBare(candidate) && candidate.changes.some(({ kind }) => kind === 'cut-slices'));
  if (bare === undefined || bare === candidates[0]) return [];
  return [...new Set([bare, slices ?? bare])]
    .filter((candidate) => !isHome(candidate))
    .flatMap((candidate) => renderWay('neither shell nor package manager', candidate, columns, paint));
}

function isBare({ changed, standing: { surface } }: Candidate): boolean {
  return changed === 'runs' && surface.shell === false && surface.packageManager === false;
}

function renderWay(what: string, candidate: Candidate, columns: number, paint: Paint): readonly string[] {
  return [
    '',
    ...wrap(`${what}: ${printable(candidate.name)} (rank ${candidate.rank}): ${verdictWords(candidate)}`, '', columns).map((line) =>
      paint.bold(line),
    ),
    ...changeLines(candidate).flatMap((line) => wrap(line, '  ', columns)),
  ];
}
