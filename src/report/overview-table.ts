import pc from 'picocolors';
import { blocksOf, familyHeads, widthsOf } from './overview-columns.ts';
import type { Column } from './overview-columns.ts';
import { printable } from './text-layout.ts';
import type { Artifact, Outcome, Target, Verdict } from './report.ts';
import type { PrettyOptions } from './pretty.ts';

type Paint = ReturnType<typeof pc.createColors>;

const labelWidth = 30;
const mostRows = 12;

/** "Where would it run?": one row per group of artifacts, one column per base, in as many blocks as the width asks for. */
export function renderOverview(targets: readonly Target[], paint: Paint, { columns }: Pick<PrettyOptions, 'columns'>): readonly string[] {
  if (targets.length === 0) return [];
  const groups = groupsOf(targets);
  const lines = [paint.bold('where would it run? rebuilt on each base at hand:')];
  for (const block of blocksOf(targets, labelWidth + 2, Math.max(60, columns))) lines.push('', ...renderBlock(block, groups, paint));
  const derived = targets.find(({ profile }) => profile?.kind === 'derived');
  lines.push('', '  ✓ runs  ~ differs  ✗ breaks  ? undecided  · not used');
  if (derived?.profile?.prove !== undefined)
    lines.push(`  * derived from versions, likely; to prove one: ${printable(derived.profile.prove)}`);
  return lines;
}

interface Group {
  readonly name: string;
  readonly cell: (target: Target) => string;
}

function renderBlock(block: readonly Column[], groups: readonly Group[], paint: Paint): readonly string[] {
  const families = [...new Set(block.map(({ family }) => family))];
  const cells = families.flatMap((name) => widthsOf(block.filter(({ family }) => family === name)));
  const line = (name: string, texts: readonly string[]): string =>
    `  ${fit(name, labelWidth)}${texts.map((text, at) => text.padEnd(cells[at] ?? 0)).join('')}`.trimEnd();
  const heads = familyHeads(block, cells);
  return [
    `  ${' '.repeat(labelWidth)}${heads}`.trimEnd(),
    line(
      '',
      block.map(({ label }) => label),
    ),
    colored(
      line(
        'as a whole',
        block.map(({ target }) => verdictMarks[target.verdict]),
      ),
      paint,
    ),
    ...groups.slice(0, mostRows).map((group) =>
      colored(
        line(
          group.name,
          block.map(({ target }) => group.cell(target)),
        ),
        paint,
      ),
    ),
    ...(groups.length > mostRows ? [`  … and ${groups.length - mostRows} more groups (--format json has all)`] : []),
  ];
}

function colored(line: string, paint: Paint): string {
  const name = line.slice(0, labelWidth + 2);
  const marks = line.slice(labelWidth + 2);
  return (
    name +
    marks
      .replaceAll('✓', paint.green('✓'))
      .replaceAll('✗', paint.red('✗'))
      .replaceAll('~', paint.yellow('~'))
      .replaceAll('?', paint.magenta('?'))
  );
}

const verdictMarks: Readonly<Record<Verdict, string>> = { runs: '✓', differs: '~', breaks: '✗', unknown: '?' };

/** The worst of a group decides. */
function cellOf({ artifacts }: Target, paths: ReadonlySet<string>): string {
  const outcomes = artifacts.filter(({ path }) => paths.has(path)).map(({ outcome }) => outcome);
  if (outcomes.length === 0) return '·';
  if (outcomes.some(isFailure)) return '✗';
  return outcomes.includes('unknown') ? '?' : '✓';
}

function isFailure(outcome: Outcome): boolean {
  return outcome !== 'runs' && outcome !== 'unknown';
}

function groupsOf(targets: readonly Target[]): readonly Group[] {
  const groups = new Map<string, Set<string>>();
  for (const { artifacts } of targets) {
    for (const artifact of artifacts) {
      if (artifact.kind === 'script' && artifact.use !== 'entrypoint') continue;
      const name = groupName(artifact);
      const paths = groups.get(name) ?? new Set();
      groups.set(name, paths);
      paths.add(artifact.path);
    }
  }
  return [...failuresBeside(targets), ...[...groups].map(([name, paths]) => ({ name, cell: (target: Target) => cellOf(target, paths) }))];
}

/** Failures that are about no artifact, by their rule: a program that the image starts and the base does not have. */
function failuresBeside(targets: readonly Target[]): readonly Group[] {
  const failed = new Map<string, Set<Target>>();
  for (const target of targets) {
    const paths = new Set(target.artifacts.map(({ path }) => path));
    for (const { rule, severity, certainty, where } of target.findings) {
      if (severity !== 'error' || certainty === 'possible' || where.some((place) => 'path' in place && paths.has(place.path))) continue;
      failed.set(rule, (failed.get(rule) ?? new Set()).add(target));
    }
  }
  return [...failed].map(([rule, on]) => ({ name: `(${rule})`, cell: (target) => (on.has(target) ? '✗' : '✓') }));
}

/** The npm or Python package, the archive, the program, or the folder of libraries. */
function groupName({ path, kind }: Artifact): string {
  const npm = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (npm !== undefined) return npm.replace(/[-_](linux|linuxmusl)[-_].*$/, '');
  const python = /\/(?:site|dist)-packages\/([^/]+)/.exec(path)?.[1];
  if (python !== undefined) return python.replace(/\.libs$/, '').replace(/\..*$/, '');
  if (kind === 'jar-native')
    return (
      path
        .slice(path.lastIndexOf('/', path.indexOf('!')) + 1)
        .split('!')
        .slice(0, -1)
        .at(-1)
        ?.split('/')
        .at(-1) ?? path
    );
  return kind === 'library' ? `${path.slice(0, path.lastIndexOf('/'))}/*` : path;
}

function fit(text: string, width: number): string {
  const safe = printable(text);
  return (safe.length < width ? safe : `…${safe.slice(2 - width)}`).padEnd(width);
}
