/** A change of the text before, as ranges; sorted, without overlap. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

/** A unified diff with three lines of context, empty when nothing changes. `patch` and `git apply` take it. */
export function unifiedDiff(path: string, before: string, changes: readonly TextChange[]): string {
  const blocks = lineBlocks(before, changes);
  if (blocks.length === 0) return '';
  const lines = splitLines(before);
  const hunks = groupBlocks(blocks).map((group) => renderHunk(lines, group));
  let shift = 0;
  const parts = hunks.map(({ from, removed, added, body }) => {
    const to = from + shift;
    shift += added - removed;
    return `@@ -${span(from, removed)} +${span(to, added)} @@\n${body}`;
  });
  return `--- a/${path}\n+++ b/${path}\n${parts.join('')}`;
}

const CONTEXT = 3;

/** Whole lines that are replaced: `first` to before `next`, by index. */
interface Block {
  readonly first: number;
  readonly next: number;
  readonly lines: readonly string[];
}

/** Changes brought to whole lines, those that touch the same line joined. */
function lineBlocks(before: string, changes: readonly TextChange[]): readonly Block[] {
  const starts = lineStarts(before);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const groups: { first: number; next: number; changes: TextChange[] }[] = [];
  for (const change of changes) {
    const first = lineOf(change.start);
    const whole = change.start === (starts[first] ?? 0) && change.end === change.start && change.after.endsWith('\n');
    const last = lineOf(Math.max(change.start, change.end - 1));
    const next = whole ? first : last + 1;
    const open = groups.at(-1);
    if (open !== undefined && first < open.next) {
      open.next = Math.max(open.next, next);
      open.changes.push(change);
    } else groups.push({ first, next, changes: [change] });
  }
  return groups.map(({ first, next, changes: inside }) => {
    const from = starts[first] ?? before.length;
    const to = starts[next] ?? before.length;
    let at = from;
    let text = '';
    for (const { start, end, after } of inside) {
      text += before.slice(at, start) + after;
      at = end;
    }
    return { first, next, lines: splitLines(text + before.slice(at, to)) };
  });
}

function groupBlocks(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && block.first - last.next <= 2 * CONTEXT) groups.at(-1)?.push(block);
    else groups.push([block]);
  }
  return groups;
}

function renderHunk(lines: readonly string[], blocks: readonly Block[]): { from: number; removed: number; added: number; body: string } {
  const from = Math.max(0, (blocks[0]?.first ?? 0) - CONTEXT);
  const to = Math.min(lines.length, (blocks.at(-1)?.next ?? 0) + CONTEXT);
  const out: string[] = [];
  let added = 0;
  let at = from;
  for (const block of blocks) {
    out.push(...lines.slice(at, block.first).map((line) => ` ${line}`));
    out.push(...lines.slice(block.first, block.next).map((line) => `-${line}`), ...block.lines.map((line) => `+${line}`));
    added += block.first - at + block.lines.length;
    at = block.next;
  }
  out.push(...lines.slice(at, to).map((line) => ` ${line}`));
  added += to - at;
  const body = out.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('');
  return { from, removed: to - from, added, body };
}

/** `1,3`; an empty side names the line before it. */
function span(from: number, count: number): string {
  return `${count === 0 ? from : from + 1}${count === 1 ? '' : `,${count}`}`;
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1 && at + 1 < text.length; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
