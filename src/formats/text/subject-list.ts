import { FormatError } from '../format-error.ts';

/** A list of subjects, one a line: `SUBJECT`, or `SUBJECT<TAB>NAME`. Empty lines and what follows a `#` at the start of a line or after blanks say nothing. */
export interface SubjectList {
  readonly entries: readonly SubjectLine[];
  /** Lines that name no subject. */
  readonly bad: readonly BadLine[];
}

export interface SubjectLine {
  readonly line: number;
  readonly subject: string;
  /** As the table is to call it; the subject itself where the line says nothing else. */
  readonly name: string;
}

export interface BadLine {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** A line that stands there twice is one entry. Throws FormatError `subject-list-…` for what is no list. */
export function parseSubjectList(text: string): SubjectList {
  const nul = text.indexOf('\0');
  if (nul !== -1) throw new FormatError('subject-list-binary', nul, 'a list of subjects is text, and this holds NUL bytes');
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.length > MOST_LINES) throw new FormatError('subject-list-too-long', 0, `more than ${MOST_LINES} lines`);
  const entries = new Map<string, SubjectLine>();
  const bad: BadLine[] = [];
  for (const [index, raw] of lines.entries()) {
    const content = raw.replace(/(?:^|\s)#.*$/, '').trim();
    if (content === '') continue;
    const line = index + 1;
    const why = whyBad(content);
    if (why !== null) {
      bad.push({ line, text: content.slice(0, 200), why });
      continue;
    }
    const [subject = '', name = subject] = content.split('\t').map((field) => field.trim());
    const key = `${subject}\t${name}`;
    if (!entries.has(key)) entries.set(key, { line, subject, name });
  }
  return { entries: [...entries.values()], bad };
}

const MOST_LINES = 100_000;
const LONGEST = 4096;

function whyBad(content: string): string | null {
  const fields = content.split('\t').map((field) => field.trim());
  if (fields.length > 2) return 'more than a subject and its name stand there, parted by tabs';
  if (fields.includes('')) return 'a tab parts a subject and its name, and one of them is empty';
  return content.length > LONGEST ? `longer than ${LONGEST} characters` : null;
}
