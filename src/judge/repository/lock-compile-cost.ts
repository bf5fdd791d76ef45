import { nativePackage } from '../../bases/native-packages.ts';
import { listed } from '../group-failures.ts';
import { compileNeeds, fateOfTools } from './compile-cost.ts';
import { fateText, sizeText, timeText } from './compile-cost-text.ts';
import type { Place } from './place.ts';
import type { StageContext } from './stage-facts.ts';
import { runsOf, systemPackagesOf } from './stage-runs.ts';

export interface LockCompileCost {
  /** Sentences, one a line. */
  readonly text: string;
  /** Headers and tools that the packages are known to ask for, and the stage has not; the compiler itself not among them. */
  readonly missing: readonly string[];
}

/** What compiling packages of a lock asks of the stage that installs them, and costs there. */
export function lockCompileCost(
  names: readonly string[],
  ecosystem: string,
  stage: StageContext['stage'],
  place: Place,
  before: number,
  context: Pick<StageContext, 'build' | 'chain'>,
): LockCompileCost {
  const manager = ecosystem === 'python' ? 'pip' : ecosystem === 'node' ? 'npm' : null;
  const rows = manager === null ? [] : names.flatMap((name) => nativePackage(manager, name) ?? []);
  const least = leastOf[ecosystem] ?? ['gcc', 'musl-dev'];
  const alpine = [...new Set([...least, ...rows.flatMap(({ needs }) => needs ?? [])])];
  const runs = runsOf(context.build, stage);
  const { needs, missing, size } = compileNeeds(alpine, place, runs, before);
  const cost = sizeText(size);
  const tools = needs.filter((name) => systemPackagesOf(runs, before).has(name));
  const times = rows.map(({ name }) => timeText(name)).filter((text) => text !== '');
  const lines = [
    `Compiling asks for ${listed(needs, 8)}${rows.length < names.length ? ' at least' : ''}${cost === '' ? '' : `: ${cost}`}.`,
    ...(missing.length === 0 ? [] : [`Not in this stage: ${missing.join(', ')}.`]),
    ...(tools.length === 0 ? [] : [`${tools.join(', ')} ${fateText(fateOfTools(tools, context, stage), tools.length > 1)}.`]),
    ...times.map((time) => `${time.slice(0, 1).toUpperCase()}${time.slice(1)}.`),
  ];
  const known = rows.flatMap((row) => row.needs ?? []);
  return {
    text: lines.join('\n'),
    missing: missing.filter((name) => known.length > 0 && !/^(?:gcc|g\+\+|make|musl-dev|libc6-dev)$/.test(name)),
  };
}

/** Alpine's names of what every build of an ecosystem asks for. */
const leastOf: Readonly<Record<string, readonly string[] | undefined>> = {
  node: ['python3', 'make', 'g++'],
  ruby: ['gcc', 'make', 'musl-dev'],
};
