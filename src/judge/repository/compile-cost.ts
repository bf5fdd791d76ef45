import { installedSize, namesOnBase } from '../../bases/toolchain-sizes.ts';
import type { InstalledSize } from '../../bases/toolchain-sizes.ts';
import type { Place } from './place.ts';
import type { StageContext } from './stage-facts.ts';
import { isReached, runsOf, systemManagers, systemPackagesOf } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';
import { stageTools } from './stage-tools.ts';

/** What compiling asks of a stage, in the names of its distribution. */
export interface CompileNeeds {
  readonly needs: readonly string[];
  readonly missing: readonly string[];
  readonly size: InstalledSize | null;
}

/** `alpine`: names as on Alpine. `before`: only what is installed in front of that offset counts. */
export function compileNeeds(alpine: readonly string[], place: Place, runs: readonly RunFacts[], before: number): CompileNeeds {
  const { family = '', release = null } = place.classification ?? {};
  const { has } = stageTools(place, runs, before);
  const needs = namesOnBase(family, release, alpine);
  return {
    needs,
    missing: namesOnBase(
      family,
      release,
      alpine.filter((need) => !has(need)),
    ),
    size: installedSize(family, release, needs),
  };
}

/**
 * What becomes of installed build tools: they stay in the image that runs; go in the RUN that brought them; are removed later, while their bytes stay in the
 * layer below; or are in a stage that is not part of that image.
 */
export type ToolFate = 'stays' | 'removed' | 'layer' | 'other-stage';

export function fateOfTools(
  names: readonly string[],
  { build, chain }: Pick<StageContext, 'build' | 'chain'>,
  stage: StageContext['stage'],
): ToolFate {
  if (!chain.some(({ index }) => index === stage.index)) return 'other-stage';
  const last = chain.at(-1) ?? stage;
  const runs = runsOf(build, last);
  if (names.some((name) => systemPackagesOf(runs).has(name))) return 'stays';
  return names.every((name) => runs.every((run) => !installs(run, name) || !systemPackagesOf([run]).has(name))) ? 'removed' : 'layer';
}

function installs({ packages }: RunFacts, name: string): boolean {
  return packages.some(
    ({ action, manager, packages: named, command }) =>
      action === 'install' && systemManagers.has(manager) && isReached(command) && named.some((each) => each.name === name),
  );
}
