import type pc from 'picocolors';
import type { LockedPackageVerdict, LockedVerdict, Target } from './report.ts';
import { printable, wrap } from './text-layout.ts';

type Paint = ReturnType<typeof pc.createColors>;

/** A lockfile's target as a table by verdict, the ones that matter first and native packages first in each; then what to do. */
export function renderLockedPackages(
  packages: readonly LockedPackageVerdict[],
  target: Target,
  paint: Paint,
  columns: number,
): readonly string[] {
  const lines: string[] = [];
  for (const verdict of order) {
    const all = packages.filter((each) => each.verdict === verdict);
    if (all.length === 0) continue;
    lines.push(`  ${colorOf(verdict, paint)(verdict)} (${all.length})`);
    // A build stands with the package that opens it.
    const why = all.filter((each) => !isQuiet(verdict) || (each.native && each.why !== 'the build that a package of the lock opens'));
    const silent = verdict === 'unknown' ? why.filter((each) => !each.native && each.why.startsWith('no sign')) : [];
    const told = why
      .filter((each) => !silent.includes(each))
      .toSorted((a, b) => Number(b.native) - Number(a.native) || isProven(a) - isProven(b) || (a.name < b.name ? -1 : 1));
    const groups = [...Map.groupBy(told, (each) => (verdict === 'prebuilt' && isProven(each) === 0 ? each.name : each.why)).values()];
    for (const group of groups.slice(0, most)) lines.push(...renderGroup(group, columns));
    if (groups.length > most) lines.push(paint.dim(`    … ${groups.slice(most).flat().length} more (--format json has them all)`));
    const rest = verdict === 'prebuilt' ? all.filter((each) => !each.native).length : all.length - told.length;
    if (rest > 0)
      lines.push(
        paint.dim(
          `    ${rest} ${rest === 1 ? 'package' : 'packages'} ${verdict === 'unknown' ? 'without a sign of native code, which a lock cannot prove' : 'without native code'}`,
        ),
      );
  }
  const fixes = new Set(target.findings.flatMap(({ fix, severity }) => (fix === undefined || severity === 'note' ? [] : [fix])));
  for (const fix of [...fixes].slice(0, 5)) lines.push(...wrap(`fix: ${fix}`, '  ', columns));
  return lines;
}

/** `9 packages: 6 prebuilt, 1 compiles` */
export function summarizePackages(packages: readonly LockedPackageVerdict[]): string {
  const parts = order.flatMap((verdict) => {
    const count = packages.filter((each) => each.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  return ` (${packages.length} ${packages.length === 1 ? 'package' : 'packages'}${parts.length === 0 ? '' : `: ${parts.join(', ')}`})`;
}

const most = 40;
const order: readonly LockedVerdict[] = ['fails', 'foreign', 'compiles', 'unknown', 'pure-fallback', 'prebuilt'];

function isQuiet(verdict: LockedVerdict): boolean {
  return verdict === 'prebuilt';
}

/** What is proven has one reason for many, and comes behind what is not. */
function isProven({ certainty }: LockedPackageVerdict): 0 | 1 {
  return certainty === 'proven' ? 1 : 0;
}

/** Packages with one reason in common stand in one line. */
function renderGroup(group: readonly LockedPackageVerdict[], columns: number): readonly string[] {
  const [first] = group;
  if (first === undefined || group.length <= 3) return group.flatMap((each) => renderPackage(each, columns));
  const names = group.slice(0, 6).map(({ name, version }) => (version === null ? name : `${name} ${version}`));
  const more = group.length > names.length ? ` and ${group.length - names.length} more` : '';
  return wrap(`${names.join(', ')}${more}: ${first.why}`, '    ', columns);
}

function renderPackage({ name, version, why, file, development, optional }: LockedPackageVerdict, columns: number): readonly string[] {
  const marks = [...(development === true ? ['development'] : []), ...(optional === true ? ['optional'] : [])];
  const shown = file !== undefined && !why.includes(file) ? `${file} (${why})` : why;
  return wrap(
    `${version === null ? name : `${name} ${version}`}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}: ${printable(shown)}`,
    '    ',
    columns,
  );
}

function colorOf(verdict: LockedVerdict, paint: Paint): (text: string) => string {
  return {
    prebuilt: paint.green,
    'pure-fallback': paint.cyan,
    compiles: paint.yellow,
    fails: paint.red,
    foreign: paint.red,
    unknown: paint.magenta,
  }[verdict];
}
