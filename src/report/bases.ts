import pc from 'picocolors';
import type { BaseFacts } from '../bases/describe-base.ts';
import type { BaseSize } from '../bases/sizes.ts';
import type { Support } from '../bases/support.ts';
import type { PrettyOptions } from './pretty.ts';
import { printable, wrap } from './text-layout.ts';

/** One base as a person reads it. */
export function renderBase(facts: BaseFacts, { colors, columns }: PrettyOptions): string {
  const paint = pc.createColors(colors);
  const { classification: found } = facts;
  const rows: readonly (readonly [string, string | readonly string[]])[] = [
    ['base', `${facts.base}${found.hidden ? ' (the name does not say so)' : ''}`],
    ['how known', `${found.why} (${found.certainty})`],
    ['libc', libc(facts)],
    ['size', facts.sizes.length === 0 ? 'no first-hand figure' : facts.sizes.map(size)],
    ['support', support(facts.support)],
    ['shell', facts.shell ?? 'none'],
    ['packages', facts.packageManager ?? 'no package manager'],
    ['user', facts.user],
    ['CA certs', facts.caCertificates],
    ['time zones', facts.timeZones],
    ['locales', facts.locales ?? 'unknown'],
    ['platforms', facts.architectures.length === 0 ? 'unknown' : facts.architectures.join(', ')],
    ['missing', facts.missing.length === 0 ? 'nothing recorded' : facts.missing.join('; ')],
    ['debug', facts.debugging],
    ['install', facts.install],
    ['add a user', facts.addUser],
    ['publisher', facts.publisher ?? 'unknown'],
    ['licence', facts.licence ?? 'unknown'],
    ['rebuilt', facts.cadence ?? 'unknown'],
    ['notes', facts.notes],
    ['sources', facts.sources],
  ];
  const lines = [paint.bold(printable(facts.name))];
  for (const [label, value] of rows) {
    for (const [index, text] of (typeof value === 'string' ? [value] : value).entries()) {
      const [first = '', ...rest] = wrap(text, ' '.repeat(14), columns);
      lines.push(`  ${(index === 0 ? label : '').padEnd(12)}${first.trimStart()}`, ...rest);
    }
  }
  if (found.history.length > 1) lines.push('', '  this tag over time', ...found.history.map(({ since, base }) => `    ${since}  ${base}`));
  return `${lines.join('\n')}\n`;
}

/** The catalogue as a table. */
export function renderBaseList(bases: readonly BaseFacts[], { colors }: PrettyOptions): string {
  const paint = pc.createColors(colors);
  const head = ['base', 'libc', 'pull MB', 'disk MB', 'measured', 'packages', 'shell', 'user', 'support'];
  const rows = bases.map((facts) => {
    const best = facts.sizes[0];
    return [
      facts.name,
      libc(facts),
      best?.compressedBytes == null ? '-' : (best.compressedBytes / 1e6).toFixed(2),
      best?.onDiskMegabytes == null ? '-' : best.onDiskMegabytes.toFixed(2),
      best?.date.split(' ')[0] ?? '-',
      facts.packageManager ?? 'none',
      (facts.shell ?? 'none').split(' (')[0] ?? '',
      (facts.user.split(' (')[0] ?? '').slice(0, 16),
      support({ ...facts.support, extended: [] }),
    ];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[paint.bold(line(head)), ...rows.map((row) => printable(line(row)))].join('\n')}\n`;
}

function libc({ libc: found }: BaseFacts): string {
  if (found === null) return 'unknown';
  if (found.family === 'none') return 'none';
  return `${found.family}${found.version === null ? '' : ` ${found.version}`}${found.static ? ' static' : ''}${found.package === null ? '' : ` (${found.package.split(' ')[0] ?? ''})`}`;
}

function size({ what, compressedBytes, onDiskMegabytes, date, source }: BaseSize): string {
  const parts = [
    ...(compressedBytes === null ? [] : [`${(compressedBytes / 1e6).toFixed(2)} MB to pull`]),
    ...(onDiskMegabytes === null ? [] : [`${onDiskMegabytes.toFixed(2)} MB on disk`]),
  ];
  return `${what}: ${parts.join(', ')} (amd64, ${date}, ${source})`;
}

function support({ state, ends, judgedOn, extended, note }: Support): string {
  const words: Readonly<Record<Support['state'], string>> = {
    supported: ends === null ? 'in support, no end announced' : `until ${ends}`,
    ending: `ends ${ends ?? ''}`,
    'out-of-support': `out of support since ${ends ?? ''}`,
    rolling: 'rolling',
    unknown: 'unknown',
  };
  const more = [...extended, ...(note === undefined ? [] : [note])];
  return `${words[state]}${state === 'unknown' || state === 'rolling' ? '' : ` (on ${judgedOn})`}${more.length === 0 ? '' : `; ${more.join('; ')}`}`;
}
