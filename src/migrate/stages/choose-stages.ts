import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import { shellFacts } from '../../dockerfile/shell/shell-facts.ts';
import { sourcesOf } from '../../dockerfile/stages/needed.ts';

/** Why the stage at the bottom of a chain is moved, or why it stays as it is. */
export interface StageChoice {
  readonly moves: boolean;
  readonly why: string;
}

/**
 * Which base stages move: those whose files reach the built stage, unless what they make runs on any base. Stages on top of them go where their base goes.
 */
export function chooseStages(build: BuildGraph): ReadonlyMap<number, StageChoice> {
  const result = build.target?.root;
  const noBase =
    result?.kind === 'scratch' ||
    (result?.kind === 'image' && result.classification.libc?.family === 'none' && !isGoogleDistroless(result.reference));
  const chains = new Map(build.stages.map((stage) => [stage.index, chainOf(build, stage)]));
  return new Map(
    build.stages
      .filter(({ base }) => base.kind !== 'stage')
      .map((root): readonly [number, StageChoice] => {
        const users = build.stages.filter(({ index }) => chains.get(index)?.includes(root.index) === true);
        const needed = users.filter((stage) => stage.needed);
        if (noBase) return [root.index, { moves: false, why: 'the built stage has no C library to move: only static programs run on it' }];
        if (needed.length === 0) return [root.index, { moves: false, why: 'the built stage takes nothing from it' }];
        if (build.target !== undefined && chains.get(build.target.index)?.includes(root.index) === true) {
          return [root.index, { moves: true, why: 'the built stage stands on it' }];
        }
        const staticWhy = staticOutput(build, needed);
        return [
          root.index,
          staticWhy === undefined ? { moves: true, why: 'its files reach the built stage' } : { moves: false, why: staticWhy },
        ];
      }),
  );
}

/** It has a variant for each Debian, so it moves with its builders. */
function isGoogleDistroless(reference: string): boolean {
  return /^gcr\.io\/distroless\/.*-debian\d+/.test(reference);
}

/** The stage and those below it. */
function chainOf({ stages }: BuildGraph, stage: Stage): readonly number[] {
  const chain = [stage.index];
  let at = stage;
  while (at.base.kind === 'stage' && chain.length <= stages.length) {
    const below = stages[at.base.index];
    if (below === undefined) break;
    chain.push(below.index);
    at = below;
  }
  return chain;
}

/** What the chain builds needs no C library of the base: Go without cgo, or a static target. Anything else that it might make is not known to be static. */
function staticOutput(build: BuildGraph, stages: readonly Stage[]): string | undefined {
  const facts = stages.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'run' ? [shellFacts(step)] : [])));
  const builds = facts.flatMap((fact) => fact.builds);
  const image = stages[0]?.root;
  const isGo = image?.kind === 'image' && /^golang(?:$|:)|\/golang:/.test(image.reference);
  const other = builds.some(({ tool }) => tool !== 'go');
  const go = builds.filter(({ tool, verb }) => tool === 'go' && (verb === 'build' || verb === 'install'));
  if (go.length > 0 && !other && go.every(({ cgo, asksStatic }) => cgo === false || asksStatic))
    return 'its Go programs are static: they run on any base';
  const alpine = image?.kind === 'image' && image.classification.family === 'alpine';
  const compilers = facts.some(({ packages }) =>
    packages.some((action) => action.packages.some(({ name }) => /^(?:gcc|build-base|alpine-sdk|clang\d*|musl-dev)$/.test(name))),
  );
  if (isGo && alpine && go.length > 0 && !other && !compilers && go.every(({ cgo }) => cgo !== true)) {
    return 'golang on Alpine has no C compiler, so its programs are static';
  }
  const rust = builds.filter(({ tool }) => tool === 'cargo');
  if (rust.length > 0 && builds.length === rust.length && rust.every(({ target }) => target?.includes('-musl') === true)) {
    return 'its programs are built for a static musl target';
  }
  return feedsNobody(build, stages) ? 'nothing of it is copied' : undefined;
}

function feedsNobody({ stages }: BuildGraph, chain: readonly Stage[]): boolean {
  const indices = new Set(chain.map(({ index }) => index));
  return !stages.some((stage) => stage.needed && sourcesOf(stage).some((index) => indices.has(index)));
}
