import type { Migration, StageResult } from '../migrate/migration.ts';
import { isFailure } from './verdict-change.ts';
import type { VerdictChange } from './verdict-change.ts';

/** The summary of a migration, below the diff: what moved, why, and what is left to do. */
export function renderMigration(
  { edits, marks, open, stages, target, complete }: Migration,
  path: string,
  check: VerdictChange | undefined,
): string {
  const done = edits.filter(({ rule }) => rule !== 'mark');
  const likely = done.filter(({ certainty }) => certainty === 'likely');
  const lines = [
    ...stages.map((stage) => `${path}:${stage.line}  ${stageWords(stage)}`),
    ...done.map(
      ({ line, column, reason, certainty }) => `${path}:${line}:${column}  ${reason}${certainty === 'likely' ? ' (likely)' : ''}`,
    ),
    ...marks.map(({ line, text }) => `${path}:${line}  to do: ${text}`),
    ...open.map(({ line, text }) => `${path}:${line}  still to do: ${text}`),
    ...(check === undefined ? [] : checkWords(check, path, marks)),
    verdict(done.length, likely.length, marks.length + open.length, complete, target.words),
  ];
  return `${lines.join('\n')}\n`;
}

function stageWords({ from, to, action, why, name }: StageResult): string {
  const stage = name === undefined ? from : `${from} (${name})`;
  switch (action) {
    case 'moved':
      return `${stage} ${to === undefined ? 'moves with its base' : `becomes ${to}`}: ${why}`;
    case 'already':
      return `${stage} is there already`;
    case 'stays':
      return `${stage} stays: ${why}`;
    default:
      return `${stage} is left alone: ${why}`;
  }
}

/** What `check` says of the result beside what it said before: only what is new, as the rest is not the migration's doing. */
function checkWords({ before, after, appeared }: VerdictChange, path: string, marks: Migration['marks']): readonly string[] {
  const words =
    before === after
      ? `check says it ${verdictWords[after]}, as before`
      : `check says it ${verdictWords[after]}; before, it ${verdictWords[before]}`;
  const said = (message: string): boolean => marks.some(({ text }) => text.includes(message.slice(0, 200)));
  const found = appeared.flatMap((finding) => {
    if (said(finding.message)) return [];
    const place = finding.where.find((where) => 'file' in where);
    const line = place !== undefined && 'line' in place ? ` (line ${place.line} of the result)` : '';
    return `${path}  ${isFailure(finding) ? 'would fail' : 'changes'}: ${finding.message}${line}`;
  });
  return [...found, words];
}

const verdictWords = { runs: 'runs', differs: 'runs differently', breaks: 'breaks', unknown: 'is undecided' } as const;

function verdict(edits: number, likely: number, todo: number, complete: boolean, target: string): string {
  if (edits === 0 && todo === 0 && complete) return `nothing to do for ${target}`;
  const sure = likely === 0 ? '' : `, ${likely} of them likely`;
  return `${edits} edits for ${target}${sure}; ${complete ? 'everything is translated' : `${todo} to do by hand, marked in the file with "# basewise:"`}`;
}
