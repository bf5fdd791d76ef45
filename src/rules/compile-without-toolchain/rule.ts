import { namesOnBase } from '../../bases/toolchain-sizes.ts';
import { commandText } from '../../dockerfile/shell/command-text.ts';
import type { Stage } from '../../dockerfile/stages/build-graph.ts';
import { failureOf } from '../../judge/repository/command-failure.ts';
import type { FindingFact } from '../../judge/finding-fact.ts';
import { describePlace, placeOfStage } from '../../judge/repository/place.ts';
import type { StageContext } from '../../judge/repository/stage-facts.ts';
import { runFacts, runsOf } from '../../judge/repository/stage-runs.ts';
import { bringsUnseen, stageTools } from '../../judge/repository/stage-tools.ts';
import type { StageTools } from '../../judge/repository/stage-tools.ts';
import { defineStageRule } from '../../judge/stage-rule.ts';
import type { RunnableStageRule } from '../../judge/stage-rule.ts';
import { cargoDemands } from './cargo-demands.ts';
import type { Bench, Demand } from './demand.ts';
import type { Evidence, Lack } from './evidence.ts';
import { goDemands } from './go-demands.ts';
import { beamDemands, dotnetDemands, gemDemands } from './other-demands.ts';
import { phpDemands } from './php-demands.ts';
import { describeLack } from './texts.ts';

/** A command compiles, and its stage has not what that takes. What packages of a lock of pip, npm or Bundler compile is judged with the lock. */
export const compileWithoutToolchain: RunnableStageRule = defineStageRule<Evidence>({
  id: 'compile-without-toolchain',
  title: 'Compiles without its toolchain',
  find: (context) => context.build.stages.filter(({ needed }) => needed).flatMap((stage) => inStage(context, stage)),
  describe: ({ evidence }) => describeLack(evidence),
});

function inStage(context: StageContext, stage: Stage): readonly FindingFact<Evidence>[] {
  const { build, placeOf } = context;
  const place = placeOf(stage);
  if (place.libc === null || place.libc === 'none' || place.classification === null || place.classification.certainty === 'unknown')
    return [];
  const told = new Set<string>();
  return stage.steps.flatMap((step) => {
    if (step.kind !== 'run') return [];
    const run = runFacts(step);
    const bench: Bench = { context, build, stage, place, run };
    const demands = readers
      .flatMap((read) => read(bench))
      .filter(({ command }) => failureOf(command, run.commands, stage.config.shell) !== 'accepted');
    return [...Map.groupBy(demands, ({ command }) => command).values()].flatMap((each) => factsOf(each, bench, told));
  });
}

const readers: readonly ((bench: Bench) => readonly Demand[])[] = [
  goDemands,
  cargoDemands,
  phpDemands,
  gemDemands,
  dotnetDemands,
  beamDemands,
];

/** One fact for what is sure and one for what may be; what an earlier command of the stage lacked already is not told twice. */
function factsOf(demands: readonly Demand[], bench: Bench, told: Set<string>): readonly FindingFact<Evidence>[] {
  const [first] = demands;
  if (first === undefined) return [];
  const { context, build, stage, place } = bench;
  const { command } = first;
  const tools = stageTools(place, runsOf(build, stage), command.start);
  if (!tools.known || bringsUnseen(build, stage, command.start)) return [];
  const own = context.move === 'own' ? null : stageTools(placeOfStage(stage), runsOf(build, stage), command.start);
  const lacks = demands
    .flatMap((demand) => lackOf(demand, bench, tools) ?? [])
    .filter(({ names }) => names.some((name) => !told.has(name)));
  return (['likely', 'possible'] as const).flatMap((certainty): readonly FindingFact<Evidence>[] => {
    const here = lacks
      .filter((lack) => lack.certainty === certainty)
      .map((lack) => ({ ...lack, names: lack.names.filter((name) => !told.has(name)) }))
      .filter(({ names }) => names.length > 0);
    for (const { names } of here) for (const name of names) told.add(name);
    if (here.length === 0) return [];
    // A base in the place of one that brings these asks for an edit, and the software is none the worse.
    const edit = own !== null && here.every(({ alpine }) => alpine.every((name) => own.has(name)));
    const goesOn = here.every(({ outcome }) => outcome !== null);
    return [
      {
        key: `${stage.name ?? stage.index}:${command.start}${certainty === 'possible' ? ':possible' : ''}`,
        cause: [...new Set(here.flatMap(({ names }) => names))].join(', '),
        severity: edit || goesOn || certainty === 'possible' ? 'warning' : 'error',
        certainty,
        where: [context.at(command.start)],
        evidence: {
          command: commandText(command, 90),
          base: describePlace(place),
          family: place.classification?.family ?? '',
          lacks: here.map(({ by, names, symptom, outcome, file }) => ({ by, names, symptom, outcome, file })),
        },
      },
    ];
  });
}

function lackOf(
  demand: Demand,
  { place }: Bench,
  { has, headersKnown }: StageTools,
): (Lack & { readonly alpine: readonly string[]; readonly certainty: Demand['certainty'] }) | null {
  const alpine = demand.needs.filter((need) => !has(need) && !(need === 'clang' && has('gcc')));
  if (alpine.length === 0) return null;
  const { family = '', release = null, certainty } = place.classification ?? {};
  const tools = alpine.some((name) => /^(?:gcc|g\+\+|make|autoconf|cargo|clang)$/.test(name));
  // Of packages whose own dependencies are not known here nobody knows which headers they bring.
  const sure = demand.certainty === 'likely' && demand.command.reached === 'yes' && certainty === 'likely' && (tools || headersKnown);
  return {
    by: demand.by,
    names: namesOnBase(family, release, alpine),
    symptom: symptomOf(demand, alpine),
    outcome: demand.outcome ?? null,
    file: demand.file ?? null,
    alpine,
    certainty: sure ? 'likely' : 'possible',
  };
}

/** What is said is about the first that is asked for; without the headers of libc it is the compiler that complains. */
function symptomOf({ symptom, needs, by }: Demand, missing: readonly string[]): string {
  const [first = ''] = needs;
  if (missing.includes(first)) return symptom;
  if (missing.includes('musl-dev')) return by === 'rustc' ? 'cannot find Scrt1.o' : 'stdlib.h: No such file or directory';
  return missing.includes('openssl-libs-static') ? 'cannot find -lssl' : '';
}
