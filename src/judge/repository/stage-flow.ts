import type { BuildGraph, Stage } from '../../dockerfile/stages/build-graph.ts';
import type { CopyStep, RunStep } from '../../dockerfile/stages/step.ts';
import type { LockReader } from './build-folder.ts';
import { imageProducts } from './image-products.ts';
import { moveProducts } from './move-products.ts';
import type { Place } from './place.ts';
import { placeOfSource } from './place.ts';
import { carriedTo } from './product.ts';
import type { Product } from './product.ts';
import { productsOfRun } from './run-products.ts';

/** A product with the way it took: the COPY instructions, first one first, with the stage that each belongs to. */
export interface Held {
  readonly product: Product;
  readonly path: string;
  readonly way: readonly Hop[];
}

export interface Hop {
  readonly step: CopyStep;
  readonly stage: number;
}

export interface FlowOptions {
  readonly build: BuildGraph;
  readonly locks: LockReader;
  readonly architecture: string;
  /** What a stage stands on; a target replaces the base of the stage that is judged. */
  readonly placeOf: (stage: Stage) => Place;
}

/** What every stage holds in the end that was made for a C library, by index of the stage. Stages that nothing needs stay empty. */
export function stageFlow(options: FlowOptions): readonly (readonly Held[])[] {
  const held: Held[][] = [];
  for (const stage of options.build.stages) held.push(stage.needed ? readStage(stage, held, options) : []);
  return held;
}

const MOST_HELD = 300;

function readStage(stage: Stage, before: readonly (readonly Held[])[], options: FlowOptions): Held[] {
  let held: Held[] = stage.base.kind === 'stage' ? [...(before[stage.base.index] ?? [])] : [];
  for (const step of stage.steps) {
    if (step.kind === 'copy') held.push(...arrivals(step, stage, before, options));
    if (step.kind === 'run') held = afterRun(step, stage, held, before, options);
    if (held.length > MOST_HELD) held = held.slice(-MOST_HELD);
  }
  return held;
}

function arrivals(step: CopyStep, stage: Stage, before: readonly (readonly Held[])[], { build }: FlowOptions): readonly Held[] {
  const { from, sources, destination } = step;
  if (from.kind === 'context' || from.kind === 'unresolved') return [];
  const several = sources.length > 1;
  const there = from.kind === 'stage' ? (before[from.index] ?? []) : [];
  const hop = { step, stage: stage.index };
  const found: Held[] = [];
  for (const source of sources) {
    const taken = there.flatMap(({ product, path, way }): readonly Held[] => {
      const to = carriedTo({ ...product, path }, source, destination, several);
      return to === null ? [] : [{ product, path: to, way: [...way, hop] }];
    });
    found.push(...taken);
    // Beside what the stage made, a whole tree holds what its image has.
    if (taken.length > 0 && !/^\/?usr(?:\/local)?(?:\/(?:bin|lib))?\/?$/.test(source)) continue;
    const place = placeOfSource(build, from);
    const origin = from.kind === 'stage' ? (build.stages[from.index] ?? null) : null;
    for (const product of place === null ? [] : imageProducts(source, place, build, origin, step)) {
      found.push({ product, path: carriedTo(product, source, destination, several) ?? destination, way: [hop] });
    }
  }
  return found;
}

function afterRun(step: RunStep, stage: Stage, held: readonly Held[], before: readonly (readonly Held[])[], options: FlowOptions): Held[] {
  const mounted = step.mounts.flatMap(({ from, source = '/', target }): readonly Held[] => {
    if (from?.kind !== 'stage' || target === undefined) return [];
    return (before[from.index] ?? []).flatMap(({ product, path, way }) => {
      const to = carriedTo({ ...product, path }, source, target, false);
      return to === null ? [] : [{ product, path: to, way }];
    });
  });
  const made = productsOfRun(step, stage, options);
  const moved = moveProducts(step, [...held, ...mounted], made);
  // What lies in a mount is gone with it.
  const mounts = step.mounts.flatMap(({ target }) => (target === undefined ? [] : [target.replace(/\/+$/, '')]));
  return moved.filter(({ path }) => !mounts.some((mount) => path === mount || path.startsWith(`${mount}/`)));
}
