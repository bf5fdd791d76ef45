import type { Stage } from './build-graph.ts';
import type { CopySource } from './step.ts';

/** Indices of the stages that building `target` needs: its base, what it copies or mounts from, and theirs. */
export function needed(stages: readonly Stage[], target: Stage | undefined): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = target === undefined ? [] : [target.index];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const stage = stages[index];
    if (stage === undefined || reached.has(index)) continue;
    reached.add(index);
    open.push(...sourcesOf(stage));
  }
  return reached;
}

/** Stages that one stage takes something from. */
export function sourcesOf({ base, steps }: Stage): readonly number[] {
  const found: CopySource[] = steps.flatMap((step) => {
    if (step.kind === 'other') return [];
    return step.kind === 'run' ? step.mounts.flatMap(({ from }) => (from === undefined ? [] : [from])) : [step.from];
  });
  const indices = found.flatMap((source) => (source.kind === 'stage' ? [source.index] : []));
  return base.kind === 'stage' ? [base.index, ...indices] : indices;
}
