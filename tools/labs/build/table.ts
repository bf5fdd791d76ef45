import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Target } from '../../../src/migrate/target.ts';
import { outOfReach } from './out-of-reach.ts';
import type { Tried } from './try-case.ts';

export interface Line {
  readonly name: string;
  readonly tried: Tried;
  readonly run: readonly string[];
}

/** Markdown: what was built and run, and for each other Dockerfile of the corpus the line that needs something out of reach. */
export function buildTable(lines: readonly Line[], corpus: string, target: Target): string {
  const built = new Set(lines.map(({ name }) => name));
  const others = dockerfiles(corpus)
    .map((path) => relative(corpus, path))
    .filter((name) => !built.has(name))
    .sort();
  const right = lines.filter(({ tried }) => tried.kind === 'right').length;
  return [
    `# Built: migrations to ${target.words}`,
    '',
    `Made by \`npm run lab:build -- --table FILE\`. **${right} of ${lines.length} build and run.** Bases are made on the spot from real packages: Debian by mmdebstrap, Node from npm, Python and Go from`,
    "Debian. What stands in for another version is said. Sources are stubs where the corpus has none; lockfiles are the projects' own.",
    '',
    '| Dockerfile | outcome | run, and its first line |',
    '| --- | --- | --- |',
    ...lines.map(
      ({ name, tried, run }) =>
        `| ${code(name)} | ${outcome(tried)} | ${tried.kind === 'right' ? `${code(shown(run))}: ${code(tried.printed.slice(0, 60))}` : ''} |`,
    ),
    '',
    `## Out of reach: ${others.length} Dockerfiles of the corpus`,
    '',
    'The first line of each migrated file that needs something which is in no package registry; lines are those of the result.',
    '',
    '| Dockerfile | line | needs |',
    '| --- | --- | --- |',
    ...others.map((name) => {
      const { line, why } = outOfReach(readFileSync(join(corpus, name)), basename(name), target);
      return `| ${code(name)} | ${line ?? ''} | ${why.replaceAll('|', '\\|')} |`;
    }),
    '',
  ].join('\n');
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
