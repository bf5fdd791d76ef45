import pc from 'picocolors';
import { renderLockedPackages, summarizePackages } from './lockfile-pretty.ts';
import { renderOverview } from './overview-table.ts';
import { printable, wrap } from './text-layout.ts';
import type { Artifact, BaseSummary, Finding, PartsSummary, Report, Target, Unit } from './report.ts';

export interface PrettyOptions {
  readonly colors: boolean;
  readonly columns: number;
}

/** The report as a person reads it: what it stands on, what was read, each target's verdict with its findings, what stayed undecided. */
export function renderPretty(report: Report, options: PrettyOptions): string {
  const paint = pc.createColors(options.colors);
  const lines: string[] = [];
  const { subject, read } = report;
  lines.push(paint.bold(printable(subject.name)) + (subject.platform === undefined ? '' : ` (${subject.platform})`));
  if (subject.digest !== undefined) lines.push(`  digest  ${subject.digest}`);
  if (read.layers > 0 || read.files > 0) lines.push(`  read    ${describeRead(report)}`);
  for (const unit of report.units) lines.push(...renderUnit(unit, report.units.length > 1, paint, options.columns));
  if (report.unknown.length > 0) {
    lines.push('', paint.bold(`not read or not decided (${report.unknown.length})`));
    for (const { what, why } of report.unknown.slice(0, 20)) lines.push(...wrap(`${what}: ${why}`, '  ', options.columns));
    if (report.unknown.length > 20) lines.push(`  … and ${report.unknown.length - 20} more (--format json has them all)`);
  }
  return `${lines.join('\n')}\n`;
}

type Paint = ReturnType<typeof pc.createColors>;

function describeRead({ read }: Report): string {
  const layers = read.layers === 0 ? '' : `${count(read.layers, 'layer')}, `;
  const passes = read.passes > 1 ? `, ${read.passes} passes` : '';
  return `${layers}${count(read.files, 'file')}, ${megabytes(read.bytes)}${passes}${read.complete ? '' : ', incomplete'}`;
}

function renderUnit(unit: Unit, named: boolean, paint: Paint, columns: number): readonly string[] {
  const lines = named ? ['', paint.bold(`${unit.kind} ${printable(unit.name)}`)] : [];
  if (unit.kind !== 'lockfile') lines.push(`  base    ${describeBaseSummary(unit.base)}`);
  if (unit.parts !== undefined) lines.push(...wrap(`parts   ${describeParts(unit.parts)}`, '  ', columns));
  for (const target of unit.targets) if (target.overview !== true) lines.push('', ...renderTarget(target, paint, columns));
  const overview = unit.targets.filter((target) => target.overview === true);
  if (overview.length > 0) lines.push('', ...renderOverview(overview, paint, { columns }));
  return lines;
}

/** `base 512 files; 3 packages added (libstdc++ …); runtime node; application 1,240 files in /app` */
function describeParts({ base, packages, runtimes, application }: PartsSummary): string {
  const names =
    packages.names.length > 4
      ? `${packages.names.slice(0, 3).join(', ')} and ${packages.names.length - 3} more`
      : packages.names.join(', ');
  return [
    `base ${count(base.files, 'file')}`,
    ...(packages.names.length === 0 ? [] : [`${count(packages.names.length, 'package')} added (${names})`]),
    ...runtimes.map(({ program, version }) => `runtime ${program}${version === undefined ? '' : ` ${version}`}`),
    application.files === 0
      ? 'no application'
      : `application ${count(application.files, 'file')} in ${application.folders.slice(0, 3).join(', ')}`,
  ].join('; ');
}

/** `alpine 3.20.3, musl 1.2.5 (musl 1.2.5-r0)` */
export function describeBaseSummary(base: BaseSummary | null): string {
  if (base === null) return 'none';
  const release = base.release === null ? '' : ` ${base.release}`;
  const libc =
    base.libc === null
      ? 'no libc'
      : `${base.libc.family} ${base.libc.version}${base.libc.package === undefined ? '' : ` (${base.libc.package})`}`;
  return printable(`${base.distribution}${release}, ${libc}`);
}

function renderTarget(target: Target, paint: Paint, columns: number): readonly string[] {
  const { packages } = target;
  if (packages !== undefined) {
    const head = `${paint.bold(`on ${printable(target.name)}`)}: ${verdictColor(target.verdict, paint)(target.verdict)}${summarizePackages(packages)}`;
    return [head, ...renderLockedPackages(packages, target, paint, columns)];
  }
  const name = target.move === 'own' ? 'on its own base' : `on ${printable(target.name)}, ${moveWords[target.move]}`;
  const lines = [`${paint.bold(name)}: ${verdictColor(target.verdict, paint)(target.verdict)}${summarizeArtifacts(target.artifacts)}`];
  if (target.profile !== undefined) lines.push(...renderProfile(target.profile, paint, columns));
  for (const finding of target.findings) lines.push(...renderFinding(finding, paint, columns));
  return lines;
}

/** What stood for the base's bytes, and how a derived one is proven. */
function renderProfile({ kind, date, source, prove }: NonNullable<Target['profile']>, paint: Paint, columns: number): readonly string[] {
  const words = { measured: 'measured profile', own: 'your own profile', derived: 'derived profile' }[kind];
  const lines = wrap(`${words} of ${date}${kind === 'derived' ? '' : `: ${source}`}`, '  ', columns).map((line) => paint.dim(line));
  return prove === undefined ? lines : [...lines, ...wrap(`to prove it: ${prove}`, '  ', columns).map((line) => paint.dim(line))];
}

const moveWords = { own: '', carry: 'carried', rebuild: 'rebuilt' } as const;

function renderFinding(finding: Finding, paint: Paint, columns: number): readonly string[] {
  const color = { error: paint.red, warning: paint.yellow, note: paint.cyan }[finding.severity];
  const lines = [`  ${color(finding.severity)} ${paint.bold(finding.rule)} (${finding.certainty})`];
  for (const paragraph of finding.message.split('\n')) lines.push(...wrap(paragraph, '    ', columns));
  for (const place of finding.where.slice(0, 5)) lines.push(paint.dim(`    at ${printable(describeWhere(place))}`));
  if (finding.count > Math.min(5, finding.where.length)) lines.push(paint.dim(`    … ${finding.count} in all`));
  if (finding.fix !== undefined) lines.push(...wrap(`fix: ${finding.fix}`, '    ', columns));
  return lines;
}

function describeWhere(where: Finding['where'][number]): string {
  if ('file' in where) return `${where.file}:${where.line}:${where.column}`;
  return where.layer === undefined ? where.path : `${where.path} (layer ${where.layer})`;
}

/** `, 7 artifacts: 5 run, 2 missing-library` */
function summarizeArtifacts(artifacts: readonly Artifact[]): string {
  const used = artifacts.filter((artifact) => artifact.use !== 'other');
  if (used.length === 0) return '';
  const tally = new Map<string, number>();
  for (const { outcome } of used) tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  const parts = [...tally].toSorted((a, b) => b[1] - a[1]).map(([outcome, n]) => `${n} ${outcome}`);
  return ` (${count(used.length, 'artifact')} in use: ${parts.join(', ')})`;
}

function verdictColor(verdict: Target['verdict'], paint: Paint): (text: string) => string {
  return { runs: paint.green, differs: paint.yellow, breaks: paint.red, unknown: paint.magenta }[verdict];
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(0)} MB`;
}
