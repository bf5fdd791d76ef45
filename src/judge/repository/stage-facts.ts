import type { Dockerfile } from '../../formats/text/dockerfile/dockerfile.ts';
import { positions } from '../../formats/text/dockerfile/position.ts';
import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import { platformParts } from '../../dockerfile/stages/arguments.ts';
import type { Move, Where } from '../../report/report.ts';
import type { LockReader } from './build-folder.ts';
import { glibcBeside } from './glibc-beside.ts';
import type { GlibcBeside } from './glibc-beside.ts';
import type { Place } from './place.ts';
import { placeOfStage } from './place.ts';
import { runtimesOf } from './runtime.ts';
import type { StageRuntime } from './runtime.ts';
import { stageFlow } from './stage-flow.ts';
import type { Held } from './stage-flow.ts';
import { runsOf, stageChain, systemPackagesOf } from './stage-runs.ts';
import type { RunFacts } from './stage-runs.ts';

/** What rules over stages look at: the stage that is judged, on its own base or on another. */
export interface StageContext {
  /** How findings name the Dockerfile. */
  readonly file: string;
  readonly dockerfile: Dockerfile;
  readonly build: BuildGraph;
  readonly stage: Stage;
  /** `own`, or the target as it was named. */
  readonly name: string;
  readonly move: Move;
  /** What the judged stage stands on. */
  readonly place: Place;
  readonly beside: GlibcBeside | null;
  /** The judged stage and the stages below it: what is in the image that runs. */
  readonly chain: readonly Stage[];
  /** RUN instructions of the chain. */
  readonly runs: readonly RunFacts[];
  /** System packages in the image that runs. */
  readonly packages: ReadonlySet<string>;
  readonly runtimes: readonly StageRuntime[];
  readonly held: readonly Held[];
  readonly locks: LockReader;
  readonly architecture: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly placeOf: (stage: Stage) => Place;
  readonly at: (offset: number) => Where;
  /** The offset of the FROM line at the bottom of the chain. */
  readonly fromOffset: number;
}

export interface StageQuestion {
  readonly file: string;
  readonly dockerfile: Dockerfile;
  readonly build: BuildGraph;
  readonly stage: Stage;
  readonly locks: LockReader;
  readonly today: string;
  readonly platform: string;
  /** Another base in the place of the stage's own. */
  readonly on?: { readonly name: string; readonly place: Place };
}

export function stageContext({ file, dockerfile, build, stage, locks, today, platform, on }: StageQuestion): StageContext {
  const chain = stageChain(build, stage);
  const inChain = new Set(chain.map(({ index }) => index));
  const placeOf = (each: Stage): Place => (on !== undefined && inChain.has(each.index) ? on.place : placeOfStage(each));
  const { architecture } = platformParts(stage.platform ?? platform);
  const runs = runsOf(build, stage);
  const position = positions(dockerfile.text);
  const place = placeOf(stage);
  return {
    file,
    dockerfile,
    build,
    stage,
    name: on?.name ?? 'own',
    move: on === undefined ? 'own' : 'rebuild',
    place,
    beside: glibcBeside(build, stage, place),
    chain,
    runs,
    packages: systemPackagesOf(runs),
    runtimes: runtimesOf(build, stage),
    held: stageFlow({ build, locks, architecture, placeOf })[stage.index] ?? [],
    locks,
    architecture,
    today,
    placeOf,
    at: (offset) => ({ file, ...position(offset) }),
    fromOffset: chain[0]?.from.range.start ?? 0,
  };
}
