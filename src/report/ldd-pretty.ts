import pc from 'picocolors';
import type { FoundObject, LoadResult, LoadRisk, Trial } from '../loader/load-result.ts';
import type { SecondWall } from '../loader/second-wall.ts';
import type { LddAnswer } from './ldd-line.ts';
import { explainLoad } from './ldd-why.ts';
import { ruleWords } from './ldd-rules.ts';
import { printable, wrap } from './text-layout.ts';

export interface LddTextOptions {
  readonly colors: boolean;
  readonly columns: number;
}

/** A load as a person reads it: who needed what, which rule found it; for what is missing every place tried, in order; then the loader's own lines. */
export function renderLdd(answer: LddAnswer, options: LddTextOptions): string {
  const paint = pc.createColors(options.colors);
  const { result } = answer;
  const good = result.outcome === 'runs';
  const lines = [
    `${paint.bold(printable(answer.path))}  ${good ? paint.green('runs') : paint.red(result.outcome)}  ${paint.dim(setting(answer))}`,
  ];
  lines.push(...tree(answer, paint));
  if (result.messages.length > 0)
    lines.push('', `  ${paint.bold(speaks(result))}`, ...result.messages.slice(0, SHOWN).map((message) => `    ${printable(message)}`));
  if (result.messages.length > SHOWN) lines.push(`    … ${result.messages.length - SHOWN} more`);
  const why = explainLoad(result);
  if (why !== null) lines.push('', ...wrap(why, '  ', options.columns));
  lines.push(...risks(result.risks, options.columns));
  for (const wall of answer.next ?? []) lines.push('', ...nextLines(wall, paint));
  return `${lines.join('\n')}\n`;
}

/** As many messages and missing names as fit a screen; JSON has all. */
const SHOWN = 20;

type Paint = ReturnType<typeof pc.createColors>;

function setting({ mode, host, on, result }: LddAnswer): string {
  const how =
    mode === 'exec'
      ? 'executed'
      : mode === 'list'
        ? `listed by ${host ?? 'the loader'}`
        : `dlopen (${mode === 'dlopen-lazy' ? 'lazy' : 'now'}) by ${host ?? 'any program'}`;
  const loader = result.loader === 'none' ? '' : `, ${result.loader}${result.interpreter === undefined ? '' : ` (${result.interpreter})`}`;
  return printable(
    `${how}${loader}${on === undefined ? '' : `, on ${on}`}${result.secure === true ? ', privileged: the environment is ignored' : ''}`,
  );
}

function speaks(result: LoadResult): string {
  return result.messages[0]?.startsWith('execve: ') === true ? 'the kernel refuses' : 'the loader says';
}

function nextLines({ after, result }: SecondWall, paint: Paint): readonly string[] {
  const how = after === 'gcompat' ? 'with gcompat, as it is here' : 'with the interpreter linked to this root’s own loader';
  if (result.outcome === 'runs') return [`  ${how}: ${paint.green('loads')}`];
  const shown = result.messages.slice(0, 5).map((message) => `    ${printable(message)}`);
  const more = result.messages.length > 5 ? [`    … ${result.messages.length - 5} more`] : [];
  return [`  ${how}: ${paint.red(result.outcome)}`, ...shown, ...more];
}

interface Branch {
  readonly label: string;
  readonly below: readonly string[];
  readonly path: string | null;
}

/** Objects below the one that asked for them first; what was asked for and not found stands where it was missed. */
function tree({ result }: LddAnswer, paint: Paint): readonly string[] {
  const branches = new Map<string | null, Branch[]>();
  const add = (parent: string | null, branch: Branch): void => {
    const known = branches.get(parent);
    if (known === undefined) branches.set(parent, [branch]);
    else known.push(branch);
  };
  for (const object of result.objects) add(parentOf(object, result), { label: foundLabel(object, paint), below: [], path: object.path });
  const objectPaths = new Set(result.objects.map((object) => object.path));
  for (const missing of missingNames(result.trail))
    add(missing.neededBy !== null && objectPaths.has(missing.neededBy) ? missing.neededBy : null, {
      label: `${printable(missing.name)}  ${paint.red('not found')}`,
      below: missing.trials.map(trialLine),
      path: null,
    });
  const lines: string[] = [];
  const drawn = new Set<string>();
  const draw = (parent: string | null, indent: string): void => {
    const list = branches.get(parent) ?? [];
    for (const [i, branch] of list.entries()) {
      const last = i === list.length - 1;
      lines.push(`  ${indent}${last ? '└─ ' : '├─ '}${branch.label}`);
      const deeper = `${indent}${last ? '   ' : '│  '}`;
      for (const line of branch.below) lines.push(`  ${deeper}  ${paint.dim(line)}`);
      if (branch.path === null || drawn.has(branch.path) || deeper.length > 300) continue;
      drawn.add(branch.path);
      draw(branch.path, deeper);
    }
  };
  draw(null, '');
  return lines;
}

/** The program has no branch of its own: what it needs stands at the root. */
function parentOf({ neededBy }: FoundObject, { objects }: LoadResult): string | null {
  return neededBy !== null && objects.some((each) => each.path === neededBy) ? neededBy : null;
}

function foundLabel(object: FoundObject, paint: Paint): string {
  const { name, path, via, viaOf } = object;
  const arrow = name === null || name === path ? printable(path) : `${printable(name)} → ${printable(path)}`;
  return `${arrow}  ${paint.dim(`[${ruleWords(via, viaOf)}]`)}`;
}

interface Missing {
  readonly name: string;
  readonly neededBy: string | null;
  readonly trials: readonly Trial[];
}

function missingNames(trail: readonly Trial[]): readonly Missing[] {
  const groups = new Map<string, Missing & { trials: Trial[] }>();
  for (const trial of trail) {
    const key = `${trial.name}\0${trial.neededBy ?? ''}`;
    const group = groups.get(key) ?? { name: trial.name, neededBy: trial.neededBy, trials: [] };
    group.trials.push(trial);
    groups.set(key, group);
  }
  return [...groups.values()].filter(({ trials }) => !trials.some((trial) => trial.result === 'found')).slice(0, SHOWN);
}

const RESULT_WORDS: Readonly<Record<Trial['result'], string>> = {
  found: 'found',
  absent: 'not there',
  denied: 'permission denied',
  loop: 'a loop of symbolic links',
  skipped: 'passed over',
  refused: 'refused',
  'not-searched': 'not searched',
};

function trialLine({ path, rule, ruleOf, result, why }: Trial): string {
  const place = path === null ? '' : `${printable(path)}: `;
  return `${place}${RESULT_WORDS[result]}${why === undefined ? '' : `, ${printable(why)}`}  [${ruleWords(rule, ruleOf)}]`;
}

function risks(list: readonly LoadRisk[], columns: number): readonly string[] {
  const postponed = list.filter((risk) => risk.kind === 'postponed-symbol');
  const others = list.filter((risk) => risk.kind === 'hwcaps-directory');
  const lines: string[] = [];
  if (postponed.length > 1)
    lines.push(
      '',
      ...wrap(
        `${postponed.length} functions are bound when first called and are nowhere: ${postponed
          .slice(0, 12)
          .map((risk) => risk.symbol)
          .join(' ')}${postponed.length > 12 ? ' …' : ''}`,
        '  ',
        columns,
      ),
    );
  for (const risk of others)
    lines.push(
      '',
      ...wrap(`${risk.object} was taken for a CPU of the level in its path; another machine may take another file`, '  ', columns),
    );
  return lines;
}
