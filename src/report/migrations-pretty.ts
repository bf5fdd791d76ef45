import pc from 'picocolors';
import type { MigratedSummary, MigrationOutcome, MigrationsReport } from './migrations.ts';
import type { PrettyOptions } from './pretty.ts';
import { counted, failedLines, fit, namesInLine, namesInLines } from './services-words.ts';
import { printable, wrap } from './text-layout.ts';

/** Many migrations on one page: who can move, what blocks whom, which bases become which. */
export function renderMigrations(report: MigrationsReport, options: PrettyOptions): string {
  const paint = pc.createColors(options.colors);
  const { columns } = options;
  const { files, blockers, bases, failed } = report;
  const lines = [paint.bold(`${counted(files.length, 'Dockerfile')} to ${printable(report.to)}`), ''];
  for (const outcome of OUTCOMES) {
    const some = files.filter((file) => file.outcome === outcome);
    if (some.length > 0)
      lines.push(
        ...namesInLines(
          `${WORDS[outcome]} (${some.length}): `,
          some.map(({ name }) => name),
          columns,
        ),
      );
  }
  if (blockers.length > 0) {
    lines.push('', paint.bold('what blocks'), paint.dim('  frees  met in'));
    for (const { text, files: met, frees } of blockers.slice(0, MOST_BLOCKERS)) {
      const [first = '', ...more] = wrap(text, INDENT, columns);
      const numbers = `${String(frees.length).padStart(7)}${String(met.length).padStart(8)}  `;
      lines.push(numbers + first.slice(INDENT.length), ...more.slice(0, 2), paint.dim(namesInLine(met, INDENT, columns)));
    }
    const rest = blockers.length - MOST_BLOCKERS;
    if (rest > 0) lines.push(`${INDENT}and ${rest} more (--format json has all)`);
    const stuck = files.filter(({ blockers: own }) => own.length > 1).length;
    const need = stuck === 0 ? '' : `; ${counted(stuck, 'Dockerfile')} ${stuck === 1 ? 'needs' : 'need'} more than one`;
    lines.push(...wrap(`"frees": Dockerfiles that nothing else keeps from moving${need}`, '  ', columns));
  }
  if (bases.length > 0) lines.push('', paint.bold('which base becomes which'));
  for (const { from, to, files: met } of bases.slice(0, MOST_BASES)) {
    lines.push(...wrap(`${from.replace(DIGEST, '')} → ${to ?? 'left alone'}: ${counted(met.length, 'Dockerfile')}`, '  ', columns));
  }
  if (bases.length > MOST_BASES) lines.push(`  … and ${bases.length - MOST_BASES} more`);
  if (files.length <= MOST_ROWS) lines.push('', paint.bold('each of them'), ...rowsOf(files, columns));
  lines.push(...failedLines(failed, paint.bold, columns));
  return `${lines.join('\n')}\n`;
}

const OUTCOMES: readonly MigrationOutcome[] = ['moves', 'there', 'blocked', 'passed-over'];
const WORDS: Readonly<Record<MigrationOutcome, string>> = {
  moves: 'can move',
  there: 'are there already',
  blocked: 'need a hand',
  'passed-over': 'passed over',
};
const MOST_BLOCKERS = 10;
const MOST_BASES = 10;
const MOST_ROWS = 25;
/** Nobody reads them; the JSON has them. */
const DIGEST = /@sha256:[0-9a-f]{64}$/;
const INDENT = ' '.repeat(17);

function rowsOf(files: readonly MigratedSummary[], columns: number): readonly string[] {
  const words = files.map(wordsOf);
  const longest = Math.max(...files.map(({ name }) => printable(name).length));
  const width = Math.min(longest, Math.max(20, columns - 4 - Math.max(...words.map(({ length }) => length))));
  return files.map(({ name }, at) => `  ${fit(printable(name), width)}  ${words[at] ?? ''}`);
}

/** `3 edits (1 likely), 2 to do, check: breaks → runs` */
function wordsOf({ outcome, edits, likely, blockers, check, why }: MigratedSummary): string {
  if (outcome === 'passed-over') return printable(`passed over: ${(why ?? '').slice(0, 60)}`);
  if (outcome === 'there') return 'nothing to do';
  const verdicts = check === null ? 'not judged' : check.before === check.after ? check.after : `${check.before} → ${check.after}`;
  const sure = likely === 0 ? '' : ` (${likely} likely)`;
  return `${counted(edits, 'edit')}${sure}${blockers.length === 0 ? '' : `, ${blockers.length} to do`}, check: ${verdicts}`;
}
