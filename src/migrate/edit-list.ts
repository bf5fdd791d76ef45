import type { Dockerfile, Instruction } from '../formats/text/dockerfile/dockerfile.ts';
import { positions } from '../formats/text/dockerfile/position.ts';
import type { Certainty, Edit, Mark } from './migration.ts';

/** Collects changes of one file; ranges may not overlap, and a change that would is refused by `add`. */
export interface EditList {
  readonly add: (change: Change) => boolean;
  /** A comment above an instruction: what could not be translated there. */
  readonly mark: (instruction: Instruction, text: string) => void;
  readonly edits: () => readonly Edit[];
  readonly marks: () => readonly Mark[];
  readonly open: () => readonly Mark[];
}

export interface Change {
  readonly start: number;
  readonly end: number;
  readonly after: string;
  readonly reason: string;
  readonly certainty: Certainty;
  readonly rule: string;
}

export function editList(file: Dockerfile): EditList {
  const { text } = file;
  const at = positions(text);
  const changes: Change[] = [];
  const marks: { offset: number; text: string }[] = [];
  const earlier = earlierMarks(file);
  return {
    add(change) {
      if (change.end < change.start || text.slice(change.start, change.end) === change.after) return false;
      if (changes.some((other) => overlaps(other, change))) return false;
      changes.push(change);
      return true;
    },
    mark(instruction, words) {
      const offset = instruction.range.start;
      const line = words.replaceAll(/\s+/g, ' ').slice(0, MAX_MARK);
      if (marks.some((mark) => mark.offset === offset && mark.text === line)) return;
      if (!marksAbove(text, offset).includes(line)) marks.push({ offset, text: line });
    },
    edits() {
      const all = [...changes, ...grouped(marks).map((mark) => markChange(text, mark))];
      return all
        .sort((a, b) => a.start - b.start || a.end - b.end || rank(a) - rank(b))
        .map((change) => ({ ...change, ...at(change.start), before: text.slice(change.start, change.end) }));
    },
    marks: () => marks.sort((a, b) => a.offset - b.offset).map(({ offset, text: words }) => ({ ...at(offset), text: words })),
    open: () => earlier.map(({ offset, text: words }) => ({ ...at(offset), text: words })),
  };
}

/** The text with every edit made. Edits are sorted and do not overlap. */
export function applyEdits(text: string, edits: readonly Pick<Edit, 'start' | 'end' | 'after'>[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, after } of edits) {
    parts.push(text.slice(at, start), after);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Where an offset of the text after lies in the text before; inside new text it is the place of the edit. */
export function offsetBefore(edits: readonly Pick<Edit, 'start' | 'end' | 'after'>[], offset: number): number {
  let shift = 0;
  for (const { start, end, after } of edits) {
    if (offset < start + shift) break;
    if (offset < start + shift + after.length) return start;
    shift += after.length - (end - start);
  }
  return offset - shift;
}

export const MARK = '# basewise: ';
const MAX_MARK = 300;

/** At one place whole new lines come first, then marks, then names added to an install, then what follows the command. */
function rank({ rule }: Change): number {
  return { install: 0, shell: 1, mark: 2, program: 3 }[rule] ?? 4;
}

function overlaps(a: Change, b: Change): boolean {
  if (a.start === a.end && b.start === b.end) return false;
  return a.start < b.end && b.start < a.end;
}

function grouped(marks: readonly { offset: number; text: string }[]): readonly { offset: number; texts: readonly string[] }[] {
  const offsets = [...new Set(marks.map(({ offset }) => offset))];
  return offsets.map((offset) => ({ offset, texts: marks.filter((mark) => mark.offset === offset).map(({ text }) => text) }));
}

/** Comment lines of their own in front of the instruction, indented like it, in the file's own kind of line end. */
function markChange(text: string, { offset, texts }: { offset: number; texts: readonly string[] }): Change {
  const newline = lineEnd(text);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const start = lineStart === 0 && text.startsWith('\uFEFF') ? 1 : lineStart;
  const indent = text.slice(start, offset);
  const after = texts.map((words) => `${indent}${MARK}${words}${newline}`).join('');
  return { start, end: start, after, reason: texts.join('; '), certainty: 'certain', rule: 'mark' };
}

export function lineEnd(text: string): string {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The marks in the block of comment lines right above an instruction. */
function marksAbove(text: string, offset: number): readonly string[] {
  const found: string[] = [];
  let end = text.lastIndexOf('\n', offset - 1);
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end).trim();
    if (!line.startsWith('#')) break;
    if (line.startsWith(MARK)) found.push(line.slice(MARK.length));
    end = start - 1;
  }
  return found;
}

function earlierMarks({ text, pieces }: Dockerfile): readonly { offset: number; text: string }[] {
  return pieces.flatMap(({ kind, start, end }) => {
    const line = text.slice(start, end);
    const at = kind === 'comment' ? line.indexOf(MARK) : -1;
    return at === -1 || line.slice(0, at).trim() !== '' ? [] : [{ offset: start + at, text: line.slice(at + MARK.length).trimEnd() }];
  });
}
