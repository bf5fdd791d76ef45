import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { FormatError } from '../../formats/format-error.ts';
import { parseSubjectList } from '../../formats/text/subject-list.ts';
import { BasewiseError } from '../../errors.ts';
import type { FailedSubject } from '../../report/services.ts';

export interface NamedSubject {
  readonly subject: string;
  readonly name: string;
  /** Of the list. */
  readonly line?: number;
}

export interface NamedSubjects {
  readonly subjects: readonly NamedSubject[];
  /** Lines of the list that name none. */
  readonly failed: readonly FailedSubject[];
}

/** The subjects of a command line: its arguments, then the lines of a list (`-` is standard input). Throws BasewiseError where there is none, or no list. */
export function subjectsOf(given: readonly string[], list: string | undefined): NamedSubjects {
  const named = [...new Set(given)].map((subject) => ({ subject, name: subject }));
  if (list === undefined) return { subjects: named, failed: [] };
  const { entries, bad } = readList(list);
  const failed = bad.map(({ line, text, why }) => ({ name: `line ${line}`, subject: text, line, why }));
  if (list === '-') {
    for (const { line, subject } of entries)
      if (subject === '-' || subject.startsWith('archive:-'))
        failed.push({ name: subject, subject, line, why: 'standard input is the list' });
  }
  const lines = new Set(failed.map(({ line }) => line));
  const subjects = [...named, ...entries.filter(({ line }) => !lines.has(line))];
  if (subjects.length === 0)
    throw new BasewiseError('nothing-to-judge', 'the list names no subject', {
      path: list,
      hint: 'one subject a line, maybe with a tab and a name; # starts a comment',
    });
  return { subjects, failed };
}

function readList(path: string): ReturnType<typeof parseSubjectList> {
  const text = readText(path);
  try {
    return parseSubjectList(text);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new BasewiseError(cause.code, cause.message, { path, cause });
  }
}

const LARGEST = 16 * 1024 * 1024;

function readText(path: string): string {
  let file: number | null = null;
  try {
    file = path === '-' ? process.stdin.fd : openSync(path, 'r');
    if (fstatSync(file).size > LARGEST) throw new BasewiseError('list-too-large', 'the list is larger than 16 MiB', { path });
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof BasewiseError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new BasewiseError('unreadable', `the list cannot be read (${code})`, { path, cause });
  } finally {
    if (file !== null && path !== '-') closeSync(file);
  }
}
