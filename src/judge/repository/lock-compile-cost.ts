import { nativePackage } from '../../bases/native-packages.ts';
import { extensionGems } from '../../ecosystems/ruby/extension-gems.ts';
import { listed } from '../group-failures.ts';
import { compileNeeds, fateOfTools } from './compile-cost.ts';
import { fateText, sizeText, timeText } from './compile-cost-text.ts';
import type { Place } from './place.ts';
import { runtimesOf } from './runtime.ts';
import type { StageContext } from './stage-facts.ts';
import { runsOf, systemPackagesOf } from './stage-runs.ts';

export interface LockCompileCost {
  /** Sentences, one a line. */
  readonly text: string;
  /** Tools without which nothing of the ecosystem compiles, and the stage has not. */
  readonly missingTools: readonly string[];
  /** The same tools, where the stage has them: for a text. */
  readonly leastNeeds: string;
  /** Headers and tools that the packages are known to ask for besides, and the stage has not. */
  readonly missing: readonly string[];
}

/** Where packages of a lock are installed. */
export interface LockInstall {
  readonly ecosystem: string;
  readonly stage: StageContext['stage'];
  readonly place: Place;
  /** The offset of the command. */
  readonly before: number;
  readonly context: Pick<StageContext, 'build' | 'chain'>;
}

/** What compiling packages of a lock asks of the stage that installs them, and costs there. */
export function lockCompileCost(names: readonly string[], { ecosystem, stage, place, before, context }: LockInstall): LockCompileCost {
  const runs = runsOf(context.build, stage);
  const rows = names.flatMap((name) => rowOf(ecosystem, name) ?? []);
  const least = [...(leastOf[ecosystem] ?? ['gcc', 'musl-dev']), ...ownPython(ecosystem, context, stage)];
  const alpine = [...new Set([...least, ...rows.flatMap(({ needs }) => needs)])];
  const { needs, missing, size } = compileNeeds(alpine, place, runs, before);
  const basic = compileNeeds(least, place, runs, before);
  const cost = sizeText(size);
  const tools = needs.filter((name) => systemPackagesOf(runs, before).has(name));
  const times = names.map((name) => (ecosystem === 'python' ? timeText(name) : '')).filter((text) => text !== '');
  const lines = [
    `Compiling asks for ${listed(needs, 8)}${rows.length < names.length ? ' at least' : ''}${cost === '' ? '' : `: ${cost}`}.`,
    ...(missing.length === 0 ? [] : [`Not in this stage: ${missing.join(', ')}.`]),
    ...(tools.length === 0 ? [] : [`${tools.join(', ')} ${fateText(fateOfTools(tools, context, stage), tools.length > 1)}.`]),
    ...times.map((time) => `${time.slice(0, 1).toUpperCase()}${time.slice(1)}.`),
  ];
  return {
    text: lines.join('\n'),
    missingTools: basic.missing,
    leastNeeds: listed(basic.needs, 5),
    missing: missing.filter((name) => !basic.missing.includes(name)),
  };
}

function rowOf(ecosystem: string, name: string): { readonly needs: readonly string[] } | undefined {
  if (ecosystem === 'ruby') {
    const gem = extensionGems.get(name);
    return gem === undefined ? undefined : { needs: gem.asks };
  }
  const row = ecosystem === 'python' ? nativePackage('pip', name) : ecosystem === 'node' ? nativePackage('npm', name) : undefined;
  return row?.needs === undefined ? undefined : { needs: row.needs };
}

/** The official images bring Python's own headers, a distribution's package of Python does not. */
function ownPython(ecosystem: string, { build }: Pick<StageContext, 'build'>, stage: StageContext['stage']): readonly string[] {
  const packaged = ecosystem === 'python' && runtimesOf(build, stage).some(({ name, from }) => name === 'cpython' && from === 'package');
  return packaged ? ['python3-dev'] : [];
}

/** Alpine's names of what every build of an ecosystem asks for. */
const leastOf: Readonly<Record<string, readonly string[] | undefined>> = {
  node: ['python3', 'make', 'g++'],
  ruby: ['gcc', 'make', 'musl-dev'],
};
