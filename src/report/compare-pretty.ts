import pc from 'picocolors';
import type { ComparedBase } from '../bases/compare/compared-base.ts';
import type { Comparison } from '../bases/compare/comparison.ts';
import { oneNode } from '../bases/paid-size/fleet.ts';
import type { Fleet } from '../bases/paid-size/fleet.ts';
import { paidSize } from '../bases/paid-size/paid-size.ts';
import type { PaidSize } from '../bases/paid-size/paid-size.ts';
import type { Difference, FactChange } from '../bases/compare/differences.ts';
import type { NamedChanges } from '../bases/compare/named-changes.ts';
import type { FileChanges } from '../bases/compare/file-changes.ts';
import { bumpSentence, meanings } from './compare-words.ts';
import { bytesWords, paidWords, savingWords, sharedWords } from './paid-size-words.ts';
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
  for (const { from, to, difference, saving, shared, scans } of steps) {
    lines.push('', paint.bold(`${printable(from.name)} → ${printable(to.name)}`));
    const scanned =
      scans === null
        ? []
        : scanWords(scans, { ownPackages: difference.packages !== null, shorten }).flatMap((text) => wrap(text, '  ', columns));
    if (difference.same) {
      lines.push('  no difference', ...scanned);
      continue;
    }
    lines.push(...wrap(bumpSentence(from, to, difference), '  ', columns));
    const money = [saving === null ? undefined : savingWords(saving, fleet), shared === null ? undefined : sharedWords(shared)];
    lines.push(...money.flatMap((text) => (text === undefined ? [] : wrap(`${text}.`, '  ', columns))));
    for (const meaning of meanings(from, to, difference)) lines.push(...wrap(`! ${meaning}`, '  ', columns));
    lines.push(...scanned, ...details(difference, columns));
  }
  return `${lines.join('\n')}\n`;
}

/** Whether somebody asked for more than the size itself. */
function isPaid({ nodes, pulls, bitsPerSecond, above, present }: Fleet): boolean {
  return nodes > 1 || pulls > 1 || bitsPerSecond !== null || above > 0 || present.length > 0;
}

const rows: readonly (readonly [string, (base: ComparedBase, paid: PaidSize) => string])[] = [
  ['facts from', ({ kind, source }) => (kind === 'tree' ? 'its files' : source)],
  ['distribution', ({ distribution, release }) => [distribution, release].filter((part) => part !== null).join(' ') || 'none'],
  [
    'libc',
    ({ libc }) => (libc === null ? 'none' : `${libc.family} ${libc.version ?? '?'}${libc.package === null ? '' : ` (${libc.package})`}`),
  ],
  ['wheels up to', ({ libc }) => libc?.wheelTag ?? '-'],
  ['support', ({ support }) => (support === null ? 'not known' : (support.ends ?? support.state))],
  ['pull', (_, { total, certainty }) => (total === null ? 'not known' : `${certainty === 'likely' ? 'about ' : ''}${bytesWords(total)}`)],
  [
    'on disk',
    ({ sizes, contentBytes }) =>
      diskWords(sizes.find(({ onDiskMegabytes }) => onDiskMegabytes !== null)?.onDiskMegabytes ?? null, contentBytes),
  ],
  ['packages', ({ packages }) => (packages === null ? 'not known' : `${Object.keys(packages).length}`)],
  ['package manager', ({ packageManagers }) => list(packageManagers)],
  ['shells', ({ shells }) => list(shells)],
  ['user', ({ user }) => user ?? 'not known'],
  ['CA certificates', ({ caCertificates }) => caCertificates ?? 'not known'],
  ['time zones', ({ timeZones }) => timeZones ?? 'not known'],
  ['locales', ({ locales }) => (typeof locales === 'string' ? locales : list(locales))],
  ['architectures', ({ architectures }) => list(architectures)],
  ['setuid and the like', ({ privileged }) => (privileged === null ? 'not known' : `${privileged.length}`)],
  ['missing', ({ missing }) => (missing.length === 0 ? 'nothing' : missing.join(', '))],
];

function sideBySide(bases: readonly ComparedBase[], paid: readonly PaidSize[], columns: number): string[] {
  const first = Math.max(...rows.map(([name]) => name.length)) + 2;
  const width = Math.max(18, Math.floor((Math.max(columns, 60) - first) / bases.length) - 2);
  const line = (head: string, cells: readonly string[]): readonly string[] => {
    const parts = cells.map((cell) => chunks(printable(cell), width));
    const height = Math.max(...parts.map((each) => each.length));
    return Array.from({ length: height }, (_, row) =>
      `${(row === 0 ? head : '').padEnd(first)}${parts.map((each) => (each[row] ?? '').padEnd(width + 2)).join('')}`.trimEnd(),
    );
  };
  return [
    ...line(
      '',
      bases.map(({ name }) => name),
    ),
    ...rows.flatMap(([name, cell]) =>
      line(
        name,
        bases.map((base, index) => cell(base, paid[index] ?? paidSize(base.pulled, oneNode))),
      ),
    ),
  ];
}

/** A cell of several lines, broken at blanks where it can be. */
function chunks(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width && lines.length < 4) {
    const blank = rest.lastIndexOf(' ', width);
    const cut = blank > width / 3 ? blank : width;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest.length > width ? `${rest.slice(0, width - 1)}…` : rest];
}

function details(difference: Difference, columns: number): readonly string[] {
  const { packages, sonames, users, programs, privileged, files, loader, resolver, notCompared } = difference;
  return [
    ...named('packages', packages, columns, true),
    ...named('sonames', sonames, columns, false),
    ...named('users', users, columns, true),
    ...named('programs', programs, columns, false),
    ...named('setuid and the like', privileged, columns, true),
    ...changes('loader', loader, columns),
    ...changes('resolver', resolver, columns),
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
  return found.flatMap((change) =>
    wrap(`${what}: ${change.what.replace(/^resolver /, '')}: ${shown(change.from)} → ${shown(change.to)}`, '  ', columns),
  );
}

function fileLines(files: FileChanges | null, columns: number): readonly string[] {
  if (files === null) return [];
  const { gone, added, changed } = files;
  const rows = changed.map(({ path, what, package: owner }) => `${path} (${what.join(', ')}${owner === null ? '' : `; ${owner}`})`);
  const part = (head: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : wrap(`files ${head} (${names.length}): ${shorten(names)}`, '  ', columns);
  return [...part('gone', gone), ...part('added', added), ...part('changed', rows)];
}

/** The text stays one screen; `--format json` has everything. */
function shorten(names: readonly string[]): string {
  return names.length <= 20 ? names.join(', ') : `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`;
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'not decided' : String(value);
}

function list(names: readonly string[] | null): string {
  return names === null ? 'not known' : names.length === 0 ? 'none' : names.join(', ');
}

function diskWords(recorded: number | null, measured: number | null): string {
  if (measured !== null) return megabytes(measured);
  return recorded === null ? '-' : `${recorded} MB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
