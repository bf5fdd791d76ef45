import pc from 'picocolors';
import type { Comparison } from '../bases/compare/comparison.ts';
import type { Fleet } from '../bases/paid-size/fleet.ts';
import type { Difference, FactChange } from '../bases/compare/differences.ts';
import type { NamedChanges } from '../bases/compare/named-changes.ts';
import type { FileChanges } from '../bases/compare/file-changes.ts';
import { behaviourWords, isEveryday } from './behaviour-words.ts';
import { sideBySide } from './compare-table.ts';
import { bumpSentence, meanings } from './compare-words.ts';
import { paidWords, savingWords, sharedWords } from './paid-size-words.ts';
import { countWords, scanWords } from './scan-words.ts';
import { printable, wrap } from './text-layout.ts';

/** The bases side by side, then what each changes against the first. */
export function renderComparison(
  { bases, paid, fleet, vulnerabilities, steps }: Comparison,
  { colors, columns }: { readonly colors: boolean; readonly columns: number },
): string {
  const paint = pc.createColors(colors);
  const lines = sideBySide(bases, paid, columns);
  if (vulnerabilities.some((counts) => counts !== null))
    for (const [index, { name }] of bases.entries()) {
      const counts = vulnerabilities[index] ?? null;
      lines.push(...wrap(`${name}: vulnerabilities by its report: ${counts === null ? 'no report' : countWords(counts)}`, '', columns));
    }
  for (const { name, paidFor } of bases.map(({ name }, index) => ({ name, paidFor: paid[index] })))
    if (paidFor !== undefined && isPaid(fleet)) lines.push(...wrap(`${name}: ${paidWords(paidFor, fleet)}`, '', columns));
  for (const step of steps) {
    const { from, to, difference, saving, shared, scans } = step;
    lines.push('', paint.bold(`${printable(from.name)} → ${printable(to.name)}`));
    const scanned =
      scans === null
        ? []
        : scanWords(scans, { ownPackages: difference.packages !== null, shorten }).flatMap((text) => wrap(text, '  ', columns));
    if (difference.same) {
      lines.push('  no difference', ...scanned);
      continue;
    }
    lines.push(...wrap(bumpSentence(step), '  ', columns));
    const money = [saving === null ? undefined : savingWords(saving, fleet), shared === null ? undefined : sharedWords(shared)];
    lines.push(...money.flatMap((text) => (text === undefined ? [] : wrap(`${text}.`, '  ', columns))));
    for (const meaning of meanings(step)) lines.push(...wrap(`! ${meaning}`, '  ', columns));
    lines.push(...scanned, ...details(difference, columns));
  }
  return `${lines.join('\n')}\n`;
}

/** Whether somebody asked for more than the size itself. */
function isPaid({ nodes, pulls, bitsPerSecond, above, present }: Fleet): boolean {
  return nodes > 1 || pulls > 1 || bitsPerSecond !== null || above > 0 || present.length > 0;
}

function details(difference: Difference, columns: number): readonly string[] {
  const { packages, sonames, users, programs, privileged, paths, settings, files, loader, resolver, notCompared } = difference;
  const finer = resolver.filter((change) => !isEveryday(change)).length;
  return [
    ...named('packages', packages, columns, true),
    ...named('sonames', sonames, columns, false),
    ...named('users', users, columns, true),
    ...named('programs', programs, columns, false),
    ...named('setuid and the like', privileged, columns, true),
    ...named('default paths', paths, columns, true),
    ...named('settings', settings, columns, true),
    ...changes('loader', loader, columns),
    ...changes('resolver', resolver.filter(isEveryday), columns),
    ...(finer === 0
      ? []
      : wrap(
          `resolver: ${finer} finer ${finer === 1 ? 'behaviour differs' : 'behaviours differ'} (--format json has them)`,
          '  ',
          columns,
        )),
    ...fileLines(files, columns),
    ...notCompared.flatMap((why) => wrap(`not compared: ${why}`, '  ', columns)),
  ];
}

function named(what: string, found: NamedChanges | null, columns: number, values: boolean): readonly string[] {
  if (found === null) return [];
  const part = (head: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : wrap(`${what} ${head} (${names.length}): ${shorten(names)}`, '  ', columns);
  const changed = values
    ? found.changed.map(({ name, from, to }) => `${name} ${from} → ${to}`)
    : found.changed.map(({ name, to }) => `${name} now ${to}`);
  return [...part('gone', found.gone), ...part('added', found.added), ...part('changed', changed)];
}

function changes(what: string, found: readonly FactChange[], columns: number): readonly string[] {
  return found.flatMap((change) => wrap(`${what}: ${behaviourWords(change)}`, '  ', columns));
}

/** What packages account for is counted; what they do not is named. */
function fileLines(files: FileChanges | null, columns: number): readonly string[] {
  if (files === null) return [];
  const { gone, added, changed, unexplained } = files;
  const all = gone.length + added.length + changed.length;
  if (all === 0) return [];
  const own = new Set(unexplained);
  const rows = changed
    .filter(({ path }) => own.has(path))
    .map(({ path, what, package: owner }) => `${path} (${what.join(', ')}${owner === null ? '' : `; ${owner}`})`);
  const part = (head: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : wrap(`files ${head} (${names.length}): ${shorten(names)}`, '  ', columns);
  const rest = all - unexplained.length;
  const other = rest === 0 ? '' : 'other ';
  return [
    ...wrap(
      `files: ${gone.length} gone, ${added.length} added, ${changed.length} changed${rest === 0 ? '' : `; the packages above account for ${rest} of these ${all}`}`,
      '  ',
      columns,
    ),
    ...part(
      `${other}gone`,
      gone.filter((path) => own.has(path)),
    ),
    ...part(
      `${other}added`,
      added.filter((path) => own.has(path)),
    ),
    ...part(`${other}changed`, rows),
  ];
}

/** The text stays one screen; `--format json` has everything. */
function shorten(names: readonly string[]): string {
  return names.length <= 20 ? names.join(', ') : `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`;
}
