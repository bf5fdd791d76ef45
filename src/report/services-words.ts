import type { FailedSubject, PlaceSummary } from './services.ts';
import { printable, wrap } from './text-layout.ts';

/** `on their own bases`, `on debian:13-slim, carried` */
export function placeName({ name, move }: Pick<PlaceSummary, 'name' | 'move'>): string {
  if (name === 'own') return 'on their own bases';
  // A lockfile's target is nothing that could be carried.
  return `on ${printable(name)}${name.includes('+') ? '' : move === 'carry' ? ', carried' : ', rebuilt'}`;
}

export function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** Padded, or cut at the front: the end of a path says more than its beginning. */
export function fit(text: string, width: number): string {
  return text.length <= width ? text.padEnd(width) : `…${text.slice(text.length - width + 1)}`;
}

/** `a, b, c and 11 more`, as many as stand in one line. */
export function namesInLine(names: readonly string[], indent: string, columns: number): string {
  const shown = names.map(shortName);
  const lineOf = (count: number): string => {
    const more = names.length - count;
    return `${indent}${shown.slice(0, count).join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
  };
  let count = 1;
  while (count < names.length && lineOf(count + 1).length <= columns) count++;
  return lineOf(count);
}

/** As many names as fit two lines below what is said of them, and how many more there are. */
export function namesInLines(head: string, names: readonly string[], columns: number): readonly string[] {
  const shown = names.map(shortName);
  for (let count = names.length; count > 1; count = Math.min(count - 1, Math.ceil(count * 0.8))) {
    const more = names.length - count;
    const lines = wrap(`${head}${shown.slice(0, count).join(', ')}${more === 0 ? '' : ` and ${more} more`}`, '  ', columns);
    if (lines.length <= MOST_LINES) return lines;
  }
  return wrap(`${head}${shown[0] ?? ''}${names.length > 1 ? ` and ${names.length - 1} more` : ''}`, '  ', columns);
}

const MOST_LINES = 2;

/** The end of a long path says more than its beginning. */
function shortName(name: string): string {
  return printable(name.length > 40 ? `…${name.slice(-39)}` : name);
}

/** Subjects that could not be judged, with their reasons; nothing where there are none. */
export function failedLines(failed: readonly FailedSubject[], bold: (text: string) => string, columns: number): readonly string[] {
  if (failed.length === 0) return [];
  const lines = ['', bold(`not judged (${failed.length})`)];
  for (const { name, line, why, hint } of failed.slice(0, MOST_FAILED)) {
    const place = line === undefined || name === `line ${line}` ? '' : `line ${line}, `;
    lines.push(...wrap(`${place}${name}: ${why}`, '  ', columns));
    if (hint !== undefined) lines.push(...wrap(`hint: ${hint}`, '    ', columns).slice(0, 2));
  }
  return failed.length > MOST_FAILED ? [...lines, `  … and ${failed.length - MOST_FAILED} more (--format json has them all)`] : lines;
}

const MOST_FAILED = 5;
