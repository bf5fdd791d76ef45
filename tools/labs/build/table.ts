import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Target } from '../../../src/migrate/target.ts';
import { failedCommands } from './corpus-cases.ts';
import { outOfReach } from './out-of-reach.ts';
import type { Tried } from './try-case.ts';

export interface Line {
  readonly name: string;
  readonly tried: Tried;
  readonly run: readonly string[];
}

/** Markdown: what was built and run, and for each other Dockerfile of the corpus the line that needs something out of reach. */
export function buildTable(
  lines: readonly Line[],
  earlier: readonly string[],
  cases: readonly string[],
  corpus: string,
  target: Target,
): string {
  const rows = [...lines.map(row), ...earlier];
  const done = new Set(rows.map(nameOf));
  const left = cases.filter((name) => !done.has(name)).map((name) => `| ${code(name)} | not built in this run | |`);
  const built = new Set(cases);
  const others = dockerfiles(corpus)
    .map((path) => relative(corpus, path))
    .filter((name) => !built.has(name))
    .sort();
  const right = rows.filter((text) => !text.includes('| fails |')).length;
  return [
    `# Built: migrations to ${target.words}`,
    '',
    `Made by \`npm run lab:build -- --table FILE\`. **${right} of ${rows.length} build and run.** Bases are made on the spot from real packages: Debian by mmdebstrap, Node from npm, Python and Go from`,
    'Debian. What stands in for another version is said. Sources are stubs where the corpus has none.',
    '',
    '| Dockerfile | outcome | run, and its first line |',
    '| --- | --- | --- |',
    ...rows,
    ...left,
    '',
    `## Out of reach: ${others.length} Dockerfiles of the corpus`,
    '',
    'The first line of each migrated file that needs something which is in no package registry; lines are those of the result.',
    '',
    '| Dockerfile | line | needs |',
    '| --- | --- | --- |',
    ...others.map((name) => {
      const { line, why } = outOfReach(readFileSync(join(corpus, name)), basename(name), target, failedCommands[name]);
      return `| ${code(name)} | ${line ?? ''} | ${why.replaceAll('|', '\\|')} |`;
    }),
    '',
  ].join('\n');
}

/** Rows of a table that was made before, of cases that still exist and were not run now. */
export function earlierRows(text: string, cases: readonly string[], lines: readonly Line[]): readonly string[] {
  const run = new Set(lines.map(({ name }) => name));
  const first = text.split('\n## ')[0] ?? '';
  return first
    .split('\n')
    .filter((line) => line.startsWith('| `') && !line.includes('| not built') && cases.includes(nameOf(line)) && !run.has(nameOf(line)));
}

function row({ name, tried, run }: Line): string {
  const printed = tried.kind === 'right' ? `${code(shown(run))}: ${code(tried.printed.slice(0, 60))}` : '';
  return `| ${code(name)} | ${outcome(tried)} | ${printed} |`;
}

/** What stands between the first two backquotes. */
function nameOf(line: string): string {
  return line.split('`')[1] ?? '';
}

function outcome(tried: Tried): string {
  if (tried.kind === 'wrong') return 'fails';
  return tried.notes.length === 0 ? 'runs' : `runs; ${tried.notes.join('; ')}`;
}

function shown(run: readonly string[]): string {
  return run.join(' ').replaceAll('|', '\\|').slice(0, 80);
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function dockerfiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return dockerfiles(path);
    return /dockerfile/i.test(entry.name) ? [path] : [];
  });
}
