import { commandText } from '../../dockerfile/shell/command-text.ts';
import { installedSize } from '../../bases/toolchain-sizes.ts';
import { compileNeeds, fateOfTools } from '../../judge/repository/compile-cost.ts';
import type { PackageAction } from '../../dockerfile/shell/package-action.ts';
import { describePlace } from '../../judge/repository/place.ts';
import { runtimesOf } from '../../judge/repository/runtime.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { isReached, runFacts, runsOf, systemPackagesOf } from '../../judge/repository/stage-runs.ts';
import type { RunFacts } from '../../judge/repository/stage-runs.ts';
import { lockOfAction } from '../../judge/repository/stage-locks.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import type { InstallEvidence } from './evidence.ts';
import { distributionPython, judgePackage } from './judge-package.ts';
import type { Named } from './judge-package.ts';
import { fixText, messageText } from './texts.ts';
import { wheelStory } from './wheel-story.ts';

/** Packages named on the command line, without a lock: judged from shipped facts about packages with native code. */
export const installWithoutLock: RunnableStageRule = defineStageRule<InstallEvidence>({
  id: 'install-without-lock',
  title: 'Native packages installed without a lock',
  find: (context) => context.build.stages.filter(({ needed }) => needed).flatMap((stage) => inStage(context, stage)),
  describe: ({ evidence }) => ({ message: messageText(evidence), fix: fixText(evidence) }),
});

function inStage(context: StageContext, stage: StageContext['stage']): readonly FindingFact<InstallEvidence>[] {
  const { libc } = context.placeOf(stage);
  if (libc !== 'musl' && libc !== 'glibc') return [];
  return stage.steps.flatMap((step) => {
    if (step.kind !== 'run') return [];
    const run = runFacts(step);
    return run.packages.flatMap((action) => judgeAction(action, run, context, stage) ?? []);
  });
}

function judgeAction(
  action: PackageAction,
  run: RunFacts,
  context: StageContext,
  stage: StageContext['stage'],
): FindingFact<InstallEvidence> | null {
  const { command, options } = action;
  const manager = managerOf(action);
  if (action.action !== 'install' || action.locked || manager === null || !isReached(command)) return null;
  if (options.some(({ name }) => name === '--platform')) return null;
  const { build, placeOf, architecture, at } = context;
  const place = placeOf(stage);
  const machine = { amd64: 'x86_64', arm64: 'aarch64' }[architecture] ?? architecture;
  const python = runtimesOf(build, stage).find(({ name }) => name === 'cpython')?.version ?? distributionPython(place);
  const listed = manager === 'pip' ? requirements(action, run, stage, context) : [];
  const packages = [...action.packages, ...listed].flatMap((named) => judgePackage(named, { manager, place, machine, python }) ?? []);
  const fails = packages.some(({ verdict }) => verdict === 'fails');
  const compiled = packages.filter(({ verdict }) => verdict === 'compiles');
  const runs = runsOf(build, stage);
  const tools = place.libc === 'musl' ? [...systemPackagesOf(runs, command.start)].filter((name) => compilers.test(name)) : [];
  // Wheels of somebody else's making are not in the table.
  if (!fails && options.some(({ name }) => foreignIndex.test(name))) return null;
  // A build that is there and nothing to take away: nothing to say.
  if (packages.length === 0 || (!fails && compiled.length === 0 && tools.length === 0)) return null;
  const needs = compileNeeds(
    [...new Set(compiled.flatMap((each) => (each.needs.length === 0 ? ['gcc', 'musl-dev'] : each.needs)))],
    place,
    runs,
    command.start,
  );
  // A script, a download or a copied toolchain may have brought one.
  const unseen = runs.some(({ opaque, downloads }) => opaque || downloads.length > 0);
  if (place.libc === 'glibc' && !fails && (needs.missing.length === 0 || unseen) && compiled.every(({ floor }) => floor === null))
    return null;
  if (action.packages.length === 0 && !fails && needs.missing.length === 0) return null;
  const { family = '', release = null } = place.classification ?? {};
  return {
    key: `${stage.name ?? stage.index}:${packages.map(({ name }) => name).join(',')}`,
    severity: fails || needs.missing.length > 0 || compiled.some(({ floor }) => floor !== null) ? 'warning' : 'note',
    certainty: 'possible',
    where: [at(command.start)],
    evidence: {
      command: commandText(command, 120),
      base: describePlace(place),
      family,
      libc: place.libc === 'musl' ? 'musl' : 'glibc',
      packages,
      wheels: place.libc === 'musl' ? packages.map((each) => wheelStory(each, python, machine)).filter((text) => text !== '') : [],
      ...needs,
      tools,
      toolSize: installedSize(family, release, tools),
      fate: fateOfTools(tools.length > 0 ? tools : needs.needs, context, stage),
      secondPython: tools.some((name) => /^python3(?:-dev)?$/.test(name)) && /(?:^|\/)python(?::|@)/.test(place.name),
    },
  };
}

function managerOf({ manager }: PackageAction): 'pip' | 'npm' | null {
  if (manager === 'pip' || manager === 'uv' || manager === 'poetry' || manager === 'pipenv') return 'pip';
  return manager === 'npm' || manager === 'yarn' || manager === 'pnpm' || manager === 'bun' ? 'npm' : null;
}

/** A requirements file without hashes is no lock: it names releases and no files. */
function requirements(action: PackageAction, run: RunFacts, stage: StageContext['stage'], context: StageContext): readonly Named[] {
  const found = action.files.length === 0 ? null : lockOfAction(action, run, stage, context);
  if (found === null || found.lock.format !== 'requirements') return [];
  return found.lock.packages
    .filter(({ files, hashes }) => files === undefined && (hashes === undefined || hashes.length === 0))
    .map(({ name, version }) => ({ name, kind: 'name', ...(version === null ? {} : { constraint: `==${version}` }) }));
}

const foreignIndex = /^(?:-f|--find-links|--extra-index-url|-i|--index-url)$/;
const compilers = /^(?:build-base|alpine-sdk|gcc|g\+\+|gfortran|musl-dev|python3-dev|cargo|rust|cmake|make|linux-headers|clang)$/;
